package got.pack.inflate;

/** Input from an array, through a buffer of any size. */
final class ArrayInput extends ByteInput {
  private final byte[] all;
  private int next;

  ArrayInput(byte[] all, int capacity) {
    super(capacity);
    this.all = all;
  }

  @Override
  protected boolean refill() {
    if (at != end) {
      throw new IllegalStateException("refilled before all was read");
    }
    int n = Math.min(bytes.length, all.length - next);
    System.arraycopy(all, next, bytes, 0, n);
    next += n;
    at = 0;
    end = n;
    return n > 0;
  }

  /** Index of the next byte to read. */
  int position() {
    return next - (end - at);
  }
}
