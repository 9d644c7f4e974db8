package got.cli.process;

import got.cli.say.Failure;
import got.cli.say.Phrase;
import got.cli.say.RunningClock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Says when to wait no longer.
 *
 * <p>Silence is time in which no helper says anything, and helpers speak only when something moved:
 * bytes from the network, bytes or objects of the pack. Time in which got is stopped, or in which a
 * program waits for a processor, is no silence, but counts towards the total: that is for those who
 * want an end at a certain time. For one thread.
 */
public final class Patience {
  /** How long to wait at most before looking again, in milliseconds. */
  public static final long SLICE_MILLIS = 250;

  private final Timeouts timeouts;
  private final Function<Duration, Failure> blame;
  private final LongSupplier nanoClock;
  private final RunningClock clock;
  private final long begin;
  private long moved;
  private Duration atLeast = Duration.ZERO;
  private boolean over;

  /**
   * @param blame makes the failure after a silence of that length
   */
  public Patience(Timeouts timeouts, Function<Duration, Failure> blame) {
    this(timeouts, blame, System::nanoTime, Attempt.ofProcess().used());
  }

  Patience(Timeouts timeouts, Function<Duration, Failure> blame, LongSupplier nanoClock) {
    this(timeouts, blame, nanoClock, Duration.ZERO);
  }

  /**
   * @param used of the total, before now
   */
  Patience(
      Timeouts timeouts, Function<Duration, Failure> blame, LongSupplier nanoClock, Duration used) {
    this.timeouts = timeouts;
    this.blame = blame;
    this.nanoClock = nanoClock;
    this.clock = new RunningClock(nanoClock);
    this.begin = nanoClock.getAsLong() - used.toNanos();
    this.moved = clock.getAsLong();
  }

  /** Something moved. */
  public void moved() {
    moved = clock.getAsLong();
  }

  /** Some of the time since then is no silence, because the machine was busy. */
  void pardon(long nanos) {
    moved += nanos;
  }

  /**
   * From now on a shorter silence than this is none, unless silence has no limit anyway. For a time
   * in which people are asked.
   */
  public void atLeast(Duration silence) {
    atLeast = silence;
  }

  /** True if {@link #check} has failed. */
  public boolean isOver() {
    return over;
  }

  /**
   * To be called four times a second.
   *
   * @throws Failure if it has been too long
   */
  public void check() throws Failure {
    Duration total = timeouts.total();
    if (!total.isZero() && nanoClock.getAsLong() - begin >= total.toNanos()) {
      over = true;
      throw Phrase.NOT_DONE.failure(total.toSeconds());
    }
    Duration limit = timeouts.silence();
    Duration silence = limit.compareTo(atLeast) < 0 ? atLeast : limit;
    long silent = clock.getAsLong() - moved;
    if (!limit.isZero() && silent >= silence.toNanos()) {
      over = true;
      throw blame.apply(silence);
    }
  }

  /**
   * How long one attempt to connect may take, zero for without end.
   *
   * @throws Failure if there is no time for another
   */
  public Duration connect() throws Failure {
    moved();
    check();
    if (timeouts.total().isZero()) {
      return timeouts.connect();
    }
    // Not zero, as that would be without end.
    Duration left =
        Duration.ofNanos(
            Math.max(
                TimeUnit.MILLISECONDS.toNanos(1),
                timeouts.total().toNanos() - (nanoClock.getAsLong() - begin)));
    boolean soon = !timeouts.connect().isZero() && timeouts.connect().compareTo(left) < 0;
    return soon ? timeouts.connect() : left;
  }
}
