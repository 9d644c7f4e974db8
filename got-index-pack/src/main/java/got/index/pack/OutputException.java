package got.index.pack;

import java.io.IOException;

/** Writing the pack or the index failed; reading is reported by a plain IOException. */
public final class OutputException extends IOException {
  public OutputException(IOException cause) {
    super(cause.getMessage(), cause);
  }
}
