package got.packaging.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.StraceLog.Call;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * SIGKILL at the system calls of a fetch that name a file or wait for the disk: the repository is
 * complete, each reference has its old value or its new one, and all have the old ones before the
 * first rename. Once the locks that are left are removed, the next fetch does the rest. With the
 * property {@code got.kill=all} at every call; otherwise at every fourth one that publishes, and at
 * some of the others.
 */
class FetchKillTest extends ChangedServerFixture {
  private static final int KILLED = 128 + 9;
  private static final int SOME = 2;

  private boolean lockSeen;

  @Test
  void leavesACompleteRepository() throws Exception {
    Path whole = server.mirror(work.resolve("whole.git"));
    List<Call> calls = strace.record(ChangedServer.words(whole));
    assertThat(ChangedServer.refs(whole)).isEqualTo(server.after());
    assertThat(ChangedServer.temporary(whole)).isEmpty();
    List<Call> points = points(calls, whole);
    List<Call> missed = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      Call call = points.get(i);
      Path mirror = server.mirror(work.resolve("killed" + i + ".git"));
      Result result = strace.kill(call, ChangedServer.words(mirror));
      String what = call + ": " + result;
      GotProcess.assertNoneRuns();
      assertThat(result.status()).as(what).isIn(0, KILLED);
      if (result.status() == 0) {
        missed.add(call);
      }
      ChangedServer.requireComplete(mirror, what);
      server.requireOldOrNew(mirror, what);
      recovers(mirror, what);
    }
    // A virtual machine does not make the same calls every time.
    assertThat(missed).hasSizeLessThanOrEqualTo(points.size() / 5);
  }

  /** The next fetch names a lock that is left; without locks it makes the mirror a mirror again. */
  private void recovers(Path mirror, String what) throws Exception {
    List<Path> locks =
        ChangedServer.temporary(mirror).stream()
            .filter(p -> p.toString().endsWith("lock"))
            .toList();
    if (!locks.isEmpty() && !lockSeen) {
      lockSeen = true;
      Map<String, String> refs = ChangedServer.refs(mirror);
      Result refused = GotProcess.run(work, ChangedServer.words(mirror));
      assertThat(refused.status()).as(what).isEqualTo(1);
      assertThat(refused.complaints().getFirst())
          .as(what)
          .isIn(locks.stream().map(lock -> "got: locked by another process: " + lock).toList());
      assertThat(ChangedServer.refs(mirror)).as(what).isEqualTo(refs);
    }
    for (Path lock : locks) {
      Files.delete(lock);
    }
    Result again = GotProcess.run(work, ChangedServer.words(mirror));
    assertThat(again).as(what).isEqualTo(new Result(0, "", ""));
    assertThat(ChangedServer.refs(mirror)).as(what).isEqualTo(server.after());
    ChangedServer.requireComplete(mirror, what);
  }

  /** Calls of the thread that changes the repository, from its first change on. */
  private static List<Call> points(List<Call> calls, Path mirror) {
    Call last = calls.stream().filter(c -> c.kind().equals("rename")).toList().getLast();
    List<Call> own =
        calls.stream()
            .filter(c -> c.thread() == last.thread() && !c.name().matches("read|write"))
            .dropWhile(c -> !c.creates() || !c.paths().getFirst().startsWith(mirror.toString()))
            .toList();
    if (System.getProperty("got.kill", "").equals("all")) {
      return own;
    }
    Set<Call> points = new LinkedHashSet<>();
    for (int i = 0; i < SOME; i++) {
      points.add(own.get(own.size() * i / SOME));
    }
    List<Call> publishing = own.stream().filter(c -> c.kind().matches("rename|unlink")).toList();
    for (int i = 1; i < publishing.size(); i += 4) {
      points.add(publishing.get(i));
    }
    return List.copyOf(points);
  }
}
