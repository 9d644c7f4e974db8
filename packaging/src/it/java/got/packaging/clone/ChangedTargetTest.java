package got.packaging.clone;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.FileTree;
import got.packaging.support.GitDaemon;
import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.Strace;
import got.packaging.support.StraceLog.Call;
import got.packaging.support.TestRepositories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Somebody changes the target, or the directory above it, while got is at work. got is stopped for
 * that after the private directory was made, and before the repository appears.
 */
class ChangedTargetTest {
  private static final Call FIRST_DIRECTORY = new Call(0, "mkdirat", 1, "", List.of());

  /** By whether the target is there. */
  private static final Map<Boolean, Call> BEFORE_IT_APPEARS = new HashMap<>();

  @TempDir Path work;
  @TempDir Path served;
  @TempDir Path scratch;
  private GitDaemon daemon;
  private Strace strace;
  private Path elsewhere;
  private Path above;
  private Path target;

  /** When it happens. */
  enum Moment {
    BEGUN,
    ALMOST_DONE
  }

  @BeforeEach
  void serve() throws Exception {
    new TestRepositories(served).normal("small.git");
    daemon = GitDaemon.start(served);
    strace = new Strace(scratch, work);
    elsewhere = Files.createDirectory(work.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("mine"), "mine");
    above = Files.createDirectory(work.resolve("above"));
    target = above.resolve("it.git");
  }

  @AfterEach
  void end() throws Exception {
    daemon.close();
    GotProcess.assertNoneRuns();
  }

  /** What somebody does. */
  private interface Change {
    void run() throws IOException;
  }

  private Result changed(Moment moment, boolean exists, Change change) throws Exception {
    if (exists) {
      Files.createDirectory(target);
    }
    Call call = moment == Moment.BEGUN ? FIRST_DIRECTORY : beforeItAppears(exists);
    try (GotProcess got =
        strace.stop(call, "clone", "-q", daemon.url("small.git"), target.toString())) {
      assertThat(hidden(above)).hasSize(1);
      change.run();
      strace.resume(got);
      return got.await();
    }
  }

  private Call beforeItAppears(boolean exists) throws Exception {
    Call known = BEFORE_IT_APPEARS.get(exists);
    if (known != null) {
      return known;
    }
    Path practice = work.resolve("practice/it.git");
    Files.createDirectory(practice.getParent());
    if (exists) {
      Files.createDirectory(practice);
    }
    List<Call> calls = strace.record("clone", "-q", daemon.url("small.git"), practice.toString());
    Call call = beforeItAppears(calls, practice);
    BEFORE_IT_APPEARS.put(exists, call);
    return call;
  }

  /** The last change of the private directory. */
  private static Call beforeItAppears(List<Call> calls, Path target) {
    Call before = calls.getFirst();
    for (Call call : calls) {
      if (call.kind().equals("rename") && call.paths().get(1).startsWith(target.toString())) {
        return before;
      }
      if (call.kind().matches("chmod|fsync") && call.paths().getFirst().contains(".got-clone-")) {
        before = call;
      }
    }
    throw new AssertionError("it never appears");
  }

  private static List<Path> hidden(Path directory) throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(p -> p.getFileName().toString().startsWith(".got-clone-")).toList();
    }
  }

  private void refused(Result result, String reason) {
    assertThat(result.err()).matches("got: " + target + "[^:]*: " + reason + "\n");
    assertThat(result.out()).isEmpty();
    assertThat(result.status()).isEqualTo(3);
  }

  private void nothingHappenedElsewhere() throws IOException {
    assertThat(elsewhere.toFile().list()).containsExactly("mine");
    assertThat(hidden(above)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void fileInItsPlaceStays(Moment moment) throws Exception {
    refused(changed(moment, false, () -> Files.writeString(target, "theirs")), "file exists");
    assertThat(target).hasContent("theirs");
    nothingHappenedElsewhere();
  }

  @ParameterizedTest
  @EnumSource
  void linkInItsPlaceIsNotFollowed(Moment moment) throws Exception {
    refused(
        changed(moment, false, () -> Files.createSymbolicLink(target, elsewhere)), "file exists");
    assertThat(target).isSymbolicLink();
    nothingHappenedElsewhere();
  }

  @Test
  void directoryWithSomethingInItStays() throws Exception {
    Result result =
        changed(
            Moment.ALMOST_DONE,
            false,
            () -> Files.writeString(Files.createDirectory(target).resolve("theirs"), "theirs"));
    refused(result, "file exists");
    assertThat(target.toFile().list()).containsExactly("theirs");
    nothingHappenedElsewhere();
  }

  @Test
  void emptyDirectoryInItsPlaceStays() throws Exception {
    refused(changed(Moment.ALMOST_DONE, false, () -> Files.createDirectory(target)), "file exists");
    assertThat(target).isEmptyDirectory();
    nothingHappenedElsewhere();
  }

  @ParameterizedTest
  @EnumSource
  void directoryAboveThatBecomesALinkIsNotFollowed(Moment moment) throws Exception {
    Path away = work.resolve("away");
    Result result =
        changed(
            moment,
            false,
            () -> {
              Files.move(above, away);
              Files.createSymbolicLink(above, elsewhere);
            });
    assertThat(result.err()).isEqualTo("got: " + above + ": is not the directory that was there\n");
    assertThat(result.status()).isEqualTo(3);
    assertThat(elsewhere.toFile().list()).containsExactly("mine");
    // Held open, it is found wherever it is now.
    assertThat(away).isEmptyDirectory();
  }

  @ParameterizedTest
  @EnumSource
  void emptyDirectoryThatIsRemovedIsMissed(Moment moment) throws Exception {
    refused(
        changed(moment, true, () -> Files.delete(target)), "is not the directory that was there");
    assertThat(target).doesNotExist();
    nothingHappenedElsewhere();
  }

  @ParameterizedTest
  @EnumSource
  void emptyDirectoryThatBecomesALinkIsNotFollowed(Moment moment) throws Exception {
    Files.delete(elsewhere.resolve("mine"));
    Result result =
        changed(
            moment,
            true,
            () -> {
              Files.delete(target);
              Files.createSymbolicLink(target, elsewhere);
            });
    refused(result, "is not the directory that was there");
    assertThat(elsewhere).isEmptyDirectory();
    assertThat(hidden(above)).isEmpty();
  }

  @Test
  void whatIsPutIntoTheEmptyDirectoryStays() throws Exception {
    Map<String, String> theirs = Map.of("rw-r--r-- config", "theirs", "rwxr-xr-x /", "");
    Result result =
        changed(
            Moment.ALMOST_DONE,
            true,
            () -> {
              Path config = Files.writeString(target.resolve("config"), "theirs");
              Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-r--r--"));
            });
    refused(result, "file exists");
    assertThat(FileTree.snapshot(target)).isEqualTo(theirs);
    nothingHappenedElsewhere();
  }
}
