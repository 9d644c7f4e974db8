package got.ipc.confine;

/** A process cannot be confined as it must be; says which mechanism is missing, and why. */
public final class ConfinementException extends Exception {
  /**
   * @param reason {@code mechanism: what is wrong}, lower case, no full stop
   */
  public ConfinementException(String reason) {
    super(reason);
  }

  public String reason() {
    return String.valueOf(getMessage());
  }
}
