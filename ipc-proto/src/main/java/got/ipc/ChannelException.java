package got.ipc;

import java.io.IOException;

/** The channel is unusable: the peer went away, or broke its rules. */
public final class ChannelException extends IOException {
  /** Which of the two. */
  public enum Reason {
    /** The peer closed its end, or died. */
    CLOSED,
    /** The peer sent what it may not send. */
    RULES
  }

  private final Reason reason;

  ChannelException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  ChannelException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** A rule that the wire format itself sets. */
  public static ChannelException rules(String message) {
    return new ChannelException(Reason.RULES, message);
  }

  public Reason reason() {
    return reason;
  }
}
