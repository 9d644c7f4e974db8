package got.index.digest;

/** Computes ids of objects, one after another; one instance per thread. */
public interface ObjectDigest {
  void update(byte[] data, int offset, int length);

  /**
   * Writes the id of the bytes since the last call, or since {@link #reset}, and starts anew.
   *
   * @param out gets {@link #length} bytes from {@code offset} on
   * @throws CollisionException if the bytes carry a SHA-1 collision attack; nothing is written then
   */
  void digest(byte[] out, int offset) throws CollisionException;

  /** Forgets the bytes given so far. */
  void reset();

  /** Bytes of an id: 20 or 32. */
  int length();
}
