package got.cli.process;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A process that ends as got does; its argument says how it cleans up. */
public final class SlowlyEnding {
  /** What the first signal starts. */
  enum Way {
    /** Never ends. */
    STILL,
    /** Takes 12 steps of a second. */
    STEPS,
    /** Takes one step of 12 seconds, and says each second that it gets on. */
    LONG_STEP,
    /** Fails twice, and lets another thread fail meanwhile. */
    FAILING,
    /** Runs out of memory, also when it says so, and while it cleans up. No signal. */
    SPEECHLESS,
    /** Is ended by another thread, as the virtual machine does for a signal that came early. */
    EARLY,
    /** Is being ended so when it looks for signals. */
    EARLIER
  }

  static final int EARLY_STATUS = 130;

  private static int failures;

  private SlowlyEnding() {}

  public static void main(String[] args) throws Exception {
    Way way = Way.valueOf(args[0]);
    if (way == Way.EARLIER) {
      endBeforeSignalsAreTaken();
    }
    Signals.install();
    Ending.onUncaught(
        e -> {
          if (way == Way.SPEECHLESS) {
            throw new OutOfMemoryError("while saying " + e.getMessage());
          }
          return 99;
        },
        () -> System.err.println("last words"));
    Runnable[] steps =
        switch (way) {
          case STILL -> new Runnable[] {() -> step("cleaning"), () -> sleep(TimeUnit.HOURS)};
          case STEPS -> {
            Runnable[] all = new Runnable[12];
            for (int i = 0; i < all.length; i++) {
              int number = i;
              all[i] =
                  () -> {
                    sleep(TimeUnit.SECONDS);
                    step("step " + number);
                  };
            }
            yield all;
          }
          case LONG_STEP ->
              new Runnable[] {
                () -> {
                  for (int i = 0; i < 12; i++) {
                    sleep(TimeUnit.SECONDS);
                    step("step " + i);
                    Ending.moved();
                  }
                }
              };
          case EARLY -> new Runnable[] {() -> step("cleaned")};
          case EARLIER -> new Runnable[0];
          case FAILING, SPEECHLESS -> new Runnable[] {SlowlyEnding::fail, () -> step("cleaned")};
        };
    try (Cleanup _ = new Cleanup(steps)) {
      step("ready");
      if (way == Way.SPEECHLESS) {
        Thread.ofPlatform().start(SlowlyEnding::exhaust);
      }
      if (way == Way.EARLY) {
        Thread.ofPlatform().start(() -> Runtime.getRuntime().exit(EARLY_STATUS));
      }
      sleep(TimeUnit.MINUTES);
    }
  }

  /** Returns when the virtual machine is about to end; it does when this thread does not go on. */
  private static void endBeforeSignalsAreTaken() throws InterruptedException {
    Thread self = Thread.currentThread();
    CountDownLatch ending = new CountDownLatch(1);
    Runnable end =
        () -> {
          ending.countDown();
          while (self.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
          }
        };
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(end));
    Thread.ofPlatform().start(() -> Runtime.getRuntime().exit(EARLY_STATUS));
    ending.await();
  }

  private static void step(String text) {
    System.out.println(text);
  }

  private static void fail() {
    if (failures == 2) {
      return;
    }
    failures++;
    step("failing");
    Thread other = Thread.ofPlatform().start(SlowlyEnding::exhaust);
    try {
      other.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new OutOfMemoryError("while cleaning up");
  }

  private static void exhaust() {
    throw new OutOfMemoryError("in another thread");
  }

  private static void sleep(TimeUnit unit) {
    try {
      unit.sleep(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
