package got.pack;

import java.io.IOException;

/**
 * The header in front of each pack entry.
 *
 * <p>Its length is what was consumed, never what re-encoding would give: sizes padded with zero
 * groups are legal ({@code b3 00} is a blob of 3 bytes), and the entry's CRC-32 covers the bytes as
 * sent. Source: gitformat-pack(5), "object entries".
 *
 * @param typeCode 1 to 4, {@link #OFS_DELTA} or {@link #REF_DELTA}
 * @param size inflated, in bytes
 * @param baseOffset of an ofs-delta; 0 otherwise
 * @param baseId of a ref-delta, binary; empty otherwise
 */
public record EntryHeader(int typeCode, long size, long baseOffset, byte[] baseId) {
  public static final int OFS_DELTA = 6;
  public static final int REF_DELTA = 7;

  private static final byte[] NO_ID = {};
  private static final int PACK_HEADER_BYTES = 12;

  /**
   * The last shift at which git still reads a size. Its index-pack takes longer headers, zeros or
   * not, but then no other of its programs can read the object.
   */
  private static final int LAST_SHIFT = 53;

  /**
   * @param in at the entry's first byte; on return, at its first zlib byte
   * @param idBytes length of an object id: 20 for SHA-1, 32 for SHA-256
   * @throws PackFormatException if the type is not one of the six known, or a size or base offset
   *     does not fit the pack
   */
  public static EntryHeader read(PackInput in, int idBytes)
      throws IOException, PackFormatException {
    long entry = in.offset();
    int first = in.read();
    int type = (first >> 4) & 7;
    long size = readSize(in, first);
    return switch (type) {
      case 1, 2, 3, 4 -> new EntryHeader(type, size, 0, NO_ID);
      case OFS_DELTA -> new EntryHeader(type, size, entry - readDistance(in, entry), NO_ID);
      case REF_DELTA -> {
        byte[] id = new byte[idBytes];
        in.read(id);
        yield new EntryHeader(type, size, 0, id);
      }
      default -> throw new PackFormatException(entry, "unknown object type " + type);
    };
  }

  /** Little-endian groups of seven bits behind the four of the first byte. */
  private static long readSize(PackInput in, int first) throws IOException, PackFormatException {
    long size = first & 15;
    int shift = 4;
    for (int b = first; (b & 0x80) != 0; shift += 7) {
      b = in.read();
      long group = b & 0x7f;
      if (shift > LAST_SHIFT) {
        throw new PackFormatException(in.offset() - 1, "object size does not fit 60 bits");
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
      throws IOException, PackFormatException {
    int b = in.read();
    long distance = b & 0x7f;
    while ((b & 0x80) != 0) {
      if (distance >= entry) {
        throw new PackFormatException(entry, "base of a delta lies before the pack");
      }
      b = in.read();
      distance = ((distance + 1) << 7) | (b & 0x7f);
    }
    if (distance == 0) {
      throw new PackFormatException(entry, "delta is its own base");
    }
    if (distance > entry - PACK_HEADER_BYTES) {
      throw new PackFormatException(entry, "base of a delta lies before the pack");
    }
    return distance;
  }
}
