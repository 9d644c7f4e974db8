package got.index.object;

/**
 * An object is malformed in a way that makes it unusable or dangerous. What is merely odd, and
 * found in famous repositories, is a {@link Finding} instead.
 */
public final class ObjectFormatException extends Exception {
  private final String reason;
  private final boolean fault;

  /**
   * @param reason lower case, no full stop, no text from the object
   */
  ObjectFormatException(String reason) {
    this(reason, false);
  }

  private ObjectFormatException(String reason, boolean fault) {
    super(reason);
    this.reason = reason;
    this.fault = fault;
  }

  static ObjectFormatException fault(Finding fault) {
    return new ObjectFormatException(fault.phrase(), true);
  }

  /** Whether a skip list can excuse it. */
  public boolean isFault() {
    return fault;
  }

  /** The message, never null. */
  public String reason() {
    return reason;
  }
}
