package got.index.pack;

import java.io.IOException;

/** Where an entry's header is read from: the stream as it arrives, or the pack file later. */
interface PackInput {
  /** Offset in the pack of the next byte. */
  long offset();

  /**
   * @return the next byte, 0 to 255
   * @throws PackFormatException if the pack ends here
   */
  int read() throws IOException, PackFormatException;

  /** Fills {@code target}. */
  default void read(byte[] target) throws IOException, PackFormatException {
    for (int i = 0; i < target.length; i++) {
      target[i] = (byte) read();
    }
  }
}
