package got.packaging.server;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.specimens.SpecimenHistory;
import got.packaging.support.ClonedRepository;
import got.packaging.support.Git;
import got.packaging.support.GitDaemon;
import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Result;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that are good but for references, whose names git refuses, and what HEAD points to. */
class LeftOutNamesTest {
  private static final String LEFT_OUT = "got: warning: left out ";
  private static final String REFUSED = " with a name that git refuses: ";

  @TempDir Path work;
  private final SpecimenHistory history = new SpecimenHistory();
  private final String tip = history.commit(history.tree("100644", "x", history.blob("x")));
  private ClonedRepository clone;

  @BeforeEach
  void target() {
    clone = new ClonedRepository(work.resolve("x.git"));
  }

  @AfterEach
  void nothingRuns() throws Exception {
    GotProcess.assertNoneRuns();
  }

  private Result got(ServerWords words, String... options) throws Exception {
    try (ScriptedServer server = new ScriptedServer(ScriptedServer.saying(words.bytes()))) {
      String[] all = new String[options.length + 3];
      all[0] = "clone";
      all[1] = "-q";
      System.arraycopy(options, 0, all, 2, options.length);
      all[all.length - 1] = GitDaemon.url(server.port(), "x.git");
      return GotProcess.run(work, all);
    }
  }

  private ServerWords list(String headsTarget, String... names) {
    ServerWords words = ServerWords.version2().line(tip + " HEAD" + headsTarget);
    for (String name : names) {
      words.line(tip + " " + name);
    }
    return words.flush();
  }

  private ServerWords bad() {
    return list(
        " symref-target:refs/heads/main",
        "refs/changes/e..f",
        "refs/heads/a..b",
        "refs/heads/c\u001b[2J",
        "refs/heads/main",
        "refs/tags/d.lock",
        "refs/tags/v1~");
  }

  @Test
  void theyAreLeftOutWithOneWarning() throws Exception {
    Result result = got(bad().packfile(history.packWithout()), "-a");

    String names = "refs/heads/a..b, refs/heads/c\\x1b[2J, refs/tags/d.lock and 1 more";
    assertThat(result)
        .isEqualTo(new Result(0, "", LEFT_OUT + "4 references" + REFUSED + names + "\n"));
    assertThat(clone.refs()).containsOnlyKeys("refs/heads/main", "refs/remotes/origin/main");
    assertThat(Git.run(clone.path(), "fsck", "--strict")).isEmpty();
  }

  @Test
  void theListIsOnStandardOutputAndTheWarningIsNot() throws Exception {
    Result result = got(bad(), "-l");

    assertThat(result.out())
        .isEqualTo("HEAD: refs/heads/main\nrefs/heads/main: %s\n".formatted(tip));
    assertThat(result.err()).startsWith(LEFT_OUT + "5 references" + REFUSED).hasLineCount(1);
    assertThat(result.status()).isZero();
    assertThat(got(bad(), "-l", "--json").out())
        .startsWith("{\"type\":\"warning\",\"text\":\"left out 5 references")
        .endsWith("{\"type\":\"done\"}\n");
    assertThat(work).isEmptyDirectory();
  }

  @Test
  void oneThatWasAskedForIsAnError() throws Exception {
    assertThat(got(bad(), "-R", "changes"))
        .isEqualTo(
            new Result(5, "", "got: reference has a name that git refuses: refs/changes/e..f\n"));
    assertThat(got(bad(), "-b", "a..b").status()).isEqualTo(2);
    assertThat(work).isEmptyDirectory();
  }

  @Test
  void branchOfHeadIsLeftOutAndAnotherOneIsThere() throws Exception {
    ServerWords words =
        list(" symref-target:refs/heads/a..b", "refs/heads/a..b", "refs/heads/main");
    Result result = got(words.packfile(history.packWithout()));

    assertThat(result)
        .isEqualTo(new Result(0, "", LEFT_OUT + "1 reference" + REFUSED + "refs/heads/a..b\n"));
    assertThat(clone.text("HEAD")).isEqualTo("ref: refs/heads/main\n");
  }

  @Test
  void onlyBranchIsLeftOutAndItsCommitKept() throws Exception {
    ServerWords words = list(" symref-target:refs/heads/a..b", "refs/heads/a..b");
    Result result = got(words.packfile(history.packWithout()));

    assertThat(result.status()).as(result.err()).isZero();
    assertThat(clone.text("HEAD")).isEqualTo(tip + "\n");
  }

  private Result old(String symrefs, String... names) throws Exception {
    ServerWords words = new ServerWords().line(tip + " HEAD\0" + symrefs);
    for (String name : names) {
      words.line(tip + " " + name);
    }
    String pack = new String(history.packWithout(), StandardCharsets.ISO_8859_1);
    return got(words.flush().line("NAK").raw(pack));
  }

  @Test
  void oldServerHasThemToo() throws Exception {
    String tag = "refs/tags/v1..0";
    Result result = old("symref=HEAD:refs/heads/a..b", "refs/heads/main", tag, tag + "^{}");

    assertThat(result)
        .isEqualTo(
            new Result(
                0, "", LEFT_OUT + "2 references" + REFUSED + "refs/heads/a..b, " + tag + "\n"));
    assertThat(clone.text("HEAD")).isEqualTo("ref: refs/heads/main\n");
    assertThat(clone.refs()).containsOnlyKeys("refs/heads/main", "refs/remotes/origin/main");
  }

  /** git takes any of the targets; with two, got(1) takes the first branch at HEAD's commit. */
  @Test
  void headWithTwoTargetsIsTheFirstBranchAtItsCommit() throws Exception {
    Result result =
        old(
            "symref=HEAD:refs/heads/main symref=HEAD:refs/heads/z",
            "refs/heads/main",
            "refs/heads/between",
            "refs/heads/z");

    assertThat(result).isEqualTo(new Result(0, "", ""));
    assertThat(clone.text("HEAD")).isEqualTo("ref: refs/heads/between\n");
    assertThat(clone.refs()).containsOnlyKeys("refs/heads/between", "refs/remotes/origin/between");
  }
}
