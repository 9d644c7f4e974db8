package got.pack;

import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import java.io.IOException;

/** Takes the header of an entry apart, see {@link EntryHeader#read}. */
final class HeaderReader {
  private static final int OFS_DELTA = 6;
  private static final int REF_DELTA = 7;

  /**
   * The last shift at which git still reads a size. Its index-pack takes longer headers, zeros or
   * not, but then no other of its programs can read the object.
   */
  private static final int LAST_SHIFT = 53;

  private HeaderReader() {}

  static EntryHeader read(PackInput in, HashAlgorithm algorithm)
      throws IOException, PackException.Format {
    long entry = in.offset();
    int first = in.read();
    int type = (first >> 4) & 7;
    long size = readSize(in, first);
    return switch (type) {
      case 1, 2, 3, 4 -> new EntryHeader.Base(ObjectType.of(type), size);
      case OFS_DELTA -> new EntryHeader.OfsDelta(size, entry - readDistance(in, entry));
      case REF_DELTA -> {
        byte[] id = new byte[algorithm.idBytes()];
        in.read(id);
        yield new EntryHeader.RefDelta(size, ObjectId.copyOf(algorithm, id, 0));
      }
      default -> throw new PackException.Format(entry, "unknown object type " + type);
    };
  }

  /** Little-endian groups of seven bits behind the four of the first byte. */
  private static long readSize(PackInput in, int first) throws IOException, PackException.Format {
    long size = first & 15;
    int shift = 4;
    for (int b = first; (b & 0x80) != 0; shift += 7) {
      b = in.read();
      long group = b & 0x7f;
      if (shift > LAST_SHIFT) {
        throw new PackException.Format(in.offset() - 1, "object size does not fit 60 bits");
      }
      size |= group << shift;
    }
    return size;
  }

  /**
   * Big-endian groups, each but the last one less than it means, so that no number has two forms.
   * The guard comes before the shift: a run of {@code ff} must not wrap around to a small distance.
   */
  private static long readDistance(PackInput in, long entry)
      throws IOException, PackException.Format {
    int b = in.read();
    long distance = b & 0x7f;
    while ((b & 0x80) != 0) {
      if (distance >= entry) {
        throw new PackException.Format(entry, "base of a delta lies before the pack");
      }
      b = in.read();
      distance = ((distance + 1) << 7) | (b & 0x7f);
    }
    if (distance == 0) {
      throw new PackException.Format(entry, "delta is its own base");
    }
    if (distance > entry - EntryHeader.FIRST_ENTRY) {
      throw new PackException.Format(entry, "base of a delta lies before the pack");
    }
    return distance;
  }
}
