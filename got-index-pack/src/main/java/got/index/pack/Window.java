package got.index.pack;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A run of rows whose deltas are resolved together, and the inflated bytes of their entries.
 *
 * <p>The bytes are kept in chunks, because hundreds of thousands of arrays would be copied around
 * by the garbage collector. An entry that does not fit a chunk is not kept, and read again from the
 * pack file when it is needed.
 */
final class Window {
  /** The largest entry that is kept. */
  static final int CHUNK_BYTES = 1 << 20;

  private static final long NOT_KEPT = -1;

  private final int start;
  private final Chunks pool;
  private final List<byte[]> chunks = new ArrayList<>();
  private int used = CHUNK_BYTES;

  /** Per row the chunk in the high half and the offset in it in the low half. */
  private long[] places = new long[1024];

  /** Per row the inflated size, if it is kept. */
  private int[] sizes = new int[1024];

  private int size;
  private long endOffset;

  /**
   * @param start the first row
   * @param startOffset where its entry starts in the pack
   * @param pool to take chunks from
   */
  Window(int start, long startOffset, Chunks pool) {
    this.start = start;
    this.pool = pool;
    this.endOffset = startOffset;
  }

  /** Adds the next row. */
  void add(Entry entry, byte[] inflated) {
    if (size == places.length) {
      places = Arrays.copyOf(places, 2 * size);
      sizes = Arrays.copyOf(sizes, 2 * size);
    }
    boolean keep = inflated.length >= entry.size() && entry.size() <= CHUNK_BYTES;
    places[size] = keep ? keep(inflated, (int) entry.size()) : NOT_KEPT;
    sizes[size] = keep ? (int) entry.size() : 0;
    size++;
    endOffset = entry.offset() + entry.packedSize();
  }

  private long keep(byte[] inflated, int length) {
    if (chunks.isEmpty() || length > CHUNK_BYTES - used) {
      chunks.add(pool.take());
      used = 0;
    }
    int chunk = chunks.size() - 1;
    System.arraycopy(inflated, 0, chunks.get(chunk), used, length);
    used += length;
    return (long) chunk << 32 | (used - length);
  }

  /** A window without rows, behind the ones given: all entries must be read from the file. */
  static Window after(int rows, long endOffset) {
    return new Window(rows, endOffset, new Chunks());
  }

  /** Gives the chunks back; the window keeps nothing any more. */
  void release() {
    pool.give(chunks);
    chunks.clear();
    Arrays.fill(places, 0, size, NOT_KEPT);
  }

  /** The chunks that no window uses at the moment. Safe for several threads. */
  static final class Chunks {
    private final ArrayDeque<byte[]> unused = new ArrayDeque<>();

    private synchronized byte[] take() {
      return unused.isEmpty() ? new byte[CHUNK_BYTES] : unused.pop();
    }

    private synchronized void give(List<byte[]> chunks) {
      unused.addAll(chunks);
    }

    /** Lets the memory go. */
    synchronized void clear() {
      unused.clear();
    }
  }

  /** The first row. */
  int start() {
    return start;
  }

  /** Behind the last row. */
  int end() {
    return start + size;
  }

  /** Where the last row's entry ends in the pack. */
  long endOffset() {
    return endOffset;
  }

  /** Bytes of memory that the kept entries take. */
  long keptBytes() {
    return (long) chunks.size() * CHUNK_BYTES;
  }

  /** Where the entry of {@code row}, which is before {@link #end}, ends in the pack. */
  long entryEnd(EntryTable table, int row) {
    return row + 1 < end() ? table.offset(row + 1) : endOffset;
  }

  /** True if the row's inflated bytes are here. */
  boolean keeps(int row) {
    return row >= start && row < end() && places[row - start] != NOT_KEPT;
  }

  /** The array that holds the bytes of a row kept here, from {@link #offset} on. */
  byte[] chunk(int row) {
    return chunks.get((int) (places[row - start] >>> 32));
  }

  int offset(int row) {
    return (int) places[row - start];
  }

  /** How many bytes from there on are the row's. */
  int size(int row) {
    return sizes[row - start];
  }
}
