package got.index.object;

import got.index.pack.ObjectType;
import got.ipc.HashAlgorithm;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * 64 bits for an id and a type: SipHash-2-4 of the id's bytes and one byte for the type. Who does
 * not know the key can neither aim for two that are equal nor for many in one place of a table.
 * Source: Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012.
 */
final class Fingerprint {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final long key0;
  private final long key1;
  private final int idBytes;

  Fingerprint(HashAlgorithm algorithm, long key0, long key1) {
    this.key0 = key0;
    this.key1 = key1;
    this.idBytes = algorithm.idBytes();
  }

  long of(byte[] source, int offset, ObjectType type) {
    long v0 = key0 ^ 0x736f6d6570736575L;
    long v1 = key1 ^ 0x646f72616e646f6dL;
    long v2 = key0 ^ 0x6c7967656e657261L;
    long v3 = key1 ^ 0x7465646279746573L;
    int last = idBytes / 8;
    for (int i = 0; i <= last + 2; i++) {
      long word;
      if (i < last) {
        word = (long) LONG.get(source, offset + 8 * i);
      } else if (i == last) {
        word = lastWord(source, offset + 8 * i, type);
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

  /** What of the id is left, the type, and the length of both in the highest byte. */
  private long lastWord(byte[] source, int offset, ObjectType type) {
    long length = (long) (idBytes + 1) << 56;
    if (idBytes % 8 == 0) {
      return length | type.code();
    }
    return length | (long) type.code() << 32 | ((int) INT.get(source, offset) & 0xffff_ffffL);
  }
}
