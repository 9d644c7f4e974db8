package got.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import got.cli.say.ExitCode;
import got.cli.say.Failure;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PatienceTest {
  private static final long SLICE = TimeUnit.MILLISECONDS.toNanos(Patience.SLICE_MILLIS);

  private long now = -TimeUnit.DAYS.toNanos(1);

  private Patience patience(int connect, int silence, int total) {
    return new Patience(
        new Timeouts(
            Duration.ofSeconds(connect), Duration.ofSeconds(silence), Duration.ofSeconds(total)),
        time -> new Failure(ExitCode.HELPER, "silent for " + time),
        () -> now);
  }

  /** Looks four times a second. */
  private void pass(Patience patience, int seconds) throws Failure {
    for (long end = now + TimeUnit.SECONDS.toNanos(seconds); now < end; now += SLICE) {
      patience.check();
    }
    patience.check();
  }

  @Test
  void silenceEndsItAndMovementDoesNot() throws Exception {
    Patience patience = patience(15, 60, 0);
    for (int i = 0; i < 100; i++) {
      pass(patience, 59);
      patience.moved();
    }
    assertThatThrownBy(() -> pass(patience, 60)).hasMessage("silent for PT1M");
  }

  @Test
  void aServerThatSendsAByteNowAndThenIsGivenUpAfterADayByDefault() throws Exception {
    Patience patience =
        new Patience(
            Timeouts.DEFAULT,
            time -> new Failure(ExitCode.HELPER, "silent for " + time),
            () -> now);
    for (long gone = 0; gone < TimeUnit.DAYS.toSeconds(1) - 50; gone += 50) {
      pass(patience, 50);
      patience.moved();
    }
    assertThatThrownBy(() -> pass(patience, 50)).hasMessageContaining("86400");
  }

  @Test
  void timeInWhichGotIsStoppedIsNoSilence() throws Exception {
    Patience patience = patience(15, 60, 0);
    pass(patience, 50);
    now += TimeUnit.HOURS.toNanos(3);
    pass(patience, 9);
    assertThatThrownBy(() -> pass(patience, 1)).hasMessage("silent for PT1M");
  }

  @Test
  void theTotalEndsItWhateverMovesAndHoweverItWasStopped() throws Exception {
    Patience patience = patience(15, 60, 600);
    for (int i = 0; i < 11; i++) {
      pass(patience, 50);
      patience.moved();
    }
    now += TimeUnit.SECONDS.toNanos(50);
    patience.moved();
    assertThatThrownBy(patience::check)
        .isInstanceOfSatisfying(
            Failure.class, f -> assertThat(f.exitCode()).isEqualTo(ExitCode.CONNECTION))
        .hasMessage("not done after 600 seconds");
  }

  @Test
  void peopleWhoAreAskedHaveTheirTimeWhateverTheLimit() throws Exception {
    Patience patience = patience(15, 60, 1000);
    patience.atLeast(Duration.ofMinutes(5));
    pass(patience, 299);
    assertThat(patience.isOver()).isFalse();
    assertThatThrownBy(() -> pass(patience, 1)).hasMessage("silent for PT5M");
    assertThat(patience.isOver()).isTrue();
    patience.moved();
    patience.atLeast(Duration.ZERO);
    assertThatThrownBy(() -> pass(patience, 60)).hasMessage("silent for PT1M");

    Patience longer = patience(15, 400, 0);
    longer.atLeast(Duration.ofMinutes(5));
    pass(longer, 399);
    Patience without = patience(15, 0, 1000);
    without.atLeast(Duration.ofMinutes(5));
    assertThatThrownBy(() -> pass(without, 1000)).hasMessage("not done after 1000 seconds");
    assertThat(without.isOver()).isTrue();
  }

  @Test
  void zeroIsWithoutEnd() throws Exception {
    Patience patience = patience(0, 0, 0);
    pass(patience, 100_000);
    assertThat(patience.connect()).isZero();
  }

  @Test
  void anAttemptToConnectLastsNoLongerThanTheTotal() throws Exception {
    assertThat(patience(15, 60, 0).connect()).isEqualTo(Duration.ofSeconds(15));
    assertThat(patience(15, 60, 100).connect()).isEqualTo(Duration.ofSeconds(15));
    assertThat(patience(0, 60, 100).connect()).isEqualTo(Duration.ofSeconds(100));
    Patience late = patience(15, 60, 100);
    now += TimeUnit.SECONDS.toNanos(90);
    assertThat(late.connect()).isEqualTo(Duration.ofSeconds(10));
    now += TimeUnit.SECONDS.toNanos(10);
    assertThatThrownBy(late::connect).hasMessage("not done after 100 seconds");
  }
}
