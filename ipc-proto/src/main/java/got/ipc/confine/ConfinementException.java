package got.ipc.confine;

/** A process cannot be confined as it must be; says which mechanism is missing, and why. */
public final class ConfinementException extends Exception {
  private final boolean unreachable;

  /**
   * @param reason {@code mechanism: what is wrong}, lower case, no full stop
   */
  public ConfinementException(String reason) {
    this(reason, false);
  }

  private ConfinementException(String reason, boolean unreachable) {
    super(reason);
    this.unreachable = unreachable;
  }

  /** The user of a helper cannot reach a file that the helper needs. */
  static ConfinementException unreachable(String reason) {
    return new ConfinementException(reason, true);
  }

  public String reason() {
    return String.valueOf(getMessage());
  }

  /** True if nothing is missing, and only files lie where a helper's user cannot reach them. */
  public boolean isUnreachable() {
    return unreachable;
  }
}
