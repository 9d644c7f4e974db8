package got.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import got.cli.say.Circumstances;
import got.cli.say.Console;
import got.cli.say.Failure;
import got.cli.say.Phrase;
import got.cli.say.Terminal;
import java.io.OutputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When another attempt is made, and how long got waits for it. */
class AttemptTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Console NOWHERE =
      new Console(
          OutputStream.nullOutputStream(),
          OutputStream.nullOutputStream(),
          new Terminal(false, () -> 80),
          false);

  private static Attempt attempt(int number, int retries) {
    return new Attempt(number, retries, System.currentTimeMillis());
  }

  private static Attempt.Command failing(Circumstances circumstances) {
    return () -> {
      throw Phrase.UNREACHABLE.failure("h", 1, "refused").in(circumstances);
    };
  }

  @Test
  void waitsGrowUpToAMinute() {
    int[] seconds = {1, 2, 4, 8, 16, 32, 60, 60};
    for (int i = 0; i < seconds.length; i++) {
      assertThat(attempt(i + 1, 99).wait(0)).isEqualTo(seconds[i]);
    }
    assertThat(attempt(100, 99).wait(0)).isEqualTo(60);
  }

  @Test
  void aServerMayWantALongerWaitButNoShorterOne() {
    assertThat(attempt(1, 9).wait(300)).isEqualTo(300);
    assertThat(attempt(4, 9).wait(3)).isEqualTo(8);
  }

  @Test
  void whatMayPassIsTriedAgain() throws Exception {
    assertThat(attempt(1, 1).run(failing(Circumstances.PASSING), DAY, NOWHERE))
        .isEqualTo(Attempt.AGAIN);
  }

  @Test
  void theLastAttemptAndTheOnlyOneFail() {
    for (Attempt last : new Attempt[] {attempt(2, 1), Attempt.NONE}) {
      assertThatThrownBy(() -> last.run(failing(Circumstances.PASSING), DAY, NOWHERE))
          .isInstanceOf(Failure.class);
    }
  }

  @Test
  void whatWillNotPassIsNotTriedAgain() {
    assertThatThrownBy(
            () -> attempt(1, 9).run(failing(new Circumstances(404, false, 0)), DAY, NOWHERE))
        .isInstanceOf(Failure.class);
  }

  @Test
  void theTotalIsNotWaitedFor() {
    Attempt late = new Attempt(1, 9, System.currentTimeMillis() - 50_000);
    assertThat(late.used()).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(59));
    Attempt.Command wish = failing(new Circumstances(503, true, 20));
    assertThatThrownBy(() -> late.run(wish, Duration.ofSeconds(60), NOWHERE))
        .isInstanceOfSatisfying(
            Failure.class,
            e -> {
              assertThat(e.hint()).contains("--max-time leaves no time to try again in 20 seconds");
              assertThat(e.circumstances().httpStatus()).isEqualTo(503);
            });
  }

  @Test
  void aStatusIsPassedOn() throws Exception {
    assertThat(attempt(1, 9).run(() -> 3, DAY, NOWHERE)).isEqualTo(3);
  }
}
