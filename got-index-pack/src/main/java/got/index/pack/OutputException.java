package got.index.pack;

import java.io.IOException;

/**
 * Says, through code that reads, that the copy could not be written: only {@link FirstPass} sees
 * it.
 */
final class OutputException extends IOException {
  private final IOException failure;

  OutputException(IOException failure) {
    super(failure);
    this.failure = failure;
  }

  IOException failure() {
    return failure;
  }
}
