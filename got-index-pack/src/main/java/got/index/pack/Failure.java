package got.index.pack;

import got.pack.PackFormatException;
import got.pack.PackLimitException;
import java.io.IOException;

/** What ended the work of a thread, kept for the one that waits for it. */
record Failure(Exception cause) {
  /**
   * @param e what the thread threw; of what only a mistake in this program throws, any
   * @param noMemory what to say if there was not enough memory
   */
  static Failure of(Throwable e, String noMemory) {
    return new Failure(
        switch (e) {
          case OutOfMemoryError _ ->
              new PackLimitException(Runtime.getRuntime().maxMemory(), noMemory);
          case Exception exception -> exception;
          default -> new IllegalStateException(e);
        });
  }

  /** Throws it in this thread. */
  void rethrow() throws IOException, PackFormatException, PackLimitException {
    switch (cause) {
      case IOException e -> throw e;
      case PackFormatException e -> throw e;
      case PackLimitException e -> throw e;
      default -> throw new IllegalStateException(cause);
    }
  }
}
