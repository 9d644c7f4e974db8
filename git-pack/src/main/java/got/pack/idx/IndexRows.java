package got.pack.idx;

import got.ipc.HashAlgorithm;

/** What an index says of the objects of a pack: a row for each, in any order. */
public interface IndexRows {
  /** What the ids are. */
  HashAlgorithm algorithm();

  /** How many rows there are. */
  int size();

  /** The first eight bytes of the row's id, big-endian. */
  long idPrefix(int row);

  /** Unsigned byte order of two rows' ids. */
  int compareIds(int a, int b);

  /** Writes the row's id to {@code target} at {@code offset}. */
  void copyId(int row, byte[] target, int offset);

  /** CRC-32 of the row's entry. */
  int crc(int row);

  /** Offset of the row's entry in the pack, in bytes. */
  long offset(int row);
}
