package got.packaging.process;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.GotProcess.Launch;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.SmallRepositoryFixture;
import got.packaging.support.TreeCopy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What somebody reads whose limits or directories are too small or out of reach: the reason. */
class ReasonsTest extends SmallRepositoryFixture {
  /** Threads that three virtual machines never need, on a machine of some dozens of processors. */
  private static final int MOST_THREADS = 1000;

  /** Beside those that the user has already. */
  private static final String LIMITED =
      "n=$(ps -L -u $(id -u) --no-headers | wc -l); ulimit -u $((n + $1)); shift; exec \"$@\"";

  private Result shell(String script) throws Exception {
    return Launch.in(work).by("bash", "-c", script, "sh").run(daemon.url("small.git"));
  }

  /** One line of what went wrong, in words, and nothing of the virtual machine's own. */
  private static void assertReason(Result result) {
    assertThat(result.err()).doesNotContain("java.", "Exception", "\tat ", "Unknown").isNotEmpty();
  }

  @Test
  void workingDirectoryThatIsGoneIsNamed() throws Exception {
    Result result = shell("mkdir gone; cd gone; rmdir ../gone; exec \"$1\" clone -q \"$2\"");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).endsWith("got: the working directory is gone\n");
    assertReason(result);
  }

  @Test
  void treeBelowAPathThatIsNotAsciiIsRefusedAsSuch() throws Exception {
    Result result =
        shell(
            "d=$(printf 'b\\303\\274m'); cp -a \"${1%/bin/got}\" \"$d\";"
                + " \"$d/bin/got\" clone -q \"$2\"; s=$?; rm -r \"$d\"; exit $s");

    assertThat(result.status()).isEqualTo(7);
    assertThat(result.err())
        .startsWith("got: got cannot run below a directory whose name is not ASCII, move it: ");
    assertReason(result);
    assertThat(work).isEmptyDirectory();
  }

  /** Helpers of root are another user, who has to be able to reach the tree. */
  @Test
  void treeThatAHelpersUserCannotReachIsToBeMoved() throws Exception {
    Path closed = Files.createDirectory(work.resolve("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    Path tree = TreeCopy.in(closed.resolve("tree"));
    Result result =
        Launch.in(work)
            .program(tree.resolve("bin/got"))
            .run("clone", "-q", daemon.url("small.git"), "it.git");

    if (System.getProperty("user.name").equals("root")) {
      assertThat(result.status()).isEqualTo(7);
      assertThat(result.err())
          .matches(
              "got: cannot confine got-\\w+-pack: user: \\w+ cannot reach \\S+: permission"
                  + " denied\ngot: hint: move got to where every user can reach it\n");
    } else {
      assertThat(result.status()).isZero();
    }
  }

  /**
   * A user may have so many threads, all programs together. Root may have any number, so got runs
   * as somebody else then. Which of three virtual machines is the first to lack one, and where in
   * its life, depends on the number: each is tried, until got is done in spite of it.
   */
  @Test
  void userWhoMayHaveNoMoreThreadsIsTold() throws Exception {
    Launch launch = Launch.in(work);
    if (System.getProperty("user.name").equals("root")) {
      Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxr-xr-x"));
      launch =
          launch
              .by("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
              .program(TreeCopy.in(work.resolve("tree")).resolve("bin/got"));
    }
    Path place = Files.createDirectory(work.resolve("place"));
    Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxrwxrwx"));
    List<String> told = new ArrayList<>();
    boolean done = false;
    for (int threads = 10; !done && threads < MOST_THREADS; threads += 2) {
      List<String> words = new ArrayList<>(launch.prefix());
      words.addAll(List.of("bash", "-c", LIMITED, "sh", Integer.toString(threads)));
      Result result =
          launch
              .by(words.toArray(String[]::new))
              .run("clone", "-q", "--trust-directory", daemon.url("small.git"), "place/it.git");
      done = result.status() == 0;
      // Before got itself has begun, a virtual machine speaks for itself.
      if (!done && !result.err().startsWith("Error occurred during initialization of VM")) {
        assertReason(result);
        assertThat(result.err()).contains("got: ");
        assertThat(place).as(threads + " threads: " + result.err()).isEmptyDirectory();
        // A helper's one may crash where it cannot do without a thread, and does not say so.
        if (!result.err().contains("A fatal error has been detected")) {
          assertThat(result.err()).containsAnyOf("thread", "process");
          told.add(result.err());
        }
      }
    }
    assertThat(done).isTrue();
    assertThat(told).as("reasons").hasSizeGreaterThan(3);
  }

  /** The virtual machine says what it lacks, in got's place if it is got that lacks it. */
  @ParameterizedTest
  @CsvSource({"v 3000000", "v 2000000", "v 1200000", "n 20"})
  void limitsThatAreTooSmallAreSaid(String limit) throws Exception {
    Result result = shell("ulimit -" + limit + "; exec \"$1\" clone -q \"$2\" it.git");

    assertThat(result.status()).isNotZero();
    assertReason(result);
    assertThat(result.err()).matches("(?s).*(memory|space|Too many open files|thread).*");
    assertThat(result.out()).isEmpty();
    assertThat(work).isEmptyDirectory();
  }
}
