package got.cli.process;

/**
 * Runs at the end, or when a signal ends got before; the latter is the JVM's business. At the end
 * too the JVM has to know of it until it is done: it would not wait for this thread.
 */
public final class Cleanup implements AutoCloseable {
  private final Runnable work;
  private final Thread hook;

  /**
   * @param work may run twice, from two threads
   */
  public Cleanup(Runnable work) {
    this.work = work;
    this.hook = new Thread(work, "cleanup");
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      waitForEnd();
    }
  }

  @Override
  public void close() {
    work.run();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      waitForEnd();
    }
  }

  /** A signal is ending got: nothing this thread could still say would be true. */
  private static void waitForEnd() {
    while (true) {
      try {
        Thread.sleep(Long.MAX_VALUE);
      } catch (InterruptedException e) {
        // Nothing here has a reason to interrupt.
      }
    }
  }
}
