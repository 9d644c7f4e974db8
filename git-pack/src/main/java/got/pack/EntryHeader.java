package got.pack;

import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import java.io.IOException;

/**
 * The header in front of each pack entry.
 *
 * <p>Its length is what was consumed, never what re-encoding would give: sizes padded with zero
 * groups are legal ({@code b3 00} is a blob of 3 bytes), and the entry's CRC-32 covers the bytes as
 * sent. Source: gitformat-pack(5), "object entries".
 */
public sealed interface EntryHeader {
  /** Where the first entry of a pack begins: behind magic, version, and number of entries. */
  int FIRST_ENTRY = 12;

  /** Inflated bytes of the entry: of the object, or of the delta. */
  long size();

  /** A whole object. */
  record Base(ObjectType type, long size) implements EntryHeader {}

  /**
   * A delta on an entry before it in the same pack.
   *
   * @param baseOffset where that entry must start; whether one does is not known here
   */
  record OfsDelta(long size, long baseOffset) implements EntryHeader {}

  /** A delta on an object that may be anywhere in the pack, or outside. */
  record RefDelta(long size, ObjectId baseId) implements EntryHeader {}

  /**
   * @param in at the entry's first byte; on return, at its first zlib byte
   * @param algorithm of the ids
   * @throws PackException.Format if the type is not one of the six known, or a size or base offset
   *     does not fit the pack
   */
  static EntryHeader read(PackInput in, HashAlgorithm algorithm)
      throws IOException, PackException.Format {
    return HeaderReader.read(in, algorithm);
  }
}
