package got.packaging;

import java.io.ByteArrayOutputStream;

/** The two forms of numbers in a pack. Source: gitformat-pack(5). */
public final class PackNumbers {
  private PackNumbers() {}

  /** Groups of seven bits, the lowest first; one at least. */
  public static void putSize(ByteArrayOutputStream out, long size) {
    long rest = size;
    for (; rest >>> 7 != 0; rest >>>= 7) {
      out.write((int) (rest & 0x7f) | 0x80);
    }
    out.write((int) rest);
  }

  /** Type and size of an entry. */
  public static void putHeader(ByteArrayOutputStream out, int type, long size) {
    long rest = size >>> 4;
    out.write((rest == 0 ? 0 : 0x80) | type << 4 | (int) (size & 15));
    if (rest != 0) {
      putSize(out, rest);
    }
  }

  /** How far the base of an ofs-delta lies before it. */
  public static byte[] distance(long distance) {
    byte[] reversed = new byte[10];
    int n = 0;
    reversed[n++] = (byte) (distance & 0x7f);
    for (long rest = distance >>> 7; rest != 0; rest >>>= 7) {
      rest--;
      reversed[n++] = (byte) (0x80 | (rest & 0x7f));
    }
    byte[] bytes = new byte[n];
    for (int i = 0; i < n; i++) {
      bytes[i] = reversed[n - 1 - i];
    }
    return bytes;
  }
}
