package got.ipc;

/** An encoded message, and the number that tells its kind. */
public final class Body {
  private final int number;
  private final byte[] bytes;

  /**
   * @param bytes not copied
   */
  public Body(int number, byte[] bytes) {
    this.number = number;
    this.bytes = bytes;
  }

  public int number() {
    return number;
  }

  /** Not a copy. */
  public byte[] bytes() {
    return bytes;
  }
}
