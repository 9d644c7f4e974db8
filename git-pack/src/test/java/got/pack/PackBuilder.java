package got.pack;

import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import java.io.ByteArrayOutputStream;

/**
 * Builds packs entry by entry, valid or not.
 *
 * <p>Every method that adds an entry returns its offset in the pack. What is not said otherwise is
 * as it should be: version 2, the count of the entries added, the size of the content, a zlib
 * stream at level 6, the right trailer.
 */
public final class PackBuilder {
  private static final byte[] NOTHING = {};

  private final HashAlgorithm algorithm;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private byte[] magic = PackBytes.ascii("PACK");
  private long version = 2;
  private long extraCount;
  private long entries;
  private int level = 6;

  public PackBuilder(HashAlgorithm algorithm) {
    this.algorithm = algorithm;
  }

  public static PackBuilder sha1() {
    return new PackBuilder(HashAlgorithm.SHA1);
  }

  public HashAlgorithm algorithm() {
    return algorithm;
  }

  public PackBuilder magic(String four) {
    magic = PackBytes.ascii(four);
    return this;
  }

  public PackBuilder version(long stated) {
    version = stated;
    return this;
  }

  /** States the right count plus {@code difference}. */
  public PackBuilder countOff(long difference) {
    extraCount = difference;
    return this;
  }

  /** Level of the zlib streams of entries added from now on; 0 stores. */
  public PackBuilder level(int zlibLevel) {
    level = zlibLevel;
    return this;
  }

  /** Where the next entry will start. */
  public long offset() {
    return 12L + body.size();
  }

  public long base(ObjectType type, byte[] content) {
    return base(type, content, content.length);
  }

  public long blob(String content) {
    return base(ObjectType.BLOB, PackBytes.ascii(content));
  }

  public long base(ObjectType type, byte[] content, long statedSize) {
    return entry(PackBytes.header(type.code(), statedSize), NOTHING, content);
  }

  /** A delta on the entry at {@code base}, an offset in this pack. */
  public long ofsDelta(long base, byte[] delta) {
    return ofsDelta(PackBytes.distance(offset() - base), delta);
  }

  /** A delta whose base lies where {@code distance} says. */
  public long ofsDelta(byte[] distance, byte[] delta) {
    return entry(PackBytes.header(PackBytes.OFS_DELTA, delta.length), distance, delta);
  }

  public long refDelta(ObjectId base, byte[] delta) {
    return entry(
        PackBytes.header(PackBytes.REF_DELTA, delta.length), PackBytes.binary(base), delta);
  }

  private long entry(byte[] header, byte[] base, byte[] content) {
    return raw(PackBytes.concat(header, base), PackBytes.zlib(content, level));
  }

  /** An entry of any bytes. */
  public long raw(byte[] header, byte[] zlib) {
    long offset = offset();
    body.writeBytes(header);
    body.writeBytes(zlib);
    entries++;
    return offset;
  }

  /** Bytes that belong to no entry. */
  public PackBuilder junk(byte[] bytes) {
    body.writeBytes(bytes);
    return this;
  }

  public byte[] buildUnsigned() {
    return PackBytes.concat(
        magic, PackBytes.int32(version), PackBytes.int32(entries + extraCount), body.toByteArray());
  }

  public byte[] build() {
    return PackBytes.sign(algorithm, buildUnsigned());
  }
}
