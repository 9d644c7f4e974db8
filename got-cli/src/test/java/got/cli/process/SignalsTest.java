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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignalsTest {
  private static final long PROMPTLY_SECONDS = 60;

  /** What the launcher does for SIGQUIT. */
  private static final String LAUNCHER = "exec 3<>/dev/null; exec \"$@\"";

  private final List<Process> started = new ArrayList<>();

  @TempDir Path place;
  private Path errors = Path.of("");

  @BeforeEach
  void write() {
    errors = place.resolve("errors");
  }

  /** A process that is ready to be sent signals. */
  private record Running(Process process, BufferedReader out) {
    void kill(String signal) throws Exception {
      Process kill =
          new ProcessBuilder("sh", "-c", "kill -s " + signal + " " + process.pid()).start();
      assertThat(kill.waitFor()).isZero();
    }

    boolean endsIn(long millis) throws Exception {
      return process.waitFor(millis, TimeUnit.MILLISECONDS);
    }

    void assertEnds(int status) throws Exception {
      assertThat(process.waitFor(PROMPTLY_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(status);
    }
  }

  /**
   * @param signals an option of env(1)
   */
  private Process launch(String signals, Way way) throws Exception {
    List<String> command = new ArrayList<>(List.of("env", signals, "sh", "-c", LAUNCHER, "sh"));
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.add("-XX:+DisplayVMOutputToStderr");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Dgot.quit=" + (signals.contains("ignore-signal=QUIT") ? "ignore" : "end"));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(SlowlyEnding.class.getName());
    command.add(way.name());
    ProcessBuilder.Redirect words = ProcessBuilder.Redirect.to(errors.toFile());
    Process process = new ProcessBuilder(command).redirectError(words).start();
    started.add(process);
    return process;
  }

  private Running start(String signals, Way way) throws Exception {
    Process process = launch(signals, way);
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    assertThat(out.readLine()).isEqualTo("ready");
    return new Running(process, out);
  }

  private Running start(Way way) throws Exception {
    return start("--default-signal", way);
  }

  @AfterEach
  void end() {
    started.forEach(Process::destroyForcibly);
    started.forEach(process -> process.onExit().join());
  }

  @ParameterizedTest
  @CsvSource({
    "INT, TERM, 143", "TERM, INT, 130", "HUP, HUP, 129", "QUIT, TERM, 143", "TERM, QUIT, 131",
    "QUIT, QUIT, 131", "USR1, USR2, 140", "ALRM, USR1, 138", "XCPU, VTALRM, 154", "PROF, XCPU, 152",
  })
  void theFirstCleansUpTheSecondEndsItAtOnce(String first, String second, int status)
      throws Exception {
    Running running = start(Way.STILL);
    running.kill(first);
    assertThat(running.out().readLine()).isEqualTo("cleaning");
    assertThat(running.endsIn(200)).isFalse();
    running.kill(second);
    running.assertEnds(status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"HUP", "QUIT", "USR1"})
  void oneThatIsIgnoredStaysIgnored(String signal) throws Exception {
    Running running = start("--ignore-signal=" + signal, Way.STILL);
    running.kill(signal);
    assertThat(running.endsIn(300)).isFalse();
    running.kill("TERM");
    assertThat(running.out().readLine()).isEqualTo("cleaning");
  }

  @Test
  void cleaningUpThatStandsStillIsGivenUp() throws Exception {
    Running running = start(Way.STILL);
    running.kill("TERM");
    running.assertEnds(143);
  }

  /** By steps that are done, or in one that says so: for 12 seconds each, both at a time. */
  @Test
  void cleaningUpThatGetsOnIsNot() throws Exception {
    List<Running> both = List.of(start(Way.STEPS), start(Way.LONG_STEP));
    for (Running running : both) {
      running.kill("TERM");
    }
    for (Running running : both) {
      running.assertEnds(143);
      assertThat(running.out().lines()).hasSize(12).endsWith("step 11");
    }
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143", "QUIT, 131"})
  void whatFailsIsTriedAgainAndTheRestDone(String signal, int status) throws Exception {
    Running running = start(Way.FAILING);
    running.kill(signal);
    running.assertEnds(status);
    assertThat(running.out().lines()).containsExactly("failing", "cleaned", "failing");
  }

  @Test
  void withoutMemoryToSaySoTheLastWordsComeWhenAllIsCleanedUp() throws Exception {
    Running running = start(Way.SPEECHLESS);
    running.assertEnds(1);
    assertThat(running.out().lines()).containsExactly("failing", "cleaned", "failing");
    assertThat(errors).hasContent("last words\n");
  }

  @Test
  void whatTheVirtualMachineEndsByItselfIsCleanedUpToo() throws Exception {
    Running running = start(Way.EARLY);
    running.assertEnds(SlowlyEnding.EARLY_STATUS);
    assertThat(running.out().lines()).containsExactly("cleaned");
  }

  @Test
  void whatItIsAboutToEndDoesNotBegin() throws Exception {
    Process process = launch("--default-signal", Way.EARLIER);
    assertThat(process.waitFor(PROMPTLY_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(SlowlyEnding.EARLY_STATUS);
    assertThat(process.inputReader(StandardCharsets.UTF_8).lines()).isEmpty();
  }
}
