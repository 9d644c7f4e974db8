package got.pack;

import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.pack.digest.Digests;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.zip.Deflater;

/** The encodings a pack is made of, each as plain bytes. Source: gitformat-pack(5). */
public final class PackBytes {
  /** Types of entries that are no types of objects. */
  public static final int OFS_DELTA = 6;

  public static final int REF_DELTA = 7;

  private PackBytes() {}

  /** A type and a size, in the shortest form. */
  public static byte[] header(int type, long size) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long rest = size >>> 4;
    out.write((rest == 0 ? 0 : 0x80) | type << 4 | (int) (size & 15));
    writeGroups(out, rest);
    return out.toByteArray();
  }

  private static void writeGroups(ByteArrayOutputStream out, long groups) {
    for (long rest = groups; rest != 0; rest >>>= 7) {
      out.write((int) (rest & 0x7f) | (rest >>> 7 == 0 ? 0 : 0x80));
    }
  }

  /** A size as deltas have it. */
  public static byte[] deltaSize(long size) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (size == 0) {
      out.write(0);
    }
    writeGroups(out, size);
    return out.toByteArray();
  }

  /** How far the base of an ofs-delta lies before it. */
  public static byte[] distance(long distance) {
    byte[] reversed = new byte[10];
    int n = 0;
    reversed[n++] = (byte) (distance & 0x7f);
    for (long rest = distance >>> 7; rest != 0; rest >>>= 7) {
      rest--;
      reversed[n++] = (byte) (0x80 | (rest & 0x7f));
    }
    byte[] bytes = new byte[n];
    for (int i = 0; i < n; i++) {
      bytes[i] = reversed[n - 1 - i];
    }
    return bytes;
  }

  /** Four bytes, big-endian. */
  public static byte[] int32(long value) {
    return ByteBuffer.allocate(4).putInt((int) value).array();
  }

  /**
   * A zlib stream.
   *
   * @param level 0, which stores, to 9
   */
  public static byte[] zlib(byte[] content, int level) {
    Deflater deflater = new Deflater(level);
    try {
      deflater.setInput(content);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] piece = new byte[4096];
      while (!deflater.finished()) {
        out.write(piece, 0, deflater.deflate(piece));
      }
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }

  /** The id of an object. */
  public static ObjectId id(HashAlgorithm algorithm, ObjectType type, byte[] content) {
    byte[] header = new byte[ObjectType.longestHeader()];
    MessageDigest digest = Digests.checksum(algorithm);
    digest.update(header, 0, type.writeHeader(content.length, header));
    return ObjectId.copyOf(algorithm, digest.digest(content), 0);
  }

  public static byte[] binary(ObjectId id) {
    byte[] bytes = new byte[id.algorithm().idBytes()];
    id.copyTo(bytes, 0);
    return bytes;
  }

  /** Puts the trailer behind a pack that has none. */
  public static byte[] sign(HashAlgorithm algorithm, byte[] pack) {
    return concat(pack, Digests.checksum(algorithm).digest(pack));
  }

  /** Replaces the trailer of a pack that was changed, as an attacker would. */
  public static byte[] signAgain(HashAlgorithm algorithm, byte[] pack) {
    return sign(algorithm, Arrays.copyOf(pack, pack.length - algorithm.idBytes()));
  }

  public static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  public static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Bytes given as ints, so that {@code 0xff} needs no cast. */
  public static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
