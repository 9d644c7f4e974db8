package got.pack.digest;

import got.ipc.HashAlgorithm;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Makes digests. */
public final class Digests {
  /** Chosen once: the self-test takes some milliseconds. */
  private static final class Engine {
    static final Sha1Engine CHOSEN = Sha1Engine.choose();
  }

  private Digests() {}

  /** For the checksums of pack and index, which protect against accidents only. */
  public static MessageDigest checksum(HashAlgorithm algorithm) {
    if (algorithm == HashAlgorithm.SHA1 && Engine.CHOSEN == Sha1Engine.HARDWARE) {
      return new Sha1Checksum(new HardwareBlockHash());
    }
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

  /** For object ids: with collision detection where there are collisions. */
  public static ObjectDigest forObjects(HashAlgorithm algorithm) {
    return switch (algorithm) {
      case SHA1 -> ObjectDigest.sha1(Engine.CHOSEN);
      case SHA256 -> ObjectDigest.sha256();
    };
  }
}
