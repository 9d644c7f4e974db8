package got.pack.digest;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;

/** SHA-256 as the JDK has it: no attack on it is known. */
final class Sha256Digest implements ObjectDigest {
  private static final int LENGTH = 32;

  private final MessageDigest sha256;

  Sha256Digest() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public void update(byte[] data, int off, int len) {
    sha256.update(data, off, len);
  }

  @Override
  public void digest(byte[] out, int off) {
    Objects.checkFromIndexSize(off, LENGTH, out.length);
    try {
      sha256.digest(out, off, LENGTH);
    } catch (DigestException e) {
      throw new IllegalStateException("there is room for the id", e);
    }
  }

  /** Leaves nothing in {@code out}, and uses nothing of the base: there is nothing to check. */
  @Override
  public void digest(ObjectMessage message, Trail out, byte[] id, int idOffset) {
    Objects.checkFromIndexSize(idOffset, LENGTH, id.length);
    update(message.header, 0, message.headerLength);
    update(message.content, message.start, message.size);
    digest(id, idOffset);
  }

  @Override
  public void reset() {
    sha256.reset();
  }

  @Override
  public int length() {
    return LENGTH;
  }
}
