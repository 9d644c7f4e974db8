package got.pack;

/** The bytes are no valid pack. */
public final class PackFormatException extends Exception {
  private final long offset;
  private final String reason;

  /**
   * @param offset in the pack, in bytes, of what is wrong; -1 if it has none
   * @param reason lower case, no full stop, no text from the pack
   */
  public PackFormatException(long offset, String reason) {
    super(offset < 0 ? reason : reason + " at offset " + offset);
    this.offset = offset;
    this.reason = super.getMessage() == null ? reason : super.getMessage();
  }

  public long offset() {
    return offset;
  }

  /** The message, never null. */
  public String reason() {
    return reason;
  }
}
