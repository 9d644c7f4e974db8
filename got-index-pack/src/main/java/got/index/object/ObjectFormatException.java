package got.index.object;

/**
 * An object is malformed in a way that makes it unusable or dangerous. What is merely odd, and
 * found in famous repositories, is a {@link Finding} instead.
 */
public final class ObjectFormatException extends Exception {
  private final String reason;

  /**
   * @param reason lower case, no full stop, no text from the object
   */
  ObjectFormatException(String reason) {
    super(reason);
    this.reason = reason;
  }

  /** The message, never null. */
  public String reason() {
    return reason;
  }
}
