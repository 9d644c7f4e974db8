package got.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import got.cli.process.Report.About;
import got.cli.say.ExitCode;
import got.cli.say.Failure;
import got.ipc.ErrorKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ReportTest {
  /** The upper one could not get rid of something: because the lower one failed. */
  @ParameterizedTest
  @CsvSource({
    "INPUT, INPUT, INPUT of the upper",
    "INPUT, ITSELF, INPUT of the upper",
    "INPUT, OUTPUT, INPUT of the upper",
    "ITSELF, INPUT, ITSELF of the upper",
    "ITSELF, ITSELF, ITSELF of the upper",
    "ITSELF, OUTPUT, ITSELF of the upper",
    "OUTPUT, INPUT, INPUT of the lower",
    "OUTPUT, ITSELF, ITSELF of the lower",
    "OUTPUT, OUTPUT, OUTPUT of the lower"
  })
  void ofTwoReportsOneExplainsTheOther(About upper, About lower, String cause) {
    Report found = Report.cause(report(upper, "upper"), report(lower, "lower"));

    assertThat(found.about() + " of the " + found.failure().text()).isEqualTo(cause);
  }

  /** What a server sent is never the fault of who read it; a full disk never the server's. */
  @ParameterizedTest
  @EnumSource
  void kindOfFailureTellsWhatItIsAbout(ErrorKind kind) {
    About expected =
        switch (kind) {
          case OUTPUT -> About.OUTPUT;
          case INTERNAL, CONFINEMENT -> About.ITSELF;
          default -> About.INPUT;
        };

    assertThat(Report.about(kind)).isEqualTo(expected);
  }

  @SuppressWarnings("NullAway") // No stage is asked for anything.
  private static Report report(About about, String text) {
    return new Report(null, about, new Failure(ExitCode.FAILED, text, ""));
  }
}
