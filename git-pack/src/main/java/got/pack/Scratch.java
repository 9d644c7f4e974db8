package got.pack;

import got.pack.inflate.ZlibReader;

/** A buffer to inflate into that is used again and again, and grows. */
public final class Scratch {
  /** The longest array there is, nearly, less what inflating needs. */
  public static final int MOST_BYTES = Integer.MAX_VALUE - 8 - ZlibReader.SLACK;

  private static final int FIRST_BYTES = 64 * 1024;
  private static final int MOST_KEPT_BYTES = 4 << 20;

  private byte[] bytes = new byte[FIRST_BYTES];

  /** A small buffer. */
  public Scratch() {}

  /**
   * The buffer, with room to inflate {@code size} bytes; what it held is lost if it had to grow.
   */
  public byte[] atLeast(int size) {
    int room = size + ZlibReader.SLACK;
    if (bytes.length < room) {
      boolean isLarge = room > MOST_KEPT_BYTES;
      bytes = new byte[isLarge ? room : Math.max(room, 2 * bytes.length)];
    }
    return bytes;
  }

  /** The buffer as it is, with what was written to it last. */
  public byte[] bytes() {
    return bytes;
  }

  /** Lets the memory go that a large object took. */
  public void trim() {
    if (bytes.length > MOST_KEPT_BYTES) {
      bytes = new byte[FIRST_BYTES];
    }
  }
}
