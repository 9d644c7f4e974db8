package got.cli.process;

import java.util.concurrent.TimeUnit;

/** A process that ends as got does; its argument says how it cleans up. */
public final class SlowlyEnding {
  /** What the first signal starts. */
  enum Way {
    /** Never ends. */
    STILL,
    /** Takes 12 steps of a second. */
    STEPS,
    /** Fails twice, and lets another thread fail meanwhile. */
    FAILING
  }

  private static int failures;

  private SlowlyEnding() {}

  public static void main(String[] args) throws Exception {
    Signals.install();
    Ending.onUncaught(_ -> 99);
    Runnable[] steps =
        switch (Way.valueOf(args[0])) {
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
          case FAILING -> new Runnable[] {SlowlyEnding::fail, () -> step("cleaned")};
        };
    try (Cleanup _ = new Cleanup(steps)) {
      step("ready");
      sleep(TimeUnit.MINUTES);
    }
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
    Thread other =
        Thread.ofPlatform()
            .start(
                () -> {
                  throw new OutOfMemoryError("in another thread");
                });
    try {
      other.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new OutOfMemoryError("while cleaning up");
  }

  private static void sleep(TimeUnit unit) {
    try {
      unit.sleep(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
