package got.pack.digest;

/**
 * SHA-1's compression of whole blocks, with the chaining value open between any two of them.
 *
 * <p>It detects nothing by itself: {@link Sha1Digest} alone may turn a chaining value into an id.
 */
sealed interface BlockHash permits HardwareBlockHash, JavaBlockHash {
  int BLOCK_BYTES = 64;

  /** Back to the initial chaining value. */
  void start();

  /** To the chaining value in the five words of {@code values} from {@code off} on. */
  default void resume(int[] values, int off) {
    System.arraycopy(values, off, chainingValue(), 0, 5);
  }

  /** Compresses {@code blocks} blocks of 64 bytes; none is fine. */
  void compress(byte[] data, int off, int blocks);

  /** The chaining value after the last block: five words, live, for reading only. */
  int[] chainingValue();
}
