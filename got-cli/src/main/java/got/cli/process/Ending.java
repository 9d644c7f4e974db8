package got.cli.process;

import got.cli.say.ExitCode;
import got.cli.say.RunningClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;

/**
 * The end of this process: once, whoever asks for it first, and in bounded time.
 *
 * <p>Whoever ends it runs each {@link Cleanup} that is open, in its own thread. The virtual
 * machine's shutdown hooks are no good for that: one that throws, or one for which there is no
 * thread, leaves everything behind, and one that ends the process again waits for itself. There is
 * one all the same, for the end that nobody here has asked for, see {@link #evenByVirtualMachine}.
 */
public final class Ending {
  /** How long cleaning up may stand still: what has not moved by then never will. */
  private static final Duration STILL = Duration.ofSeconds(10);

  private static final long LOOK_MILLIS = 100;

  /** Of steps that fail, as for lack of memory, which the ends of other threads give back. */
  private static final int TRIES = 20;

  private static final byte[] NOTHING = {};

  /** Bytes of the heap that cleaning up may need when there are no others. */
  private static final int RESERVE = 256 * 1024;

  private static final Deque<Open> OPEN = new ArrayDeque<>();

  // Guarded by OPEN.
  @SuppressWarnings("unused") // held, not read
  private static byte[] reserve = NOTHING;

  private static boolean begun;
  private static boolean signaled;

  private static volatile Optional<Runnable> lastWords = Optional.empty();

  /** Steps of cleaning up that are done, and what {@link #moved} was told of. */
  private static final AtomicInteger MOVES = new AtomicInteger();

  private Ending() {}

  /** Ends the process; does not return. Of several threads that call this, the first counts. */
  public static void with(int status) {
    if (!begin()) {
      await();
    }
    try {
      if (!OPEN.isEmpty()) {
        watch(status);
        cleanUp();
      }
      if (lastWords.isPresent()) {
        lastWords.get().run();
      }
      QuitSignal.release();
      Runtime.getRuntime().exit(status);
    } finally {
      // Something was thrown on the way.
      Runtime.getRuntime().halt(status);
    }
  }

  /**
   * From now on the virtual machine cleans up too when it ends the process by itself. It does for a
   * signal that came before {@link Signals} had its handler in place, and may take its time: what
   * the process begins until then must not be left. Does not return if that end is under way.
   */
  static void evenByVirtualMachine() {
    Thread last = Thread.ofPlatform().name("early end").unstarted(Ending::byVirtualMachine);
    try {
      Runtime.getRuntime().addShutdownHook(last);
    } catch (IllegalStateException e) {
      await();
    }
  }

  private static void byVirtualMachine() {
    if (begin()) {
      synchronized (OPEN) {
        signaled = true;
      }
      // Which signal it was, nobody says.
      watch(ExitCode.FAILED.status());
      cleanUp();
    }
  }

  /** Says that a long step of cleaning up gets on, or what it waits for; before the end too. */
  public static void moved() {
    MOVES.incrementAndGet();
  }

  /** True for the first one. From then on nobody else touches what is open. */
  private static boolean begin() {
    synchronized (OPEN) {
      boolean first = !begun;
      begun = true;
      reserve = NOTHING;
      return first;
    }
  }

  /** A signal came: the first one ends the process orderly, the second one at once. */
  static void bySignal(int number) {
    int status = ExitCode.ofSignal(number);
    boolean first;
    synchronized (OPEN) {
      first = !signaled;
      signaled = true;
    }
    if (first) {
      with(status);
    } else {
      Runtime.getRuntime().halt(status);
    }
  }

  /**
   * What no code of ours expects, in any thread, ends the process too. Once its end has begun, such
   * a thread just ends: what it holds is free then, and cleaning up goes on.
   *
   * @param tell says it, and gives the status
   * @param outOfMemory says that there is none, and needs none; it runs once all is cleaned up, if
   *     {@code tell} could not
   */
  @SuppressWarnings("CatchingUnchecked")
  public static void onUncaught(ToIntFunction<Throwable> tell, Runnable outOfMemory) {
    Optional<Runnable> words = Optional.of(outOfMemory);
    // Read now: without memory a class that is not initialised yet never will be.
    int failed = ExitCode.FAILED.status();
    Thread.setDefaultUncaughtExceptionHandler(
        (_, e) -> {
          int status = failed;
          if (hasBegun()) {
            return;
          }
          try {
            useReserve();
            status = tell.applyAsInt(e);
          } catch (Throwable again) {
            lastWords = words;
          }
          with(status);
        });
  }

  private static void useReserve() {
    synchronized (OPEN) {
      reserve = NOTHING;
    }
  }

  private static boolean hasBegun() {
    synchronized (OPEN) {
      return begun;
    }
  }

  /** From now on, until {@link #close}, ending the process cleans this up. */
  static void open(Cleanup cleanup) {
    synchronized (OPEN) {
      if (!begun) {
        OPEN.push(new Open(cleanup, new boolean[cleanup.steps().size()]));
        reserve = new byte[RESERVE];
        return;
      }
    }
    await();
  }

  /** It is done; does not return if the process is ending. */
  static void close(Cleanup cleanup) {
    synchronized (OPEN) {
      if (!begun) {
        OPEN.removeIf(open -> open.cleanup() == cleanup);
        return;
      }
    }
    await();
  }

  /** Another thread ends the process: nothing this one could still do or say would be true. */
  private static void await() {
    while (true) {
      try {
        Thread.sleep(Long.MAX_VALUE);
      } catch (InterruptedException e) {
        // Nothing here has a reason to interrupt.
      }
    }
  }

  /** Runs the steps until none fails; one that does is tried again when the others have run. */
  @SuppressWarnings("CatchingUnchecked")
  private static void cleanUp() {
    for (int i = 0; i < TRIES; i++) {
      try {
        if (isAllDone()) {
          return;
        }
        Thread.sleep(LOOK_MILLIS);
      } catch (Throwable e) {
        // There is not even memory to go through the steps, or somebody interrupts for no reason.
      }
    }
  }

  private static boolean isAllDone() {
    boolean all = true;
    for (Open open : OPEN) {
      all &= open.isDone();
    }
    return all;
  }

  /**
   * @param done for each of the steps
   */
  private record Open(Cleanup cleanup, boolean[] done) {
    @SuppressWarnings("CatchingUnchecked")
    boolean isDone() {
      boolean all = true;
      for (int i = 0; i < done.length; i++) {
        if (!done[i]) {
          try {
            cleanup.steps().get(i).run();
            done[i] = true;
            moved();
          } catch (Throwable e) {
            all = false;
          }
        }
      }
      return all;
    }
  }

  /** Ends the process when cleaning up stands still. Without a thread to spare, nobody does. */
  @SuppressWarnings("CatchingUnchecked")
  private static void watch(int status) {
    try {
      Thread.ofPlatform().daemon().name("end").start(() -> haltWhenStill(status));
    } catch (Throwable e) {
      // A second signal ends it at once.
    }
  }

  private static void haltWhenStill(int status) {
    RunningClock clock = new RunningClock();
    int moves = MOVES.get();
    long moved = clock.getAsLong();
    while (clock.getAsLong() - moved < STILL.toNanos()) {
      if (moves != MOVES.get()) {
        moves = MOVES.get();
        moved = clock.getAsLong();
      }
      try {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      } catch (InterruptedException e) {
        // Nothing here has a reason to interrupt.
      }
    }
    Runtime.getRuntime().halt(status);
  }
}
