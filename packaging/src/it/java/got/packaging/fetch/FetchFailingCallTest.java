package got.packaging.fetch;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.Strace.Fault;
import got.packaging.support.StraceLog;
import got.packaging.support.StraceLog.Call;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The system refuses one call of the thread that changes the repository: one line says why, the
 * references are all old or all new, nothing temporary is left that got does not name, and the next
 * fetch does the rest. With the property {@code got.fail=all} each call with each of its errors;
 * otherwise each kind of call at one place or some.
 */
class FetchFailingCallTest extends ChangedServerFixture {
  private static final Map<String, String> WORDS =
      Map.of(
          "ENOSPC", "no space left on device",
          "EIO", "input/output error",
          "EROFS", "read-only file system",
          "EACCES", "permission denied");

  private static final List<String> NEW_ENTRY = List.of("ENOSPC", "EROFS", "EIO", "EACCES");

  /** Errors of each kind of call. */
  private static final Map<String, List<String>> ERRORS =
      Map.of(
          "create", NEW_ENTRY,
          "open", List.of("EIO", "EACCES"),
          "read", List.of("EIO"),
          "write", List.of("ENOSPC", "EIO"),
          "fsync", List.of("EIO", "ENOSPC"),
          "mkdir", NEW_ENTRY,
          "rename", NEW_ENTRY,
          "unlink", List.of("EIO", "EROFS"),
          "rmdir", List.of("EIO"));

  /** Of other kinds, one place. */
  private static final Map<String, Integer> PLACES = Map.of("rename", 3, "unlink", 2);

  private int runs;

  @Test
  void leavesTheOldStateOrTheNew() throws Exception {
    Path whole = server.mirror(work.resolve("whole.git"));
    Map<String, List<Call>> kinds =
        StraceLog.below(whole, strace.record(ChangedServer.words(whole)), ERRORS.keySet());
    assertThat(kinds.keySet()).contains("create", "write", "fsync", "rename", "unlink");
    boolean all = System.getProperty("got.fail", "").equals("all");
    int tried = 0;
    List<String> missed = new ArrayList<>();
    for (Map.Entry<String, List<Call>> entry : kinds.entrySet()) {
      List<Call> points = entry.getValue();
      List<String> errors = requireNonNull(ERRORS.get(entry.getKey()));
      int count = all ? points.size() * errors.size() : PLACES.getOrDefault(entry.getKey(), 1);
      for (int i = 0; i < count; i++) {
        // The last ones: reading comes first, and fails before anything has changed.
        Call call = points.get(points.size() - 1 - i * points.size() / count);
        String error = errors.get(i % errors.size());
        tried++;
        if (!fails(call, error, server.mirror(work.resolve("run" + runs++ + ".git")))) {
          missed.add(error + " at " + call);
        }
      }
    }
    // A virtual machine does not make the same calls every time.
    assertThat(missed).hasSizeLessThanOrEqualTo(tried / 5);
  }

  /**
   * @return false if another call than this one failed, or none
   */
  private boolean fails(Call call, String error, Path mirror) throws Exception {
    Result result = strace.fail(List.of(Fault.of(call, error)), ChangedServer.words(mirror));
    String what = error + " at " + call + "\n" + result;
    GotProcess.assertNoneRuns();
    List<String> hit =
        strace.failed().stream()
            .flatMap(c -> c.paths().stream())
            .filter(path -> path.startsWith(mirror + "/"))
            .toList();
    assertThat(result.out()).as(what).isEmpty();
    // A directory without references that cannot be removed is in nobody's way.
    if (!hit.isEmpty() && !call.kind().equals("rmdir")) {
      assertThat(result.complaints()).as(what).isNotEmpty();
      assertThat(result.complaints().getFirst()).as(what).endsWith(": " + WORDS.get(error));
      assertThat(result.status()).as(what).isIn(0, 1, 3);
    }
    ChangedServer.requireComplete(mirror, what);
    server.requireOldOrNew(mirror, what);
    if (!changing(result)) {
      assertThat(ChangedServer.refs(mirror)).as(what).isIn(server.before(), server.after());
    }
    if (result.status() == 0) {
      assertThat(ChangedServer.refs(mirror)).as(what).isEqualTo(server.after());
    }
    for (Path left : ChangedServer.temporary(mirror)) {
      assertThat(result.err()).as(what).contains("left behind: " + left);
      Files.delete(left);
    }
    assertNoHalfPack(mirror, what);
    Result again = GotProcess.run(work, ChangedServer.words(mirror));
    assertThat(again).as(what).isEqualTo(new Result(0, "", ""));
    assertThat(ChangedServer.refs(mirror)).as(what).isEqualTo(server.after());
    ChangedServer.requireComplete(mirror, what);
    assertThat(ChangedServer.temporary(mirror)).as(what).isEmpty();
    return !hit.isEmpty();
  }

  /** got says that it failed among the references. */
  private static boolean changing(Result result) {
    return result.err().contains("got: hint: some references are changed");
  }

  private static void assertNoHalfPack(Path mirror, String what) throws Exception {
    try (var files = Files.newDirectoryStream(mirror.resolve("objects/pack"), "*.pack")) {
      for (Path pack : files) {
        String index = pack.toString().replaceAll("pack$", "idx");
        assertThat(Path.of(index)).as(what).exists();
      }
    }
  }
}
