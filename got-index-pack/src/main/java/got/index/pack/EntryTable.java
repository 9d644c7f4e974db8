package got.index.pack;

import got.ipc.HashAlgorithm;
import got.ipc.Limits;
import got.ipc.ObjectId;
import got.pack.ObjectType;
import got.pack.idx.IndexRows;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * One row per pack entry, in the order of the pack, as primitive columns.
 *
 * <p>Columns grow in chunks as entries arrive, so that nothing is sized by the pack's own count and
 * growing copies nothing. A row costs 45 bytes with SHA-1, 57 with SHA-256.
 *
 * <p>Filled by one thread. Other threads may use the rows that it told them of, and complete each
 * row in one of them.
 */
public final class EntryTable implements IndexRows {
  /** In the base column: the row is a base, or its base is not known. */
  static final int NONE = -1;

  private static final int CHUNK_BITS = 14;
  private static final int CHUNK = 1 << CHUNK_BITS;
  private static final int MASK = CHUNK - 1;

  /** Fixed, so that threads that read earlier chunks never see these arrays being replaced. */
  private static final int CHUNKS = Limits.OBJECTS >> CHUNK_BITS;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final byte RESOLVED = 8;
  private static final byte MARKED = 16;
  private static final byte TYPE = 7;

  private final HashAlgorithm algorithm;
  private final int idBytes;
  private int size;

  private final long[][] offsets = new long[CHUNKS][];
  private final byte[][] ids = new byte[CHUNKS][];
  private final int[][] crcs = new int[CHUNKS][];
  private final int[][] bases = new int[CHUNKS][];

  /** Type of the object, 0 while it is that of a base not resolved, and whether its id is known. */
  private final byte[][] states = new byte[CHUNKS][];

  /** For the delta resolver: first child in the high half, next sibling in the low half. */
  private final long[][] links = new long[CHUNKS][];

  public EntryTable(HashAlgorithm algorithm) {
    this.algorithm = algorithm;
    this.idBytes = algorithm.idBytes();
  }

  @Override
  public HashAlgorithm algorithm() {
    return algorithm;
  }

  /** How many rows there are. */
  @Override
  public int size() {
    return size;
  }

  /** Adds a base object; it is resolved if the entry has its id. */
  int add(Entry.Base entry) {
    int row = append(entry.offset(), entry.crc());
    states[row >> CHUNK_BITS][row & MASK] = (byte) entry.type().code();
    ObjectId id = entry.id();
    if (id != null) {
      id.copyTo(ids[row >> CHUNK_BITS], (row & MASK) * idBytes);
      complete(row, entry.type());
    }
    return row;
  }

  /**
   * Adds a delta.
   *
   * @param base its row, or {@link #NONE}
   */
  int addDelta(Entry entry, int base) {
    int row = append(entry.offset(), entry.crc());
    bases[row >> CHUNK_BITS][row & MASK] = base;
    return row;
  }

  private int append(long offset, int crc) {
    int row = size;
    int chunk = row >> CHUNK_BITS;
    if ((row & MASK) == 0) {
      grow(chunk);
    }
    offsets[chunk][row & MASK] = offset;
    crcs[chunk][row & MASK] = crc;
    bases[chunk][row & MASK] = NONE;
    setLinks(row, NONE, NONE);
    size++;
    return row;
  }

  private void grow(int chunk) {
    offsets[chunk] = new long[CHUNK];
    ids[chunk] = new byte[CHUNK * idBytes];
    crcs[chunk] = new int[CHUNK];
    bases[chunk] = new int[CHUNK];
    states[chunk] = new byte[CHUNK];
    links[chunk] = new long[CHUNK];
  }

  /** Offset of the row's entry in the pack. */
  @Override
  public long offset(int row) {
    return offsets[row >> CHUNK_BITS][row & MASK];
  }

  /** CRC-32 of the row's entry. */
  @Override
  public int crc(int row) {
    return crcs[row >> CHUNK_BITS][row & MASK];
  }

  /** The base's row, or {@link #NONE}. */
  int base(int row) {
    return bases[row >> CHUNK_BITS][row & MASK];
  }

  void setBase(int row, int base) {
    bases[row >> CHUNK_BITS][row & MASK] = base;
  }

  /** True if the row's id is known. */
  boolean isResolved(int row) {
    return (states[row >> CHUNK_BITS][row & MASK] & RESOLVED) != 0;
  }

  /** True if the row is an object whose id is still to be computed. */
  boolean isUnidentified(int row) {
    int state = states[row >> CHUNK_BITS][row & MASK];
    return (state & TYPE) != 0 && (state & RESOLVED) == 0;
  }

  /** The type of a row that is resolved, or a base. */
  public ObjectType type(int row) {
    return ObjectType.of(states[row >> CHUNK_BITS][row & MASK] & TYPE);
  }

  /** Marks the row as resolved; its id must be there. */
  void complete(int row, ObjectType type) {
    states[row >> CHUNK_BITS][row & MASK] |= (byte) (RESOLVED | type.code());
  }

  /** True if the row belongs to the forest that is being resolved. */
  boolean isMarked(int row) {
    return (states[row >> CHUNK_BITS][row & MASK] & MARKED) != 0;
  }

  void setMarked(int row, boolean marked) {
    byte state = states[row >> CHUNK_BITS][row & MASK];
    states[row >> CHUNK_BITS][row & MASK] = (byte) (marked ? state | MARKED : state & ~MARKED);
  }

  /** The chunk that holds the row's id, at {@link #idOffset}. */
  byte[] idChunk(int row) {
    return ids[row >> CHUNK_BITS];
  }

  int idOffset(int row) {
    return (row & MASK) * idBytes;
  }

  ObjectId id(int row) {
    return ObjectId.copyOf(algorithm, idChunk(row), idOffset(row));
  }

  /** The first eight bytes of the row's id, big-endian. */
  @Override
  public long idPrefix(int row) {
    return (long) LONG.get(idChunk(row), idOffset(row));
  }

  /** Unsigned byte order of two rows' ids. */
  @Override
  public int compareIds(int a, int b) {
    int at = idOffset(a);
    int bt = idOffset(b);
    return Arrays.compareUnsigned(idChunk(a), at, at + idBytes, idChunk(b), bt, bt + idBytes);
  }

  /** Writes the row's id to {@code target} at {@code offset}. */
  @Override
  public void copyId(int row, byte[] target, int offset) {
    System.arraycopy(idChunk(row), idOffset(row), target, offset, idBytes);
  }

  int firstChild(int row) {
    return (int) (links[row >> CHUNK_BITS][row & MASK] >>> 32);
  }

  int nextSibling(int row) {
    return (int) links[row >> CHUNK_BITS][row & MASK];
  }

  void setLinks(int row, int firstChild, int nextSibling) {
    links[row >> CHUNK_BITS][row & MASK] = (long) firstChild << 32 | (nextSibling & 0xffff_ffffL);
  }

  /**
   * The row whose entry starts at {@code offset}, or {@link #NONE}.
   *
   * <p>Looks from the end with growing steps: a delta's base is rarely far before it.
   */
  int rowAt(long offset) {
    int high = size - 1;
    int step = 1;
    while (high - step >= 0 && offset(high - step) > offset) {
      step <<= 1;
    }
    int low = Math.max(0, high - step);
    while (low <= high) {
      int middle = (low + high) >>> 1;
      long there = offset(middle);
      if (there == offset) {
        return middle;
      }
      if (there < offset) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return NONE;
  }
}
