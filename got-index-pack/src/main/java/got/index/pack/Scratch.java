package got.index.pack;

/** A buffer that is used again and again, and only grows. */
final class Scratch {
  /** The longest array there is, nearly. */
  static final int MOST_BYTES = Integer.MAX_VALUE - 8;

  private static final int FIRST_BYTES = 64 * 1024;

  private byte[] bytes = new byte[FIRST_BYTES];

  /** The buffer, with room for {@code size} bytes; what it held is lost if it had to grow. */
  byte[] atLeast(int size) {
    if (bytes.length < size) {
      bytes = new byte[Math.max(size, (int) Math.min(2L * bytes.length, MOST_BYTES))];
    }
    return bytes;
  }

  byte[] bytes() {
    return bytes;
  }
}
