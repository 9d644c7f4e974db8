package got.packaging.clone;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.proc.QuietClock;
import got.packaging.support.FileTree;
import got.packaging.support.GitDaemon;
import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.Strace;
import got.packaging.support.Strace.Fault;
import got.packaging.support.StraceLog;
import got.packaging.support.StraceLog.Call;
import got.packaging.support.TestRepositories;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The system refuses one call of the thread that makes the repository: status 3, one line that says
 * why, and a directory as before. With the property {@code got.fail=all} each call with each of its
 * errors; otherwise each kind of call with each of its errors, at one place.
 */
class FailingCallTest {
  private static final int DESTINATION = 3;
  private static final long PROMPTLY_MILLIS = 20_000;

  /** What strerror(3) says, as a regular expression. */
  private static final Map<String, String> WORDS =
      Map.of(
          "ENOSPC", "no space left on device",
          "EDQUOT", "disk quota exceeded",
          "EIO", "input/output error",
          "EMFILE", "too many open files",
          "EROFS", "read-only file system",
          "EACCES", "permission denied");

  private static final List<String> NEW_ENTRY =
      List.of("ENOSPC", "EDQUOT", "EIO", "EROFS", "EACCES");

  /** Errors of each kind of call. */
  private static final Map<String, List<String>> ERRORS =
      Map.of(
          "create", List.of("ENOSPC", "EDQUOT", "EIO", "EMFILE", "EROFS", "EACCES"),
          "open", List.of("EMFILE", "EIO", "EACCES"),
          "read", List.of("EIO"),
          "write", List.of("ENOSPC", "EDQUOT", "EIO"),
          "fsync", List.of("ENOSPC", "EDQUOT", "EIO"),
          "mkdir", NEW_ENTRY,
          "rename", NEW_ENTRY,
          "chmod", List.of("EIO", "EROFS"),
          "unlink", List.of("EIO", "EROFS"),
          "rmdir", List.of("EIO"));

  @TempDir Path work;
  @TempDir Path served;
  @TempDir Path scratch;
  private GitDaemon daemon;
  private Strace strace;
  private int runs;

  @BeforeEach
  void serve() throws Exception {
    TestRepositories repositories = new TestRepositories(served);
    repositories.normal("small.git");
    repositories.empty("empty.git");
    daemon = GitDaemon.start(served);
    strace = new Strace(scratch, work);
  }

  @AfterEach
  void end() throws Exception {
    daemon.close();
    GotProcess.assertNoneRuns();
  }

  /** Where a repository goes to: {@code name} below a directory of this run's own. */
  private record Place(Path directory, String name, boolean exists) {
    Path target() {
      return directory.resolve(name);
    }
  }

  private Place place(String name, boolean exists) throws Exception {
    Place place = new Place(Files.createDirectory(work.resolve("run" + runs++)), name, exists);
    if (exists) {
      Files.createDirectory(place.target());
    }
    return place;
  }

  private String[] words(String repository, Place place) {
    return new String[] {"clone", "-q", daemon.url(repository), place.target().toString()};
  }

  @Test
  void leavesNothingAndSaysWhy() throws Exception {
    failsAt("small.git", "a/b/it.git", false, "");
  }

  @Test
  void leavesADirectoryThatWasThereEmpty() throws Exception {
    failsAt("small.git", "it.git", true, "rename");
  }

  @Test
  void leavesNothingOfAnEmptyRepository() throws Exception {
    failsAt("empty.git", "it.git", false, "unlink");
  }

  /**
   * @param kind in a sample: of call; all of them if empty
   */
  private void failsAt(String repository, String name, boolean exists, String kind)
      throws Exception {
    Place whole = place(name, exists);
    List<Call> calls = strace.record(words(repository, whole));
    Map<String, List<Call>> kinds = StraceLog.below(whole.directory(), calls, ERRORS.keySet());
    Map<String, String> expected = FileTree.snapshot(whole.target());
    boolean all = System.getProperty("got.fail", "").equals("all");
    if (!all && !kind.isEmpty()) {
      kinds.keySet().retainAll(List.of(kind));
    }
    assertThat(kinds).isNotEmpty();
    int tried = 0;
    List<String> missed = new ArrayList<>();
    for (Map.Entry<String, List<Call>> entry : kinds.entrySet()) {
      List<String> errors = requireNonNull(ERRORS.get(entry.getKey()));
      List<Call> points = entry.getValue();
      for (int i = 0; i < errors.size(); i++) {
        List<Call> chosen = all ? points : List.of(points.get(i * points.size() / errors.size()));
        for (Call call : chosen) {
          tried++;
          if (!fails(call, errors.get(i), repository, place(name, exists), expected)) {
            missed.add(errors.get(i) + " at " + call);
          }
        }
      }
    }
    // A virtual machine does not make the same calls every time.
    assertThat(missed).hasSizeLessThanOrEqualTo(tried / 10);
  }

  /**
   * @return false if another call than this one failed, or none
   */
  private boolean fails(
      Call call, String error, String repository, Place place, Map<String, String> expected)
      throws Exception {
    Map<String, String> before = FileTree.snapshot(place.directory());
    QuietClock clock = QuietClock.start();
    Result result = strace.fail(List.of(Fault.of(call, error)), words(repository, place));
    String what = error + " at " + call + "\n" + result;
    assertThat(clock.millis()).as(what).isLessThan(PROMPTLY_MILLIS);
    GotProcess.assertNoneRuns();
    if (result.status() == 0) {
      assertThat(FileTree.snapshot(place.target())).as(what).isEqualTo(expected);
    } else {
      assertThat(FileTree.snapshot(place.directory())).as(what).isEqualTo(before);
    }
    boolean hit =
        strace.failed().stream()
            .flatMap(c -> c.paths().stream())
            .anyMatch(path -> path.startsWith(place.directory() + "/"));
    if (hit) {
      assertThat(result.err()).as(what).matches("got: .*: " + WORDS.get(error) + "\n");
      assertThat(result.out()).as(what).isEmpty();
      assertThat(result.status()).as(what).isEqualTo(DESTINATION);
    }
    return hit;
  }
}
