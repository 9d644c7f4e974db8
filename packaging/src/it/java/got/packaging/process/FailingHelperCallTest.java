package got.packaging.process;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.FileTree;
import got.packaging.support.GitDaemon;
import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Launch;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.Strace.Fault;
import got.packaging.support.StraceLog.Call;
import got.packaging.support.TestRepositories;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The system refuses one call of a helper on what it was handed: got says so in one line, and
 * leaves nothing. With the property {@code got.fail=all} up to {@link #MOST} calls of a kind with
 * each of its errors, otherwise each error at one of them.
 */
class FailingHelperCallTest {
  /** How many calls of a kind are tried at most, spread over all. */
  private static final int MOST = 60;

  /** Of a busy machine, where a whole pack may arrive at once. */
  private static final int MOST_IN_VAIN = 12;

  /** So many calls of a kind precede the program itself in its first thread, where all count. */
  private static final int THE_LOADERS = 3;

  @TempDir Path work;
  @TempDir Path served;
  @TempDir Path scratch;
  private GitDaemon daemon;
  private TracedTree tree;
  private int runs;

  /**
   * What a helper does with what it was handed.
   *
   * @param handed the descriptor that strace shows, as a regular expression
   * @param complaints what is said if it cannot, by error
   */
  record Use(
      String helper, String call, String handed, Map<String, String> complaints, int status) {
    boolean isMadeBy(Call made) {
      return made.name().equals(call) && made.arguments().matches("(?s)\\d+<" + handed + ">.*");
    }

    @Override
    public String toString() {
      return helper + ": " + call + " " + handed;
    }
  }

  static Stream<Use> uses() {
    return Stream.of(
        new Use(
            GotProcess.INDEX_PACK,
            "write",
            "/[^>]*/tmp_(?:pack|idx)",
            Map.of(
                "ENOSPC", "writing failed: no space left on device",
                "EDQUOT", "writing failed: disk quota exceeded",
                "EIO", "writing failed: input/output error"),
            3),
        new Use(
            GotProcess.INDEX_PACK,
            "pread64",
            "/[^>]*/tmp_pack",
            Map.of("EIO", "got-index-pack: reading failed: input/output error"),
            7),
        new Use(
            GotProcess.INDEX_PACK,
            "read",
            "pipe:[^>]*",
            Map.of("EIO", "got-index-pack: reading failed: input/output error"),
            7),
        new Use(
            GotProcess.FETCH_PACK,
            "read",
            "socket:[^>]*",
            Map.of(
                "ECONNRESET", "reading from the server failed: connection reset by peer",
                "EIO", "reading from the server failed: input/output error"),
            4));
  }

  @BeforeEach
  void serve() throws Exception {
    new TestRepositories(served).largeWithDelta("large.git");
    daemon = GitDaemon.start(served);
    tree = new TracedTree(scratch.resolve("tree"), scratch.resolve("calls"));
  }

  @AfterEach
  void end() throws Exception {
    daemon.close();
    GotProcess.assertNoneRuns();
  }

  private Result run(Use use, String directory, String... options) throws Exception {
    List<String> all = new ArrayList<>(List.of("-e", "trace=" + use.call()));
    all.addAll(List.of(options));
    tree.trace(use.helper(), all);
    return Launch.in(work)
        .program(tree.got())
        .run("clone", "-q", "--unconfined", daemon.url("large.git"), directory);
  }

  @ParameterizedTest
  @MethodSource("uses")
  void callThatFailsLeavesNothingAndSaysWhy(Use use) throws Exception {
    assertThat(run(use, "whole.git").status()).isZero();
    List<Call> calls =
        tree.calls().stream()
            .filter(use::isMadeBy)
            .filter(call -> call.nth() > THE_LOADERS)
            .toList();
    assertThat(calls).isNotEmpty();
    Map<String, String> before = FileTree.snapshot(work);
    boolean all = System.getProperty("got.fail", "").equals("all");
    List<String> errors = use.complaints().keySet().stream().sorted().toList();
    for (int i = 0; i < errors.size(); i++) {
      int points = all ? Math.min(calls.size(), MOST) : 1;
      for (int k = 0; k < points; k++) {
        int at = (i + k * errors.size()) * calls.size() / (points * errors.size());
        // How much arrives at once is not the same every time: there may be fewer calls now.
        int runsInVain = 0;
        while (!fails(use, calls.get(at), errors.get(i), before)) {
          runsInVain++;
          assertThat(runsInVain).isLessThan(MOST_IN_VAIN);
          at /= 2;
        }
      }
    }
  }

  /**
   * @return false if there was no such call this time
   */
  private boolean fails(Use use, Call call, String error, Map<String, String> before)
      throws Exception {
    runs++;
    Result result = run(use, "it.git", "-e", Fault.of(call, error).option());
    String what = error + " at " + call + "\n" + result;
    if (tree.failed().stream().noneMatch(use::isMadeBy)) {
      assertThat(result.status()).as(what).isZero();
      Files.move(work.resolve("it.git"), scratch.resolve("whole" + runs));
      return false;
    }
    assertThat(result.complaints())
        .filteredOn(line -> !line.startsWith("got: warning: --unconfined"))
        .as(what)
        .containsExactly("got: " + use.complaints().get(error));
    assertThat(result.err().lines()).as(what).allMatch(line -> line.startsWith("got: "));
    assertThat(result.status()).as(what).isEqualTo(use.status());
    assertThat(FileTree.snapshot(work)).as(what).isEqualTo(before);
    return true;
  }
}
