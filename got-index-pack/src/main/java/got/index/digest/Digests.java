package got.index.digest;

import got.ipc.HashAlgorithm;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Makes digests. */
public final class Digests {
  private Digests() {}

  /** For the checksums of pack and index, which protect against accidents only. */
  public static MessageDigest checksum(HashAlgorithm algorithm) {
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

  /** For object ids. */
  public static ObjectDigest forObjects(HashAlgorithm algorithm) {
    return new Plain(checksum(algorithm));
  }

  private record Plain(MessageDigest digest) implements ObjectDigest {
    @Override
    public void update(byte[] data, int offset, int length) {
      digest.update(data, offset, length);
    }

    @Override
    public void digest(byte[] out, int offset) {
      try {
        digest.digest(out, offset, length());
      } catch (DigestException e) {
        throw new IllegalStateException("no room for a digest", e);
      }
    }

    @Override
    public void reset() {
      digest.reset();
    }

    @Override
    public int length() {
      return digest.getDigestLength();
    }
  }
}
