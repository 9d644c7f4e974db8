package got.index.pack;

import got.pack.PackException;
import java.io.IOException;

/** What ended the work of a thread, kept for the one that waits for it. */
record Failure(Exception cause) {
  /** What to say where it does not matter for what the memory was. */
  static final String OUT_OF_MEMORY = "out of memory";

  /**
   * @param e what the thread threw; of what only a mistake in this program throws, any
   * @param noMemory what to say if there was not enough memory
   */
  static Failure of(Throwable e, String noMemory) {
    return new Failure(
        switch (e) {
          case OutOfMemoryError _ ->
              new PackException.Limit(Runtime.getRuntime().maxMemory(), noMemory);
          case Exception exception -> exception;
          default -> new IllegalStateException(e);
        });
  }

  /** Throws it in this thread. */
  void rethrow() throws IOException, PackException {
    switch (cause) {
      case IOException e -> throw e;
      case PackException e -> throw e;
      default -> throw new IllegalStateException(cause);
    }
  }
}
