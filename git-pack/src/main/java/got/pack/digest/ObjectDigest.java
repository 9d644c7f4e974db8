package got.pack.digest;

/**
 * Computes ids of Git objects, one after the other. Not thread-safe: one instance per thread.
 *
 * <p>Bytes are hashed as given: the caller passes Git's header ({@code blob 16\0}) first.
 */
public interface ObjectDigest {

  /** A digest for SHA-1 repositories, with collision detection on every block. */
  static ObjectDigest sha1(Sha1Engine engine) {
    return new Sha1Digest(
        switch (engine) {
          case HARDWARE -> new HardwareBlockHash();
          case JAVA -> new JavaBlockHash();
        });
  }

  /** A digest for SHA-256 repositories. */
  static ObjectDigest sha256() {
    return new Sha256Digest();
  }

  /** Appends {@code len} bytes of the message; no one may change them during the call. */
  void update(byte[] data, int off, int len);

  /**
   * Writes the id, {@link #length} bytes, into {@code out} at {@code off}, and resets.
   *
   * @throws CollisionException if the message carries a SHA-1 collision attack; nothing is written,
   *     and the digest is ready for the next message
   */
  void digest(byte[] out, int off) throws CollisionException;

  /**
   * Writes the id of an object in memory, as {@link #update} and {@link #digest(byte[], int)} would
   * do; between messages only. What is known of its base is not found out again. Detects the same
   * collisions as if there were no base.
   *
   * @param out for what this leaves, not the trail of the base itself, or {@link Trail#NONE};
   *     cannot be used if this does not return
   * @throws CollisionException as {@link #digest(byte[], int)}
   * @throws IllegalArgumentException if a copy is not within base or object
   * @throws IllegalStateException if there is a message begun, or the base's trail was left
   *     unusable
   */
  void digest(ObjectMessage message, Trail out, byte[] id, int idOffset) throws CollisionException;

  /** Forgets the message so far, and whatever was found in it. */
  void reset();

  /** Bytes of an id: 20 or 32. */
  int length();
}
