package got.index.object;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * SipHash-2-4. Who does not know the key can neither aim for two messages with one hash nor for
 * many in one place of a table. Source: Aumasson and Bernstein, "SipHash: a fast short-input PRF",
 * 2012.
 */
final class SipHash {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final long key0;
  private final long key1;

  /** The key is 128 bits. */
  SipHash(long key0, long key1) {
    this.key0 = key0;
    this.key1 = key1;
  }

  /**
   * Hashes bytes of an array and one byte more.
   *
   * @param length of those in the array: a multiple of 4, as lengths of ids are
   * @param lastByte from 0 to 255
   */
  long of(byte[] source, int offset, int length, int lastByte) {
    long v0 = key0 ^ 0x736f6d6570736575L;
    long v1 = key1 ^ 0x646f72616e646f6dL;
    long v2 = key0 ^ 0x6c7967656e657261L;
    long v3 = key1 ^ 0x7465646279746573L;
    int last = length / 8;
    for (int i = 0; i <= last + 2; i++) {
      long word;
      if (i < last) {
        word = (long) LONG.get(source, offset + 8 * i);
      } else if (i == last) {
        word = lastWord(source, offset, length, lastByte);
      } else {
        word = 0;
      }
      if (i == last + 1) {
        v2 ^= 0xff;
      }
      v3 ^= word;
      for (int round = 0; round < 2; round++) {
        v0 += v1;
        v2 += v3;
        v1 = Long.rotateLeft(v1, 13) ^ v0;
        v3 = Long.rotateLeft(v3, 16) ^ v2;
        v0 = Long.rotateLeft(v0, 32);
        v2 += v1;
        v0 += v3;
        v1 = Long.rotateLeft(v1, 17) ^ v2;
        v3 = Long.rotateLeft(v3, 21) ^ v0;
        v2 = Long.rotateLeft(v2, 32);
      }
      v0 ^= word;
    }
    return v0 ^ v1 ^ v2 ^ v3;
  }

  /** The bytes behind the last whole word, and the length of the message in the highest byte. */
  private static long lastWord(byte[] source, int offset, int length, int lastByte) {
    long tag = (long) (length + 1) << 56;
    if (length % 8 == 0) {
      return tag | lastByte;
    }
    return tag
        | (long) lastByte << 32
        | ((int) INT.get(source, offset + length - 4) & 0xffff_ffffL);
  }
}
