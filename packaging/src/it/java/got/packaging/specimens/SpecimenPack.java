package got.packaging.specimens;

import got.pack.PackBytes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** Writes packs entry by entry, right or wrong, with SHA-1. Source: gitformat-pack(5). */
public final class SpecimenPack {
  public static final int COMMIT = 1;
  public static final int TREE = 2;
  public static final int BLOB = 3;
  public static final int TAG = 4;
  public static final int OFS_DELTA = 6;
  public static final int REF_DELTA = 7;

  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private String magic = "PACK";
  private int version = 2;
  private int extra;
  private int entries;

  public static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  public SpecimenPack magic(String other) {
    magic = other;
    return this;
  }

  public SpecimenPack version(int other) {
    version = other;
    return this;
  }

  /** States as many entries more. */
  public SpecimenPack more(int count) {
    extra = count;
    return this;
  }

  /** Where the next entry will be. */
  public int offset() {
    return 12 + body.size();
  }

  /** Adds an entry; returns its offset. */
  public int object(int type, byte[] content) {
    return entry(type, content.length, new byte[0], zlib(content));
  }

  public int blob(String content) {
    return object(BLOB, ascii(content));
  }

  public int ofsDelta(int base, byte[] delta) {
    return entry(OFS_DELTA, delta.length, PackBytes.distance(offset() - base), zlib(delta));
  }

  public int refDelta(byte[] base, byte[] delta) {
    return entry(REF_DELTA, delta.length, base, zlib(delta));
  }

  public int entry(int type, long size, byte[] base, byte[] zlib) {
    int offset = offset();
    body.writeBytes(PackBytes.header(type, size));
    body.writeBytes(base);
    body.writeBytes(zlib);
    entries++;
    return offset;
  }

  public SpecimenPack junk(int... bytes) {
    for (int b : bytes) {
      body.write(b);
    }
    return this;
  }

  /** A delta: the two sizes, and instructions as they are given. */
  public static byte[] delta(long base, long result, byte[]... instructions) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (long size : new long[] {base, result}) {
      out.writeBytes(PackBytes.deltaSize(size));
    }
    for (byte[] instruction : instructions) {
      out.writeBytes(instruction);
    }
    return out.toByteArray();
  }

  /** Copies from an offset, with all bytes of both numbers. */
  public static byte[] copy(int from, int count) {
    return ByteBuffer.allocate(8)
        .order(java.nio.ByteOrder.LITTLE_ENDIAN)
        .put((byte) 0xff)
        .putInt(from)
        .put((byte) count)
        .put((byte) (count >>> 8))
        .put((byte) (count >>> 16))
        .array();
  }

  /** Inserts up to 127 bytes. */
  public static byte[] insert(String text) {
    return ascii((char) text.length() + text);
  }

  public static byte[] zlib(byte[] content) {
    return PackBytes.zlib(content, 9);
  }

  public static byte[] id(String type, byte[] content) {
    return sha1(ascii(type + " " + content.length + "\0"), content);
  }

  public static byte[] sha1(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] unsigned() {
    return ByteBuffer.allocate(12 + body.size())
        .put(ascii(magic))
        .putInt(version)
        .putInt(entries + extra)
        .put(body.toByteArray())
        .array();
  }

  public byte[] build() {
    return sign(unsigned());
  }

  public static byte[] sign(byte[] pack) {
    byte[] signed = Arrays.copyOf(pack, pack.length + 20);
    System.arraycopy(sha1(pack), 0, signed, pack.length, 20);
    return signed;
  }

  /** As an attacker does who changed something before it. */
  public static byte[] signAgain(byte[] pack) {
    return sign(Arrays.copyOf(pack, Math.max(0, pack.length - 20)));
  }
}
