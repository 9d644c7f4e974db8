package got.packaging.clone;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.GitDaemon;
import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Launch;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.TestRepositories;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No room for what is written, or no right to write: status 3, the reason, and nothing is left. */
class FileSystemTest {
  /**
   * Runs a program in an empty file system of its own, then shows what is left there. Whoever is
   * root only within a name space becomes an ordinary user first.
   */
  private static final String IN_SMALL_FILE_SYSTEM =
      """
      mount -t tmpfs -o mode=1777,$1 tmpfs . && cd "$PWD" || exit 99
      shift
      "$@"
      status=$?
      ls -A
      exit $status
      """;

  @TempDir Path work;
  @TempDir Path served;
  private GitDaemon daemon;
  private String url;

  @BeforeEach
  void serve() throws Exception {
    new TestRepositories(served).large("large.git");
    daemon = GitDaemon.start(served);
    url = daemon.url("large.git");
  }

  @AfterEach
  void end() throws Exception {
    daemon.close();
    GotProcess.assertNoneRuns();
  }

  /** Whether this machine lets its user mount something: many containers do not. */
  private static boolean canMount() throws Exception {
    List<String> words = Stream.concat(nameSpace().stream(), Stream.of("true")).toList();
    return new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private static List<String> nameSpace() {
    return isRoot()
        ? List.of("unshare", "--mount")
        : List.of("unshare", "--user", "--map-root-user", "--mount");
  }

  /**
   * Too little room, or none to write to.
   *
   * @param prefix runs a program with it
   * @param complaint a regular expression
   */
  record Limit(List<String> prefix, String complaint) {
    /** An empty file system of its own. */
    static Limit fileSystem(String options, String complaint) {
      List<String> script = List.of("sh", "-c", IN_SMALL_FILE_SYSTEM, "sh", options);
      List<String> user = isRoot() ? List.of() : List.of("unshare", "--user", "--map-user=65534");
      return new Limit(
          Stream.of(nameSpace(), script, user).flatMap(List::stream).toList(), "got: " + complaint);
    }

    Launch in(Path where) {
      return Launch.in(where).by(prefix.toArray(String[]::new));
    }
  }

  static Stream<Limit> limits() throws Exception {
    Limit size =
        new Limit(List.of("prlimit", "--fsize=300000"), "got: writing failed: file too large");
    if (!canMount()) {
      return Stream.of(size);
    }
    String temporary = ".*/\\.got-clone-[^/]*/";
    String full = ": no space left on device";
    return Stream.of(
        size,
        Limit.fileSystem("size=600k", "writing failed" + full),
        Limit.fileSystem("nr_inodes=4", temporary + "refs" + full),
        Limit.fileSystem("nr_inodes=12", temporary + "refs/remotes/origin/main" + full),
        Limit.fileSystem("ro", ".*: read-only file system"));
  }

  @ParameterizedTest
  @MethodSource("limits")
  void failureSaysSoAndLeavesNothing(Limit limit) throws Exception {
    Result result = limit.in(work).run("clone", url);

    assertThat(result.complaints()).singleElement().asString().matches(limit.complaint());
    assertThat(result.status()).isEqualTo(3);
    assertThat(result.out().lines())
        .allMatch(line -> line.equals("Connecting to " + url) || line.matches("Fetched .*\\.pack"));
    assertThat(work).isEmptyDirectory();
  }
}
