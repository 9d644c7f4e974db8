package got.index.digest;

/** The message carries a known kind of collision attack, so its hash identifies nothing. */
public final class CollisionException extends Exception {
  public CollisionException() {
    super("SHA-1 collision attack detected");
  }
}
