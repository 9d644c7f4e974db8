package got.cli.process;

import java.util.concurrent.TimeUnit;

/** A process that handles signals as got does, and takes a minute to clean up. */
public final class SlowlyEnding {
  private SlowlyEnding() {}

  public static void main(String[] args) throws Exception {
    Runtime.getRuntime().addShutdownHook(new Thread(SlowlyEnding::cleanUp));
    Signals.install(System::exit, Runtime.getRuntime()::halt);
    System.out.println("ready");
    TimeUnit.MINUTES.sleep(1);
  }

  private static void cleanUp() {
    System.out.println("cleaning");
    try {
      TimeUnit.MINUTES.sleep(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
