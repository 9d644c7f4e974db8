package got.pack.inflate;

import java.io.IOException;

/**
 * A buffer of input that is refilled when it is used up.
 *
 * <p>Its owner reads from {@link #at} on, and a {@link ZlibReader} does. The reader may step back
 * by some bytes, but only within the same filling.
 */
public abstract class ByteInput {
  /** Holds the input. */
  protected final byte[] bytes;

  /** The next byte to read. */
  protected int at;

  /** Behind the last byte that is there. */
  protected int end;

  /**
   * @param capacity of the buffer in bytes
   */
  protected ByteInput(int capacity) {
    bytes = new byte[capacity];
  }

  /**
   * Puts the next bytes, at least one, into the buffer, all of which has been read; sets {@link
   * #at} and {@link #end}.
   *
   * @return false if there are no more
   */
  protected abstract boolean refill() throws IOException;
}
