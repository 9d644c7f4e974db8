package got.pack.digest;

/** What computes SHA-1's compression function; both detect collisions alike. */
public enum Sha1Engine {
  /** The JDK's implementation, which uses the processor's SHA instructions. */
  HARDWARE,
  /** Java code: about a third as fast, but needs no open package. */
  JAVA;

  /**
   * The faster one that passes the self-test; a few milliseconds, so once per process.
   *
   * @throws IllegalStateException if not even Java code detects the known collision
   */
  public static Sha1Engine choose() {
    if (SelfTest.hardwareIsAsExpected()) {
      return HARDWARE;
    }
    if (SelfTest.detects(new JavaBlockHash())) {
      return JAVA;
    }
    throw new IllegalStateException("SHA-1 collision detection does not work");
  }
}
