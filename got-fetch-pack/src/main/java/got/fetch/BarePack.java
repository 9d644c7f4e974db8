package got.fetch;

import got.ipc.HashAlgorithm;
import got.pkt.ByteSink;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A pack that comes without side-band, so that nothing but the end of the connection ends it; and
 * some servers leave the connection open.
 *
 * <p>The last bytes of a pack are the hash of all that is before them. When they are, and nothing
 * more is there, the pack has ended. This is framing and proves nothing: got-index-pack verifies
 * the pack. A server that wants to can end its pack early, as it can by hanging up. Source:
 * gitformat-pack(5).
 */
final class BarePack implements ByteSink {
  private final ByteSink out;
  private final MessageDigest digest;

  /** The last bytes, which may be the hash of the others. */
  private final byte[] tail;

  private int held;

  BarePack(HashAlgorithm algorithm, ByteSink out) {
    this.out = out;
    this.digest = digest(algorithm);
    this.tail = new byte[algorithm.idBytes()];
  }

  private static MessageDigest digest(HashAlgorithm algorithm) {
    try {
      return MessageDigest.getInstance(
          switch (algorithm) {
            case SHA1 -> "SHA-1";
            case SHA256 -> "SHA-256";
          });
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + algorithm, e);
    }
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    out.write(buffer, offset, length);
    int leaving = Math.max(0, held + length - tail.length);
    int old = Math.min(leaving, held);
    digest.update(tail, 0, old);
    System.arraycopy(tail, old, tail, 0, held - old);
    held -= old;
    int passing = leaving - old;
    digest.update(buffer, offset, passing);
    System.arraycopy(buffer, offset + passing, tail, held, length - passing);
    held += length - passing;
  }

  /** True if the pack ends in its hash. */
  boolean isComplete() {
    if (held < tail.length) {
      return false;
    }
    try {
      MessageDigest soFar = (MessageDigest) digest.clone();
      return MessageDigest.isEqual(soFar.digest(), tail);
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e);
    }
  }
}
