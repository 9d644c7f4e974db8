package got.packaging.clone;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.GitDaemon;
import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said about command lines; none of these contacts anybody. */
class CommandLineTest {
  private static final String USAGE = "usage: got [-hV] command [arg ...]\n";
  private static final String CLONE_USAGE =
      "usage: got clone [-almqv] [-b branch] [-i identity-file] [-J jumphost] [-R reference]"
          + " repository-URL [directory]\n";

  @TempDir Path work;

  @AfterEach
  void nothingIsMade() {
    assertThat(work).isEmptyDirectory();
  }

  private Result got(String line) throws Exception {
    return GotProcess.run(work, line.isEmpty() ? new String[0] : line.split(" ", -1));
  }

  @Test
  void helpAndVersionAreOnStandardOutput() throws Exception {
    assertThat(got("-V").out()).matches("got [0-9.]+\n");
    assertThat(got("-h")).isEqualTo(new Result(0, USAGE + "commands: clone, fetch\n", ""));
    assertThat(got("-h clone").out())
        .startsWith(CLONE_USAGE + "  -a, --all  ")
        .contains("\n      --unconfined  ");
  }

  @Test
  void wrongCommandsGetTheUsageOnStandardError() throws Exception {
    assertThat(got("")).isEqualTo(new Result(2, "", "got: no command given\n" + USAGE));
    assertThat(got("pull")).isEqualTo(new Result(2, "", "got: unknown command: pull\n" + USAGE));
    assertThat(got("cl -z"))
        .isEqualTo(new Result(2, "", "got: unknown option: -z\n" + CLONE_USAGE));
    assertThat(got("clone"))
        .isEqualTo(new Result(2, "", "got: no repository-URL given\n" + CLONE_USAGE));
  }

  @ParameterizedTest
  @CsvSource({
    "-a -b x,-a and -b",
    "-l -a,-l and -a",
    "-lb x,-l and -b",
    "-lm,-l and -m",
    "-lR x,-l and -R"
  })
  void optionsThatExcludeOneAnotherAreTold(String options, String pair) throws Exception {
    assertThat(got("clone " + options + " git://127.0.0.1/x"))
        .isEqualTo(new Result(2, "", "got: " + pair + " options are mutually exclusive\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cl --all --mirror --quiet --verbose --reference x",
        "clone -amqv -R x",
        "clone --branch x --json",
        "clone --list",
        "clone --connect-timeout 1 --timeout 1 --max-time 9"
      })
  void everyAliasIsKnown(String line) throws Exception {
    // Nobody listens there, and that comes after the options.
    Result result = got(line + " git://127.0.0.1:" + GitDaemon.freePort() + "/x");
    assertThat(result.status()).as(result.err()).isEqualTo(4);
  }
}
