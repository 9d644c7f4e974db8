package got.pack.digest;

import java.util.HexFormat;

/** A message that is one half of a SHA-1 collision: its SHA-1 must not be used as an id. */
public final class CollisionException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String sha1;

  /**
   * @param sha1 the hash of the message
   */
  public CollisionException(byte[] sha1) {
    super("SHA-1 collision attack");
    this.sha1 = HexFormat.of().formatHex(sha1);
  }

  /** The SHA-1 that the message shares with another one, in hex; for reports only. */
  public String sha1() {
    return sha1;
  }
}
