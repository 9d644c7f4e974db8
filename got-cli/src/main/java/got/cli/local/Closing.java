package got.cli.local;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** Several things to undo, of which one may fail. */
final class Closing {
  private Closing() {}

  /**
   * Does every step, whatever another one throws.
   *
   * @throws IOException what the first one has thrown; the others' are suppressed in it
   */
  static void all(List<? extends Closeable> steps) throws IOException {
    IOException first = null;
    for (Closeable step : steps) {
      try {
        step.close();
      } catch (IOException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
