package got.pack.object;

import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.pack.PackException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The objects of many small packs, in one sorted array: the first 43 bits of each id, and in the
 * other bits which row it is. Eight bytes an object, sixteen MiB at most. What begins alike is told
 * apart by the id in the index.
 */
final class Catalog {
  private static final int ROW_BITS = 21;
  private static final int ROWS = 1 << ROW_BITS;
  private static final long PREFIX = -1L << ROW_BITS;

  private final HashAlgorithm algorithm;
  private final List<PackSet.Pack> packs = new ArrayList<>();

  /** The first row of each pack. */
  private int[] starts = new int[16];

  private long[] keys = new long[1024];
  private int size;

  Catalog(HashAlgorithm algorithm) {
    this.algorithm = algorithm;
  }

  /**
   * Takes the objects of a pack in.
   *
   * @return false if there is no room for them
   */
  boolean add(PackSet.Pack pack) throws IOException, PackException {
    int more = pack.index().size();
    if (more > ROWS - size) {
      return false;
    }
    if (keys.length < size + more) {
      keys = Arrays.copyOf(keys, Math.max(size + more, Math.min(2 * keys.length, ROWS)));
    }
    pack.index().prefixes(keys, size);
    for (int row = size; row < size + more; row++) {
      // The order of unsigned numbers is that of signed ones with the first bit turned.
      keys[row] = ((keys[row] & PREFIX) ^ Long.MIN_VALUE) | row;
    }
    if (starts.length == packs.size()) {
      starts = Arrays.copyOf(starts, 2 * starts.length);
    }
    starts[packs.size()] = size;
    packs.add(pack);
    size += more;
    return true;
  }

  /** Makes {@link #find} possible; nothing may be added any more. */
  void sort() {
    keys = Arrays.copyOf(keys, size);
    Arrays.sort(keys);
  }

  PackSet.@Nullable Found find(ObjectId id) throws IOException, PackException {
    byte[] bytes = new byte[algorithm.idBytes()];
    id.copyTo(bytes, 0);
    long prefix = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      prefix = prefix << Byte.SIZE | (bytes[i] & 0xff);
    }
    long key = (prefix & PREFIX) ^ Long.MIN_VALUE;
    int at = Arrays.binarySearch(keys, 0, size, key);
    for (int i = at < 0 ? -at - 1 : at; i < size && (keys[i] & PREFIX) == key; i++) {
      int row = (int) (keys[i] & ~PREFIX);
      int place = Arrays.binarySearch(starts, 0, packs.size(), row);
      // Of packs that are empty begin several at one row; the last of them has it.
      int which = place < 0 ? -place - 2 : place;
      while (which + 1 < packs.size() && starts[which + 1] <= row) {
        which++;
      }
      PackSet.Pack pack = packs.get(which);
      int position = row - starts[which];
      if (pack.index().isAt(position, id)) {
        return new PackSet.Found(pack, position);
      }
    }
    return null;
  }
}
