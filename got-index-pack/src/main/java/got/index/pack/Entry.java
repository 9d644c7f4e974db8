package got.index.pack;

import got.ipc.ObjectId;
import got.pack.ObjectType;
import org.jspecify.annotations.Nullable;

/**
 * What the first pass learns of one pack entry.
 *
 * <p>Offsets and sizes are in bytes; {@code packedSize} counts the header too; {@code size} is the
 * inflated size, which for the two deltas is that of the delta, not of the object; {@code crc} is
 * the CRC-32 of the entry as sent.
 */
public sealed interface Entry {
  long offset();

  long size();

  long packedSize();

  int crc();

  /**
   * A whole object.
   *
   * @param id null if it is for those to compute who get the object: see {@link
   *     FirstPass#LEFT_BYTES}
   */
  record Base(
      long offset, ObjectType type, long size, long packedSize, int crc, @Nullable ObjectId id)
      implements Entry {}

  /**
   * A delta on the entry at an earlier offset of the same pack.
   *
   * @param baseOffset where that entry must start; whether one does, this pass does not say
   */
  record OfsDelta(long offset, long baseOffset, long size, long packedSize, int crc)
      implements Entry {}

  /** A delta on an object given by its id, which may be anywhere in the pack, or outside. */
  record RefDelta(long offset, ObjectId baseId, long size, long packedSize, int crc)
      implements Entry {}
}
