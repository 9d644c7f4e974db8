package got.pkt;

/**
 * The connection ended, what came over it is not cut into packets as it should be, or it is no
 * conversation of Git's at all.
 */
public final class PktLineException extends Exception {
  /** Which of the three. */
  public enum Fault {
    /** The connection ended or broke. */
    CONNECTION,
    /** A length that no packet has. */
    FRAMING,
    /** Nothing that came was a packet. */
    NOT_GIT
  }

  private final Fault fault;
  private final long offset;
  private final String reason;
  private final String words;

  PktLineException(Fault fault, long offset, String reason) {
    this(fault, offset, reason, "");
  }

  /** {@link Fault#NOT_GIT}. */
  PktLineException(Greeting greeting) {
    this(Fault.NOT_GIT, 0, greeting.reason(), greeting.words());
  }

  private PktLineException(Fault fault, long offset, String reason, String words) {
    super(reason);
    this.fault = fault;
    this.offset = offset;
    this.reason = reason;
    this.words = words;
  }

  PktLineException(Fault fault, long offset, String reason, Throwable cause) {
    super(reason, cause);
    this.fault = fault;
    this.offset = offset;
    this.reason = reason;
    this.words = "";
  }

  public Fault fault() {
    return fault;
  }

  /**
   * {@link Fault#CONNECTION}: bytes received in all; {@link Fault#FRAMING}: where the packet is;
   * {@link Fault#NOT_GIT}: 0.
   */
  public long offset() {
    return offset;
  }

  /** The message, never null. */
  public String reason() {
    return reason;
  }

  /** What the server said, as it said it; empty unless it is {@link Fault#NOT_GIT}. */
  public String words() {
    return words;
  }
}
