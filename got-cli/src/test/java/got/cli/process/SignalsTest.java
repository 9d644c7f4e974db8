package got.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignalsTest {
  private Process process;
  private BufferedReader out;

  @BeforeEach
  void startWithDefaults() throws Exception {
    start("env", "--default-signal=HUP,INT,TERM");
  }

  /**
   * @param prefix runs the command that follows it
   */
  private void start(String... prefix) throws Exception {
    List<String> command = new ArrayList<>(List.of(prefix));
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(SlowlyEnding.class.getName());
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    out = process.inputReader(StandardCharsets.UTF_8);
    assertThat(out.readLine()).isEqualTo("ready");
  }

  private void kill(String signal) throws Exception {
    Process kill =
        new ProcessBuilder("sh", "-c", "kill -s " + signal + " " + process.pid()).start();
    assertThat(kill.waitFor()).isZero();
  }

  @AfterEach
  void end() {
    process.destroyForcibly();
    process.onExit().join();
  }

  @ParameterizedTest
  @CsvSource({"INT, TERM, 143", "TERM, INT, 130", "HUP, HUP, 129"})
  void theFirstCleansUpTheSecondEndsItAtOnce(String first, String second, int status)
      throws Exception {
    kill(first);
    assertThat(out.readLine()).isEqualTo("cleaning");
    assertThat(process.waitFor(200, TimeUnit.MILLISECONDS)).isFalse();
    kill(second);
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(status);
  }

  @Test
  void oneThatIsIgnoredStaysIgnored() throws Exception {
    end();
    start("env", "--default-signal=INT,TERM", "--ignore-signal=HUP");
    kill("HUP");
    assertThat(process.waitFor(300, TimeUnit.MILLISECONDS)).isFalse();
    kill("TERM");
    assertThat(out.readLine()).isEqualTo("cleaning");
  }
}
