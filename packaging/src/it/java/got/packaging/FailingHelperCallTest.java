package got.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.GotProcess.Launch;
import got.packaging.GotProcess.Result;
import got.packaging.Strace.Fault;
import got.packaging.StraceLog.Call;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The system refuses one call of got-index-pack on the pack or the index: got says so in one line,
 * and leaves nothing. With the property {@code got.fail=all} each call with each of its errors,
 * otherwise each error at one of them.
 */
class FailingHelperCallTest {
  private static final Map<String, String> WRITING =
      Map.of(
          "ENOSPC", "writing failed: no space left on device",
          "EDQUOT", "writing failed: disk quota exceeded",
          "EIO", "writing failed: input/output error");

  @TempDir Path work;
  @TempDir Path served;
  @TempDir Path scratch;
  private GitDaemon daemon;
  private TracedTree tree;

  @BeforeEach
  void serve() throws Exception {
    new TestRepositories(served).normal("small.git");
    daemon = GitDaemon.start(served);
    tree = new TracedTree(scratch.resolve("tree"), scratch.resolve("calls"));
  }

  @AfterEach
  void end() {
    daemon.close();
  }

  private Result run(String directory, List<String> options) throws Exception {
    tree.trace(GotProcess.INDEX_PACK, options);
    return Launch.in(work)
        .program(tree.got())
        .run("clone", "-q", "--unconfined", daemon.url("small.git"), directory);
  }

  @Test
  void writingThatFailsLeavesNothingAndSaysWhy() throws Exception {
    assertThat(run("whole.git", List.of("-e", "trace=write")).status()).isZero();
    List<Call> writes =
        tree.calls().stream().filter(c -> c.paths().stream().anyMatch(this::isOurs)).toList();
    assertThat(writes).hasSizeGreaterThanOrEqualTo(WRITING.size());
    Map<String, String> before = FileTree.snapshot(work);
    boolean all = System.getProperty("got.fail", "").equals("all");
    List<String> errors = WRITING.keySet().stream().sorted().toList();
    for (int i = 0; i < errors.size(); i++) {
      List<Call> chosen =
          all ? writes : List.of(writes.get(i * (writes.size() - 1) / (errors.size() - 1)));
      for (Call call : chosen) {
        fails(call, errors.get(i), before);
      }
    }
  }

  private boolean isOurs(String path) {
    return path.startsWith(work + "/");
  }

  private void fails(Call call, String error, Map<String, String> before) throws Exception {
    Result result =
        run("it.git", List.of("-e", "trace=write", "-e", Fault.of(call, error).option()));
    String what = error + " at " + call + "\n" + result;
    assertThat(tree.failed()).as(what).anyMatch(c -> c.paths().stream().anyMatch(this::isOurs));
    assertThat(result.complaints())
        .filteredOn(line -> !line.startsWith("got: warning: --unconfined"))
        .as(what)
        .containsExactly("got: " + WRITING.get(error));
    assertThat(result.err().lines()).as(what).allMatch(line -> line.startsWith("got: "));
    assertThat(result.status()).as(what).isEqualTo(3);
    assertThat(FileTree.snapshot(work)).as(what).isEqualTo(before);
  }
}
