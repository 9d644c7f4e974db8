package got.ipc;

/** A value that came from outside is not what its type allows. */
public final class BadValueException extends Exception {
  private final String reason;

  /**
   * @param reason what is wrong; holds no unescaped byte from outside
   */
  public BadValueException(String reason) {
    super(reason);
    this.reason = reason;
  }

  /** The message, never null. */
  public String reason() {
    return reason;
  }
}
