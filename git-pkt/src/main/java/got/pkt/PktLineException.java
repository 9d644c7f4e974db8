package got.pkt;

/** The connection ended, or what came over it is not cut into packets as it should be. */
public final class PktLineException extends Exception {
  /** Which of the two. */
  public enum Fault {
    /** The connection ended or broke. */
    CONNECTION,
    /** A length that no packet has. */
    FRAMING
  }

  private final Fault fault;
  private final long offset;
  private final String reason;

  PktLineException(Fault fault, long offset, String reason) {
    super(reason);
    this.fault = fault;
    this.offset = offset;
    this.reason = reason;
  }

  PktLineException(Fault fault, long offset, String reason, Throwable cause) {
    super(reason, cause);
    this.fault = fault;
    this.offset = offset;
    this.reason = reason;
  }

  public Fault fault() {
    return fault;
  }

  /**
   * {@link Fault#CONNECTION}: bytes received in all; {@link Fault#FRAMING}: where the packet is.
   */
  public long offset() {
    return offset;
  }

  /** The message, never null. */
  public String reason() {
    return reason;
  }
}
