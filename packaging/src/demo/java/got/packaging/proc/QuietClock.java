package got.packaging.proc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Measures how long nothing moved, for limits of time that must not depend on what else the machine
 * does: a second counts if a processor was idle for a second, and whoever is waited for did not use
 * it. While all processors are busy, time runs at a tenth of its speed, so that every wait ends.
 * Source: proc(5), /proc/stat.
 */
public final class QuietClock {
  private static final Path STAT = Path.of("/proc/stat");
  private static final int BUSY = 10;

  /** In clock ticks of 10 ms, as on every Linux. */
  private static final long TICK_NANOS = 10_000_000;

  private static final int IDLE = 4;
  private static final int WAITING_FOR_DISK = 5;

  private final long start = System.nanoTime();
  private final long idleAtStart = idleNanos();

  private QuietClock() {}

  public static QuietClock start() {
    return new QuietClock();
  }

  /** Of all processors together; so many that only time counts where the system does not say it. */
  private static long idleNanos() {
    try {
      String[] fields = Files.readAllLines(STAT).getFirst().split(" +", -1);
      long ticks = Long.parseLong(fields[IDLE]) + Long.parseLong(fields[WAITING_FOR_DISK]);
      return ticks * TICK_NANOS;
    } catch (IOException e) {
      return System.nanoTime();
    }
  }

  public long millis() {
    long passed = System.nanoTime() - start;
    long idle = idleNanos() - idleAtStart;
    return TimeUnit.NANOSECONDS.toMillis(Math.max(passed / BUSY, Math.min(passed, idle)));
  }

  public boolean isOver(long seconds) {
    return millis() > TimeUnit.SECONDS.toMillis(seconds);
  }

  /** Something that ends, or is reached. */
  public interface Event {
    /**
     * @return true if it is there, false if it is not after that time
     */
    boolean await(long time, TimeUnit unit) throws InterruptedException;
  }

  /**
   * Waits for an event.
   *
   * @return true if it is there, false if it is not after so many quiet seconds
   */
  public static boolean await(Event event, long seconds) throws InterruptedException {
    QuietClock clock = start();
    while (!event.await(1, TimeUnit.SECONDS)) {
      if (clock.isOver(seconds)) {
        return false;
      }
    }
    return true;
  }
}
