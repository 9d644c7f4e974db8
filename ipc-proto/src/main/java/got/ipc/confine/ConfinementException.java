package got.ipc.confine;

/** A process cannot be confined as it must be; says which mechanism is missing, and why. */
public final class ConfinementException extends Exception {
  private final Remedy remedy;

  /**
   * @param reason {@code mechanism: what is wrong}, lower case, no full stop
   */
  public ConfinementException(String reason) {
    this(reason, Remedy.NONE);
  }

  /**
   * @param reason {@code mechanism: what is wrong}, lower case, no full stop
   * @param remedy what can be done about it
   */
  public ConfinementException(String reason, Remedy remedy) {
    super(reason);
    this.remedy = remedy;
  }

  public String reason() {
    return String.valueOf(getMessage());
  }

  public Remedy remedy() {
    return remedy;
  }
}
