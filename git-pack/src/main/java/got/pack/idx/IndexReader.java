package got.pack.idx;

import got.ipc.HashAlgorithm;
import got.ipc.Limits;
import got.ipc.ObjectId;
import got.pack.EntryHeader;
import got.pack.PackException;
import got.pack.digest.Digests;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Looks objects up in an index of version 2, by positional reads.
 *
 * <p>Whoever wrote the file may have meant harm: {@link #open} checks what lookups rely on, at the
 * cost of reading 1,032 bytes and the two checksums, and each lookup checks what it reads. Wrong
 * ids or offsets within the bounds remain possible; the pack's own entries tell. {@link #verify}
 * reads the whole file.
 *
 * <p>Holds 1 KiB and a buffer, whatever the size of the index. One thread at a time; the channel is
 * the caller's. Offsets of the exceptions are those in the index.
 */
public final class IndexReader {
  private static final int FANOUT_AT = 8;
  private static final int IDS_AT = FANOUT_AT + 4 * IndexFormat.FANOUT;
  private static final int CRC_BYTES = 4;
  private static final int OFFSET_BYTES = 4;
  private static final int LARGE_OFFSET_BYTES = 8;
  private static final int LARGE = 0x8000_0000;

  /**
   * Ids that a lookup reads at once. Among 1,600 ids, as many as 400,000 objects have with one
   * first byte, the standard deviation of a guess is 20 at most.
   */
  private static final int IDS_AT_ONCE = 64;

  private static final int VERIFY_BYTES = 64 * 1024;

  private final FileChannel index;
  private final HashAlgorithm algorithm;
  private final int idBytes;
  private final int[] fanout;
  private final long largeOffsets;
  private final long size;
  private final ObjectId pack;
  private final ByteBuffer number = ByteBuffer.allocate(LARGE_OFFSET_BYTES);
  private final ByteBuffer ids;

  private IndexReader(
      FileChannel index, HashAlgorithm algorithm, int[] fanout, long size, ObjectId pack) {
    this.index = index;
    this.algorithm = algorithm;
    this.idBytes = algorithm.idBytes();
    this.fanout = fanout;
    this.size = size;
    this.pack = pack;
    this.largeOffsets =
        (size - leastSize(fanout[IndexFormat.FANOUT - 1], idBytes)) / LARGE_OFFSET_BYTES;
    this.ids = ByteBuffer.allocate(IDS_AT_ONCE * idBytes);
  }

  /** Bytes of an index without 64-bit offsets. */
  private static long leastSize(long count, int idBytes) {
    return IDS_AT + count * (idBytes + CRC_BYTES + OFFSET_BYTES) + 2L * idBytes;
  }

  /**
   * Opens an index.
   *
   * @param index read by position; its own position does not move
   * @throws PackException.Format if it is no index of version 2, counts are not what a fan-out can
   *     hold, or the size is none that an index of so many objects can have
   * @throws PackException.Limit if it has more objects than a pack may have
   */
  public static IndexReader open(FileChannel index, HashAlgorithm algorithm)
      throws IOException, PackException {
    ByteBuffer head = read(index, ByteBuffer.allocate(IDS_AT), 0);
    if (head.getInt() != IndexFormat.MAGIC) {
      throw new PackException.Format(0, "not an index of a pack, or one of version 1");
    }
    int version = head.getInt();
    if (version != IndexFormat.VERSION) {
      throw new PackException.Format(
          4, "index version " + Integer.toUnsignedString(version) + " is not 2");
    }
    int[] fanout = new int[IndexFormat.FANOUT];
    int last = 0;
    for (int i = 0; i < IndexFormat.FANOUT; i++) {
      fanout[i] = head.getInt();
      if (Integer.compareUnsigned(fanout[i], last) < 0) {
        throw new PackException.Format(FANOUT_AT + 4L * i, "counts of the index decrease");
      }
      last = fanout[i];
    }
    if (last < 0 || last > Limits.OBJECTS) {
      throw new PackException.Limit(Limits.OBJECTS, "more than " + Limits.OBJECTS + " objects");
    }
    long size = index.size();
    int idBytes = algorithm.idBytes();
    long large = size - leastSize(last, idBytes);
    if (large < 0 || large % LARGE_OFFSET_BYTES != 0 || large > (long) last * LARGE_OFFSET_BYTES) {
      throw new PackException.Format(
          PackException.NOWHERE, "index of " + last + " objects cannot be " + size + " bytes long");
    }
    ByteBuffer trailer = read(index, ByteBuffer.allocate(idBytes), size - 2L * idBytes);
    ObjectId pack = ObjectId.copyOf(algorithm, trailer.array(), 0);
    return new IndexReader(index, algorithm, fanout, size, pack);
  }

  /** How many objects there are. */
  public int size() {
    return fanout[IndexFormat.FANOUT - 1];
  }

  /** The checksum of the pack that the index belongs to, as the index states it. */
  public ObjectId packChecksum() {
    return pack;
  }

  /**
   * Finds an object.
   *
   * @return where its entry starts in the pack, as {@link #offset} tells; negative if the index
   *     does not have the object
   * @throws PackException.Format as {@link #offset}
   */
  public long offsetOf(ObjectId id) throws IOException, PackException {
    int position = find(id);
    return position < 0 ? -1 : offset(position);
  }

  /**
   * Finds an object.
   *
   * @return its position in the order of ids; negative if the index does not have it
   */
  public int find(ObjectId id) throws IOException, PackException.Format {
    if (id.algorithm() != algorithm) {
      throw new IllegalArgumentException("id of another hash algorithm");
    }
    byte[] wanted = new byte[idBytes];
    id.copyTo(wanted, 0);
    int first = wanted[0] & 0xff;
    int low = first == 0 ? 0 : fanout[first - 1];
    int high = fanout[first];
    int start = guess(low, high, wanted) - IDS_AT_ONCE / 2;
    int step = IDS_AT_ONCE;
    while (low < high) {
      int count = Math.min(IDS_AT_ONCE, high - low);
      start = Math.clamp(start, low, high - count);
      readIds(start, count);
      int from = compare(0, wanted);
      if (from > 0) {
        high = start;
        start -= step;
        // Never less than half of what is left, once the steps are long.
        start = Math.max(start, (low + high) >>> 1);
      } else if (from < 0 && compare(count - 1, wanted) < 0) {
        low = start + count;
        start = Math.min(low + step - IDS_AT_ONCE, (low + high) >>> 1);
      } else {
        int at = search(count, wanted);
        return at < 0 ? -1 : start + at;
      }
      step *= 2;
    }
    return -1;
  }

  /** Where an id would be among others if they were spread evenly, as hashes are. */
  private static int guess(int low, int high, byte[] id) {
    long part = (id[1] & 0xffL) << 16 | (id[2] & 0xffL) << 8 | (id[3] & 0xffL);
    return low + (int) (((high - low) * part) >>> 24);
  }

  /** Which of the ids that were read is the wanted one; negative if none is. */
  private int search(int count, byte[] wanted) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      int order = compare(middle, wanted);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return -1;
  }

  /**
   * Reads the first eight bytes of each id, in order.
   *
   * @param target gets {@link #size} numbers, big-endian, from {@code at} on
   */
  public void prefixes(long[] target, int at) throws IOException, PackException.Format {
    int position = 0;
    while (position < size()) {
      int count = Math.min(IDS_AT_ONCE, size() - position);
      readIds(position, count);
      for (int i = 0; i < count; i++) {
        target[at + position + i] = ids.getLong(i * idBytes);
      }
      position += count;
    }
  }

  /**
   * True if an object is at that position in the order of ids.
   *
   * @param position 0 to {@link #size} - 1
   */
  public boolean isAt(int position, ObjectId id) throws IOException, PackException.Format {
    byte[] wanted = new byte[idBytes];
    id.copyTo(wanted, 0);
    readIds(position, 1);
    return compare(0, wanted) == 0;
  }

  private void readIds(int position, int count) throws IOException, PackException.Format {
    ids.clear().limit(count * idBytes);
    read(index, ids, IDS_AT + (long) position * idBytes);
  }

  private int compare(int i, byte[] wanted) {
    return Arrays.compareUnsigned(ids.array(), i * idBytes, (i + 1) * idBytes, wanted, 0, idBytes);
  }

  /**
   * Where the entry of an object starts in the pack, at least behind the pack's header.
   *
   * @param position of the object in the order of ids, 0 to {@link #size} - 1
   * @throws PackException.Format if the place in the table of 64-bit offsets, or the offset, is
   *     none that can be
   */
  public long offset(int position) throws IOException, PackException.Format {
    long offsets = IDS_AT + (long) size() * (idBytes + CRC_BYTES);
    long at = offsets + (long) position * OFFSET_BYTES;
    number.clear().limit(OFFSET_BYTES);
    int small = read(index, number, at).getInt();
    long offset = small;
    if ((small & LARGE) != 0) {
      long place = small & ~LARGE;
      if (place >= largeOffsets) {
        throw new PackException.Format(at, "64-bit offset is not in the index");
      }
      at = offsets + (long) size() * OFFSET_BYTES + place * LARGE_OFFSET_BYTES;
      number.clear();
      offset = read(index, number, at).getLong();
    }
    if (offset < EntryHeader.FIRST_ENTRY) {
      throw new PackException.Format(at, "offset in the index is none of an entry");
    }
    return offset;
  }

  /**
   * Reads the whole file and compares its checksum; protects against accidents only.
   *
   * @throws PackException.Format if the checksum is wrong
   */
  public void verify() throws IOException, PackException.Format {
    MessageDigest digest = Digests.checksum(algorithm);
    ByteBuffer buffer = ByteBuffer.allocate(VERIFY_BYTES);
    long end = size - idBytes;
    for (long at = 0; at < end; ) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), end - at));
      read(index, buffer, at);
      at += buffer.limit();
      digest.update(buffer);
    }
    byte[] stated = read(index, ByteBuffer.allocate(idBytes), end).array();
    if (!MessageDigest.isEqual(digest.digest(), stated)) {
      throw new PackException.Format(end, "checksum of the index is wrong");
    }
  }

  /** Fills the buffer up to its limit, and flips it. */
  private static ByteBuffer read(FileChannel index, ByteBuffer buffer, long offset)
      throws IOException, PackException.Format {
    while (buffer.hasRemaining()) {
      if (offset < 0 || index.read(buffer, offset + buffer.position()) < 0) {
        throw new PackException.Format(Math.max(0, offset + buffer.position()), "index ends early");
      }
    }
    return buffer.flip();
  }
}
