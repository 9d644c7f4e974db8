package got.pack.digest;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * SHA-1 that detects nothing, over what the processor has instructions for: the JDK's own, without
 * the list of security providers that the JDK reads first, in some five milliseconds of each start.
 */
final class Sha1Checksum extends MessageDigest {
  private static final int BLOCK = BlockHash.BLOCK_BYTES;
  private static final int LENGTH = 20;

  private final BlockHash hash;

  /** Bytes not yet hashed, and room for the padding. */
  private final byte[] buffer = new byte[2 * BLOCK];

  private int buffered;
  private long length;

  Sha1Checksum(BlockHash hash) {
    super("SHA-1");
    this.hash = hash;
    hash.start();
  }

  @Override
  protected int engineGetDigestLength() {
    return LENGTH;
  }

  @Override
  protected void engineUpdate(byte input) {
    engineUpdate(new byte[] {input}, 0, 1);
  }

  @Override
  protected void engineUpdate(byte[] input, int off, int len) {
    length += len;
    int at = off;
    int end = off + len;
    if (buffered > 0) {
      int fill = Math.min(BLOCK - buffered, len);
      System.arraycopy(input, at, buffer, buffered, fill);
      at += fill;
      buffered += fill;
      if (buffered < BLOCK) {
        return;
      }
      hash.compress(buffer, 0, 1);
    }
    int blocks = (end - at) / BLOCK;
    hash.compress(input, at, blocks);
    at += blocks * BLOCK;
    buffered = end - at;
    System.arraycopy(input, at, buffer, 0, buffered);
  }

  /** Source: FIPS 180-4, 5.1.1. */
  @Override
  protected byte[] engineDigest() {
    int end = buffered < BLOCK - Long.BYTES ? BLOCK : 2 * BLOCK;
    Arrays.fill(buffer, buffered, end, (byte) 0);
    buffer[buffered] = (byte) 0x80;
    ByteBuffer.wrap(buffer).putLong(end - Long.BYTES, length * Byte.SIZE);
    hash.compress(buffer, 0, end / BLOCK);
    byte[] digest = new byte[LENGTH];
    ByteBuffer.wrap(digest).asIntBuffer().put(hash.chainingValue(), 0, LENGTH / Integer.BYTES);
    engineReset();
    return digest;
  }

  @Override
  protected void engineReset() {
    buffered = 0;
    length = 0;
    hash.start();
  }
}
