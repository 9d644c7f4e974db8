package got.packaging.server;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.GitDaemon;
import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that speak the old protocol, and say what they should not; nothing is left of it. */
class HostileAnswerTest {
  private static final String ID = "1".repeat(40);
  private static final String END = "0000";

  @TempDir Path work;

  @AfterEach
  void nothingIsLeft() throws Exception {
    GotProcess.assertNoneRuns();
    assertThat(work).isEmptyDirectory();
  }

  private Result got(String answer, String... options) throws Exception {
    try (ScriptedServer server = new ScriptedServer(answer)) {
      String[] words = new String[options.length + 3];
      words[0] = "clone";
      words[1] = "-q";
      System.arraycopy(options, 0, words, 2, options.length);
      words[words.length - 1] = GitDaemon.url(server.port(), "x.git");
      return GotProcess.run(work, words);
    }
  }

  private static String first(String name) {
    return ScriptedServer.packet(ID + " " + name + "\0side-band-64k ofs-delta\n");
  }

  private static String more(String name) {
    return ScriptedServer.packet(ID + " " + name + "\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "refs/heads/../../x",
        "refs/../a\u001b[2Jb",
        "refs/heads//x",
        "refs/heads/./x",
        "../x",
        "config"
      })
  void namesThatCannotBeAreRefusedBeforeAnythingIsFetched(String name) throws Exception {
    Result result = got(first("refs/heads/main") + more(name) + END);

    assertThat(result.status()).as(result.err()).isEqualTo(5);
    assertThat(result.err()).startsWith("got: ").doesNotContain("\u001b");
    assertThat(result.err().lines()).hasSize(1);
    assertThat(result.out()).isEmpty();
  }

  @Test
  void namesThatExcludeOneAnotherAreRefused() throws Exception {
    assertThat(got(first("refs/heads/main") + more("refs/heads/main/x") + END, "-a"))
        .isEqualTo(
            new Result(
                5,
                "",
                "got: references exclude one another: refs/heads/main and refs/heads/main/x\n"));
  }

  @Test
  void textIsCleanedInTheListToo() throws Exception {
    Result result = got(first("refs/heads/\u202egnp\u0085.exe") + END, "-l");

    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.out()).isEqualTo("refs/heads/\\u{202e}gnp\\x85.exe: " + ID + "\n");
  }

  @Test
  void wordsBesideThePackAreCleanedAndKeptInOneLineEach() throws Exception {
    String text = "one\u001b]0;owned\u0007\ntwo\u202e\u009b31m\n";
    try (ScriptedServer server =
        new ScriptedServer(
            first("refs/heads/main")
                + END
                + ScriptedServer.packet("NAK\n")
                + ScriptedServer.packet("\u0002" + text))) {
      Result result = GotProcess.run(work, "clone", GitDaemon.url(server.port(), "x.git"));

      assertThat(result.status()).isEqualTo(4);
      assertThat(result.err().lines())
          .startsWith("server: one\\x1b]0;owned\\x07", "server: two\\u{202e}\\x9b31m");
    }
  }

  @Test
  void repositoryThatIsShallowIsRefused() throws Exception {
    Result result =
        got(first("refs/heads/main") + ScriptedServer.packet("shallow " + ID + "\n") + END);

    assertThat(result.status()).as(result.err()).isEqualTo(5);
    assertThat(result.err()).contains("shallow");
  }
}
