package got.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import got.cli.process.SlowlyEnding.Way;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignalsTest {
  private static final long PROMPTLY_SECONDS = 60;

  /** What the launcher does for SIGQUIT. */
  private static final String LAUNCHER = "exec 3<>/dev/null; exec \"$@\"";

  private Process process;
  private BufferedReader out;

  /**
   * @param signals an option of env(1)
   */
  private void start(String signals, Way way) throws Exception {
    List<String> command = new ArrayList<>(List.of("env", signals, "sh", "-c", LAUNCHER, "sh"));
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.add("-XX:+DisplayVMOutputToStderr");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Dgot.quit=" + (signals.contains("ignore-signal=QUIT") ? "ignore" : "end"));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(SlowlyEnding.class.getName());
    command.add(way.name());
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    out = process.inputReader(StandardCharsets.UTF_8);
    assertThat(out.readLine()).isEqualTo("ready");
  }

  private void start(Way way) throws Exception {
    start("--default-signal", way);
  }

  private void kill(String signal) throws Exception {
    Process kill =
        new ProcessBuilder("sh", "-c", "kill -s " + signal + " " + process.pid()).start();
    assertThat(kill.waitFor()).isZero();
  }

  private void assertEnds(int status) throws Exception {
    assertThat(process.waitFor(PROMPTLY_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(status);
  }

  @AfterEach
  void end() {
    process.destroyForcibly();
    process.onExit().join();
  }

  @ParameterizedTest
  @CsvSource({
    "INT, TERM, 143", "TERM, INT, 130", "HUP, HUP, 129", "QUIT, TERM, 143", "TERM, QUIT, 131",
    "QUIT, QUIT, 131", "USR1, USR2, 140", "ALRM, USR1, 138", "XCPU, VTALRM, 154", "PROF, XCPU, 152",
  })
  void theFirstCleansUpTheSecondEndsItAtOnce(String first, String second, int status)
      throws Exception {
    start(Way.STILL);
    kill(first);
    assertThat(out.readLine()).isEqualTo("cleaning");
    assertThat(process.waitFor(200, TimeUnit.MILLISECONDS)).isFalse();
    kill(second);
    assertEnds(status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"HUP", "QUIT", "USR1"})
  void oneThatIsIgnoredStaysIgnored(String signal) throws Exception {
    start("--ignore-signal=" + signal, Way.STILL);
    kill(signal);
    assertThat(process.waitFor(300, TimeUnit.MILLISECONDS)).isFalse();
    kill("TERM");
    assertThat(out.readLine()).isEqualTo("cleaning");
  }

  @Test
  void cleaningUpThatStandsStillIsGivenUp() throws Exception {
    start(Way.STILL);
    kill("TERM");
    assertEnds(143);
  }

  @Test
  void cleaningUpThatGetsOnIsNot() throws Exception {
    start(Way.STEPS);
    kill("TERM");
    assertEnds(143);
    assertThat(out.lines()).hasSize(12).endsWith("step 11");
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143", "QUIT, 131"})
  void whatFailsIsTriedAgainAndTheRestDone(String signal, int status) throws Exception {
    start(Way.FAILING);
    kill(signal);
    assertEnds(status);
    assertThat(out.lines()).containsExactly("failing", "cleaned", "failing");
  }
}
