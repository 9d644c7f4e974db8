package got.cli.say;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ConsoleTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Console console = new Console(out, err, new Terminal(true, () -> 40), false);

  private void assertPrinted(String onOut, String onErr) {
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(onOut);
    assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo(onErr);
  }

  private static void printAll(Console console) {
    console.data("data");
    console.milestone("milestone");
    console.detail(1, "detail");
    console.trace(1, "trace");
    console.server("hello");
    console.error(new Failure(ExitCode.FAILED, "phrase: thing", "do this"));
  }

  @Test
  void dataAndMilestonesGoToStandardOutputTheRestToStandardError() {
    printAll(console);
    assertPrinted("data\nmilestone\n", "server: hello\ngot: phrase: thing\ngot: hint: do this\n");
  }

  @Test
  void quietLeavesDataAndErrors() {
    printAll(console.at(Console.QUIET));
    assertPrinted("data\n", "got: phrase: thing\ngot: hint: do this\n");
    assertThat(console.at(Console.QUIET).progress().lastLine(0)).isEmpty();
  }

  @Test
  void verboseAddsDetails() {
    printAll(console.at(1));
    assertPrinted(
        "data\nmilestone\ndetail\n",
        "trace\nserver: hello\ngot: phrase: thing\ngot: hint: do this\n");
  }

  @Test
  void noLineCanHoldAnEscapeSequenceOrASecondLine() {
    String evil = "a\u001b[2Jb\nc\r\u202e";
    console.data(evil);
    console.milestone(evil);
    console.server(evil);
    console.error(new Failure(ExitCode.FAILED, evil, evil));
    String clean = "a\\x1b[2Jb\\x0ac\\x0d\\u{202e}\n";
    assertPrinted(clean + clean, "server: " + clean + "got: " + clean + "got: hint: " + clean);
  }

  @Test
  void theProgressLineIsRedrawnAndReplacedByOtherLines() {
    console.progress("12345");
    console.progress("123");
    console.progress("");
    console.server("hi");
    console.progress("7");
    console.milestone("done");
    assertPrinted("done\n", "\r12345\r123  \r   \rserver: hi\n\r7\r \r");
  }

  @Test
  void theLastProgressLineStaysAboveAnError() {
    console.progress("99%");
    console.error(new Failure(ExitCode.PACK, "bad pack"));
    assertPrinted("", "\r99%\ngot: bad pack\n");
  }

  @Test
  void theLastProgressLineStaysWhenTheFetchIsDone() {
    console.progress("100%");
    console.progressDone();
    console.progressDone();
    assertPrinted("", "\r100%\n");
  }

  @Test
  void usageFollowsTheError() {
    console.error(new UsageException("unknown option: -z", "usage: x"));
    assertPrinted("", "got: unknown option: -z\nusage: x\n");
  }

  private static Console failing(String reason, OutputStream err) {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException(reason);
          }
        };
    return new Console(full, err, new Terminal(false, () -> 80), false);
  }

  @Test
  void aFullDiskUnderStandardOutputIsAFailure() {
    Console full = failing("No space left on device", err);
    full.data("x");
    assertThat(full.finish(0)).isEqualTo(1);
    assertThat(full.finish(5)).isEqualTo(5);
    assertPrinted("", "got: stdout: No space left on device\n");
  }

  @Test
  void stepsThatCannotBeToldAreWorthAWarning() throws Exception {
    Console full = failing("No space left on device", err);
    full.milestone("x");
    full.requireHeard();
    assertThat(full.finish(0)).isZero();
    assertThat(full.finish(5)).isEqualTo(5);
    assertPrinted("", "got: warning: stdout: No space left on device\n");
  }

  @Test
  void stepsThatNobodyReadsAreNot() throws Exception {
    Console closed = failing("Broken pipe", err);
    closed.milestone("x");
    closed.requireHeard();
    assertThat(closed.finish(0)).isZero();
    assertPrinted("", "");
  }

  @Test
  void dataThatIsLostIsToldBeforeWhatCannotBeUndone() {
    Console full = failing("No space left on device", err);
    full.object(new JsonLine("x"));
    assertThatThrownBy(full::requireHeard).hasMessage("stdout: No space left on device");
  }

  @Test
  void aReaderThatHasGoneIsNoErrorToTellOf() {
    Console closed = failing("Broken pipe", err);
    closed.data("x");
    closed.data("y");
    assertThat(closed.finish(0)).isEqualTo(141);
    assertPrinted("", "");
  }

  @Test
  void onlyATerminalHasAProgressLine() {
    Console file = new Console(out, err, new Terminal(false, () -> 80), false);
    Progress progress = file.progress();
    progress.fetched(0, 1);
    assertThat(progress.lastLine(1)).isEmpty();
    Progress drawn = console.progress();
    drawn.fetched(0, 1);
    assertThat(drawn.lastLine(1)).isNotEmpty();
  }

  @Test
  void theWidthIsMeasuredWhenNeededAndWhenTheWindowChanges() {
    int[] columns = {20};
    int[] measured = {0};
    Terminal terminal =
        new Terminal(
            true,
            () -> {
              measured[0]++;
              return columns[0];
            });
    assertThat(measured[0]).isZero();
    assertThat(terminal.width()).isEqualTo(20);
    columns[0] = 10;
    assertThat(terminal.width()).isEqualTo(20);
    assertThat(measured[0]).isEqualTo(1);
    terminal.resized();
    assertThat(terminal.width()).isEqualTo(10);
  }

  @Test
  void blanksDoNotWrapInAWindowThatHasShrunk() {
    int[] columns = {20};
    Terminal terminal = new Terminal(true, () -> columns[0]);
    Console shrinking = new Console(out, err, terminal, false);
    shrinking.progress("1234567890123456");
    columns[0] = 10;
    terminal.resized();
    shrinking.progress("12");
    assertPrinted("", "\r1234567890123456\r12       ");
  }

  @Test
  void linesOfTheServerAreDrawnAtMostFiveTimesASecond() {
    for (int i = 0; i < 1000; i++) {
      console.serverPassing("x");
    }
    assertThat(err.size()).isLessThan(100);
  }

  @Test
  void onlyTheFirstErrorIsPrinted() {
    console.error(new Failure(ExitCode.FAILED, "one"));
    console.at(1).error(new Failure(ExitCode.FAILED, "two"));
    assertPrinted("", "got: one\n");
  }

  @Test
  void forProgramsAnErrorIsAnObjectAndAWarningToo() {
    Console json = new Console(out, err, new Terminal(true, () -> 80), true);
    json.serverPassing("drawn nowhere");
    json.warning("careful");
    json.error(new Failure(ExitCode.SERVER, "denied: \"x\\", "pay"));
    assertPrinted(
        """
        {"type":"warning","text":"careful"}
        {"type":"error","status":5,"text":"denied: \\"x\\\\","hint":"pay"}
        """,
        "");
  }

  @Test
  void theWidthIsThatOfColumnsOrEighty() {
    assertThat(Terminal.width("132")).isEqualTo(132);
    for (String bad : new String[] {"", "0", "-1", "x", "99999999999"}) {
      assertThat(Terminal.width(bad)).isEqualTo(80);
    }
  }

  /** There was no memory to say it; the next one has some. */
  @Test
  void anErrorThatCouldNotBeSaidIsNotTheFirst() {
    OutputStream exhausted =
        new OutputStream() {
          private boolean tried;

          @Override
          public void write(int b) {
            if (!tried) {
              tried = true;
              throw new OutOfMemoryError();
            }
            err.write(b);
          }
        };
    Console console = new Console(out, exhausted, new Terminal(false, () -> 80), false);
    Failure failure = new Failure(ExitCode.FAILED, "it");
    assertThatThrownBy(() -> console.error(failure)).isInstanceOf(OutOfMemoryError.class);
    console.error(failure);
    console.error(failure);
    assertPrinted("", "got: it\n");
  }
}
