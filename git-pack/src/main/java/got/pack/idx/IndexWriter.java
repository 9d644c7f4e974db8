package got.pack.idx;

import got.ipc.ObjectId;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Writes index version 2: fan-out, ids in order, CRC-32s, offsets, the pack's checksum, its own.
 *
 * <p>Offsets from 2 GiB on go to a second table of 8 bytes each, as git does it.
 */
public final class IndexWriter {
  private static final long FIRST_LARGE_OFFSET = 1L << 31;
  private static final int BUFFER_BYTES = 64 * 1024;

  private final OutputStream out;
  private final MessageDigest digest;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int used;
  private long written;

  private IndexWriter(OutputStream out, MessageDigest digest) {
    this.out = out;
    this.digest = digest;
  }

  /**
   * The rows in the order of their ids.
   *
   * <p>Puts the rows into their places of the fan-out, and sorts each of these by longs that hold
   * the next four bytes of the id and the row. Whole ids are only looked at where these are equal.
   * That takes 4 bytes per row, and no object.
   */
  public static int[] sortedById(IndexRows table) {
    int[] rows = new int[table.size()];
    int[] ends = placeByFirstByte(table, rows);
    long[] keys = {};
    int start = 0;
    for (int end : ends) {
      if (keys.length < end - start) {
        keys = new long[end - start];
      }
      sortBetween(table, rows, start, end, keys);
      start = end;
    }
    return rows;
  }

  /**
   * @return for each first byte of an id where its rows end
   */
  private static int[] placeByFirstByte(IndexRows table, int[] rows) {
    int[] starts = new int[IndexFormat.FANOUT + 1];
    for (int row = 0; row < rows.length; row++) {
      starts[firstByte(table, row) + 1]++;
    }
    for (int i = 1; i < starts.length; i++) {
      starts[i] += starts[i - 1];
    }
    int[] ends = Arrays.copyOf(starts, IndexFormat.FANOUT);
    for (int row = 0; row < rows.length; row++) {
      rows[ends[firstByte(table, row)]++] = row;
    }
    return ends;
  }

  private static int firstByte(IndexRows table, int row) {
    return (int) (table.idPrefix(row) >>> 56);
  }

  /**
   * @param keys room for that many
   */
  private static void sortBetween(IndexRows table, int[] rows, int start, int end, long[] keys) {
    int count = end - start;
    for (int i = 0; i < count; i++) {
      int row = rows[start + i];
      long prefix = table.idPrefix(row) << 8 & 0xffff_ffff_0000_0000L;
      keys[i] = (prefix ^ Long.MIN_VALUE) | row;
    }
    Arrays.sort(keys, 0, count);
    for (int i = 0; i < count; i++) {
      rows[start + i] = (int) keys[i];
    }
    sortEqualPrefixes(table, keys, rows, start, count);
  }

  /**
   * Sorts within runs. Ids are random, so that a run is two long, if that; but two that begin alike
   * are found in seconds, and a server can send a million of each.
   */
  private static void sortEqualPrefixes(
      IndexRows table, long[] keys, int[] rows, int offset, int count) {
    int start = 0;
    for (int end = 1; end <= count; end++) {
      if (end == count || keys[end] >> 32 != keys[start] >> 32) {
        if (end - start > 1) {
          sortById(table, rows, offset + start, offset + end);
        }
        start = end;
      }
    }
  }

  private static void sortById(IndexRows table, int[] rows, int start, int end) {
    Integer[] run = new Integer[end - start];
    Arrays.setAll(run, i -> rows[start + i]);
    Arrays.sort(run, table::compareIds);
    for (int i = 0; i < run.length; i++) {
      rows[start + i] = run[i];
    }
  }

  /**
   * Writes the index.
   *
   * @param rows of the table, as {@link #sortedById} gave them
   * @param pack the pack's checksum
   * @param digest for the index's own
   * @return the bytes written
   */
  public static long write(
      IndexRows table, int[] rows, ObjectId pack, MessageDigest digest, OutputStream out)
      throws IOException {
    IndexWriter writer = new IndexWriter(out, digest);
    writer.write(table, rows, pack);
    return writer.written;
  }

  private void write(IndexRows table, int[] rows, ObjectId pack) throws IOException {
    putInt(IndexFormat.MAGIC);
    putInt(IndexFormat.VERSION);
    writeFanout(table, rows);
    int idBytes = table.algorithm().idBytes();
    byte[] id = new byte[idBytes];
    for (int row : rows) {
      table.copyId(row, id, 0);
      put(id);
    }
    for (int row : rows) {
      putInt(table.crc(row));
    }
    writeOffsets(table, rows);
    pack.copyTo(id, 0);
    put(id);
    flush();
    byte[] own = digest.digest();
    out.write(own);
    written += own.length;
  }

  private void writeFanout(IndexRows table, int[] rows) throws IOException {
    int row = 0;
    for (int first = 0; first < IndexFormat.FANOUT; first++) {
      while (row < rows.length && firstByte(table, rows[row]) == first) {
        row++;
      }
      putInt(row);
    }
  }

  private void writeOffsets(IndexRows table, int[] rows) throws IOException {
    int large = 0;
    for (int row : rows) {
      long offset = table.offset(row);
      putInt(offset < FIRST_LARGE_OFFSET ? (int) offset : 0x8000_0000 | large++);
    }
    if (large == 0) {
      return;
    }
    for (int row : rows) {
      long offset = table.offset(row);
      if (offset >= FIRST_LARGE_OFFSET) {
        putInt((int) (offset >>> 32));
        putInt((int) offset);
      }
    }
  }

  private void putInt(int value) throws IOException {
    if (used + 4 > buffer.length) {
      flush();
    }
    buffer[used++] = (byte) (value >>> 24);
    buffer[used++] = (byte) (value >>> 16);
    buffer[used++] = (byte) (value >>> 8);
    buffer[used++] = (byte) value;
  }

  private void put(byte[] bytes) throws IOException {
    if (used + bytes.length > buffer.length) {
      flush();
    }
    System.arraycopy(bytes, 0, buffer, used, bytes.length);
    used += bytes.length;
  }

  private void flush() throws IOException {
    digest.update(buffer, 0, used);
    out.write(buffer, 0, used);
    written += used;
    used = 0;
  }
}
