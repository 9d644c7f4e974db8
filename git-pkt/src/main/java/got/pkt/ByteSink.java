package got.pkt;

import java.io.IOException;

/** Where bytes go that this package carries without looking at them. */
@FunctionalInterface
public interface ByteSink {
  /**
   * @param buffer valid during the call only
   * @throws IOException if they cannot be passed on
   */
  void write(byte[] buffer, int offset, int length) throws IOException;
}
