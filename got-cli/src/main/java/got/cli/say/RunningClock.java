package got.cli.say;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Nanoseconds in which this process ran: while it is stopped (SIGTSTP, SIGSTOP) the clock stands
 * still, because nobody else is to blame for that time.
 *
 * <p>Who uses it looks at it four times a second. A much longer time between two looks is one in
 * which the process was stopped.
 */
public final class RunningClock implements LongSupplier {
  private static final long STOPPED = TimeUnit.SECONDS.toNanos(2);

  private final LongSupplier nanoClock;

  // Guarded by this.
  private long lastLook;
  private long stopped;

  public RunningClock() {
    this(System::nanoTime);
  }

  public RunningClock(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    this.lastLook = nanoClock.getAsLong();
  }

  @Override
  public synchronized long getAsLong() {
    long now = nanoClock.getAsLong();
    if (now - lastLook >= STOPPED) {
      stopped += now - lastLook;
    }
    lastLook = now;
    return now - stopped;
  }
}
