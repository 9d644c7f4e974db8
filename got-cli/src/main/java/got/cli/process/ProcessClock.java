package got.cli.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Counts the time that a process has had, so that a busy machine makes a run slower and never
 * wrong: all time in which no thread of it had anything to do, and the processor time that it used.
 * Time in which a thread waits for a processor or for the disk does not count. So a process that
 * sleeps uses its time up, and so does one that loops, but one that is not let run does not.
 *
 * <p>Source: proc(5), /proc/PID/task/TID/stat. Where it cannot be read, time counts a tenth. A look
 * that comes late counts as {@link #LATE_NANOS}: then it is got that was not let run, or was
 * stopped. For one thread.
 */
public final class ProcessClock {
  /** How often to look. */
  private static final long SLICE_MILLIS = 100;

  /** The most that counts between two looks. */
  private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** Of the kernel's ticks, in which it tells processor time: 100 in a second on all of Linux. */
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private static final int UNSEEN = 10;

  // Fields of stat, counted from the state, which follows the name.
  private static final int STATE = 0;

  private static final int USER_TIME = 11;
  private static final int SYSTEM_TIME = 12;

  private final Path process;
  private final Path except;
  private final LongSupplier nanoClock;
  private long looked;
  private long counted;
  private long starved;
  private long used;

  ProcessClock(long pid) {
    this(Path.of("/proc", Long.toString(pid)), Path.of(""), System::nanoTime);
  }

  /**
   * @param process its directory in /proc
   * @param except the name of a thread that does not count, as one that looks always runs; or empty
   */
  ProcessClock(Path process, Path except, LongSupplier nanoClock) {
    this.process = process;
    this.except = except;
    this.nanoClock = nanoClock;
    this.looked = nanoClock.getAsLong();
    this.used = processorNanos();
  }

  /** What is behind the name, which is in parentheses and may hold any character. */
  private static String[] fields(Path stat) throws IOException {
    String text = new String(Files.readAllBytes(stat), StandardCharsets.ISO_8859_1);
    return text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
  }

  /** Of all its threads, those that have ended too; -1 if the system does not tell. */
  private long processorNanos() {
    try {
      String[] fields = fields(process.resolve("stat"));
      return TICK_NANOS * (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]));
    } catch (IOException | RuntimeException e) {
      return -1;
    }
  }

  /** True if a thread would go on if it were let. */
  private boolean wants() {
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(process.resolve("task"))) {
      for (Path thread : threads) {
        if (!thread.endsWith(except) && wants(thread)) {
          return true;
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // It has just ended.
    }
    return false;
  }

  private static boolean wants(Path thread) {
    try {
      String state = fields(thread.resolve("stat"))[STATE];
      return state.equals("R") || state.equals("D");
    } catch (IOException | RuntimeException e) {
      // A thread that has just ended.
      return false;
    }
  }

  /**
   * Looks; to be called several times a second.
   *
   * @return nanoseconds that have counted since the clock was made
   */
  long count() {
    long now = nanoClock.getAsLong();
    long passed = Math.min(now - looked, LATE_NANOS);
    looked = now;
    long usedNow = processorNanos();
    starved = 0;
    if (usedNow < 0) {
      counted += passed / UNSEEN;
    } else {
      if (wants()) {
        starved = passed - Math.clamp(usedNow - used, 0, passed);
      }
      counted += passed - starved;
      used = usedNow;
    }
    return counted;
  }

  /** Nanoseconds between the last two looks that did not count, because it was not let run. */
  long starved() {
    return starved;
  }

  /**
   * Waits for the end of a child.
   *
   * @param limit of what counts for it
   * @return true if it has ended
   */
  public static boolean awaitEnd(Process child, Duration limit) throws InterruptedException {
    if (child.waitFor(SLICE_MILLIS, TimeUnit.MILLISECONDS)) {
      return true;
    }
    ProcessClock clock = new ProcessClock(child.pid());
    while (clock.count() < limit.toNanos()) {
      if (child.waitFor(SLICE_MILLIS, TimeUnit.MILLISECONDS)) {
        return true;
      }
    }
    return !child.isAlive();
  }

  /** Lets this process have time for its other threads, to end by a signal for example. */
  public static void passHere(Duration time) throws InterruptedException {
    ProcessClock clock = new ProcessClock(Path.of("/proc/self"), thisThread(), System::nanoTime);
    while (clock.count() < time.toNanos()) {
      Thread.sleep(SLICE_MILLIS);
    }
  }

  private static Path thisThread() {
    try {
      return Files.readSymbolicLink(Path.of("/proc/thread-self")).getFileName();
    } catch (IOException e) {
      return Path.of("");
    }
  }
}
