package got.index.pack;

/** The pack, or an object in it, is over a limit: it may be valid, but is not wanted. */
public final class PackLimitException extends Exception {
  private final long limit;
  private final String reason;

  /**
   * @param limit that was exceeded, in the unit that the reason names
   * @param reason lower case, no full stop
   */
  public PackLimitException(long limit, String reason) {
    super(reason);
    this.limit = limit;
    this.reason = reason;
  }

  public long limit() {
    return limit;
  }

  /** The message, never null. */
  public String reason() {
    return reason;
  }
}
