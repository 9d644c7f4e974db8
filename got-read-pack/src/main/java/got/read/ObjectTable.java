package got.read;

import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.pack.PackException;
import java.util.Arrays;

/**
 * Objects by number: id, date and flags of each, as columns. Some 40 bytes an object with SHA-1.
 *
 * <p>The servers that filled the repository chose the ids, so the place of an id in the table
 * depends on a number that nobody can guess.
 */
final class ObjectTable {
  /** In all of which there is room in 96 MiB, and more objects than any walk has needed. */
  static final int MOST = 1 << 23;

  private static final int FIRST = 1 << 10;

  private final HashAlgorithm algorithm;
  private final int idBytes;
  private final long factor;
  private byte[] ids;
  private long[] dates = new long[FIRST];
  private byte[] flags = new byte[FIRST];

  /** Rows plus one; 0 is free. Twice as many places as rows. */
  private int[] places = new int[2 * FIRST];

  private int size;

  /**
   * @param secret random
   */
  ObjectTable(HashAlgorithm algorithm, long secret) {
    this.algorithm = algorithm;
    this.idBytes = algorithm.idBytes();
    this.factor = secret | 1;
    this.ids = new byte[FIRST * idBytes];
  }

  /** The first eight bytes of an id. */
  static long prefix(ObjectId id) {
    byte[] bytes = new byte[id.algorithm().idBytes()];
    id.copyTo(bytes, 0);
    return prefix(bytes, 0);
  }

  /** Of an id that begins at {@code at}. */
  static long prefix(byte[] bytes, int at) {
    long prefix = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      prefix = prefix << Byte.SIZE | (bytes[at + i] & 0xff);
    }
    return prefix;
  }

  int size() {
    return size;
  }

  /** The row of an object; negative if it has none. */
  int find(ObjectId id) {
    byte[] wanted = new byte[idBytes];
    id.copyTo(wanted, 0);
    return places[place(wanted)] - 1;
  }

  /**
   * The row of an object, a new one without date and flags if it has none.
   *
   * @throws PackException.Limit if there are too many
   */
  int rowOf(ObjectId id) throws PackException.Limit {
    byte[] wanted = new byte[idBytes];
    id.copyTo(wanted, 0);
    int place = place(wanted);
    if (places[place] != 0) {
      return places[place] - 1;
    }
    if (size == MOST) {
      throw new PackException.Limit(MOST, "walk over more than " + MOST + " objects");
    }
    if (size == dates.length) {
      grow();
      place = place(wanted);
    }
    System.arraycopy(wanted, 0, ids, size * idBytes, idBytes);
    places[place] = size + 1;
    return size++;
  }

  private void grow() {
    int rows = 2 * size;
    ids = Arrays.copyOf(ids, rows * idBytes);
    dates = Arrays.copyOf(dates, rows);
    flags = Arrays.copyOf(flags, rows);
    places = new int[2 * rows];
    byte[] id = new byte[idBytes];
    for (int row = 0; row < size; row++) {
      System.arraycopy(ids, row * idBytes, id, 0, idBytes);
      places[place(id)] = row + 1;
    }
  }

  /** Where the id is, or the free place where it would be. */
  private int place(byte[] id) {
    long mixed = prefix(id, 0) * factor;
    int place = (int) (mixed >>> (Long.SIZE - Integer.numberOfTrailingZeros(places.length)));
    while (places[place] != 0) {
      int at = (places[place] - 1) * idBytes;
      if (Arrays.equals(ids, at, at + idBytes, id, 0, idBytes)) {
        return place;
      }
      place = place + 1 & places.length - 1;
    }
    return place;
  }

  ObjectId id(int row) {
    return ObjectId.copyOf(algorithm, ids, row * idBytes);
  }

  long date(int row) {
    return dates[row];
  }

  void setDate(int row, long date) {
    dates[row] = date;
  }

  boolean is(int row, int flag) {
    return (flags[row] & flag) != 0;
  }

  void set(int row, int flag) {
    flags[row] |= (byte) flag;
  }

  void clear(int row, int flag) {
    flags[row] &= (byte) ~flag;
  }
}
