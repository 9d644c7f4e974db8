package got.ipc;

import java.util.Arrays;
import java.util.HexFormat;

/** The id of one object, or the checksum of a pack. Immutable. */
public final class ObjectId implements Comparable<ObjectId> {
  /** The value of each lower-case hexadecimal digit; negative for all other bytes. */
  private static final byte[] DIGITS = digits();

  private final HashAlgorithm algorithm;
  private final byte[] bytes;

  private ObjectId(HashAlgorithm algorithm, byte[] bytes) {
    this.algorithm = algorithm;
    this.bytes = bytes;
  }

  /** Copies {@code algorithm.idBytes()} bytes of {@code source}, starting at {@code offset}. */
  public static ObjectId copyOf(HashAlgorithm algorithm, byte[] source, int offset) {
    return new ObjectId(
        algorithm, Arrays.copyOfRange(source, offset, offset + algorithm.idBytes()));
  }

  /**
   * Parses the lower-case hexadecimal form that servers send.
   *
   * @param hex 40 or 64 bytes, according to the algorithm
   * @throws BadValueException if the length is wrong or a byte is none of 0-9a-f
   */
  public static ObjectId parse(HashAlgorithm algorithm, byte[] hex) throws BadValueException {
    if (hex.length != 2 * algorithm.idBytes()) {
      throw new BadValueException("object id of " + hex.length + " digits");
    }
    byte[] bytes = new byte[algorithm.idBytes()];
    for (int i = 0; i < bytes.length; i++) {
      int value = DIGITS[hex[2 * i] & 0xff] << 4 | DIGITS[hex[2 * i + 1] & 0xff];
      if (value < 0) {
        throw new BadValueException("object id is not hexadecimal");
      }
      bytes[i] = (byte) value;
    }
    return new ObjectId(algorithm, bytes);
  }

  private static byte[] digits() {
    byte[] digits = new byte[256];
    Arrays.fill(digits, (byte) -1);
    for (int i = 0; i < 16; i++) {
      digits[Character.forDigit(i, 16)] = (byte) i;
    }
    return digits;
  }

  public HashAlgorithm algorithm() {
    return algorithm;
  }

  /** True for the id of nothing, which no object has. */
  public boolean isZero() {
    for (byte b : bytes) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  /** Writes the binary form to {@code target} at {@code offset}. */
  public void copyTo(byte[] target, int offset) {
    System.arraycopy(bytes, 0, target, offset, bytes.length);
  }

  /** Unsigned byte order, which is the order of a pack index. */
  @Override
  public int compareTo(ObjectId other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ObjectId id && Arrays.equals(bytes, id.bytes);
  }

  /** The first four bytes: they are as good as any, and looked at without a loop. */
  @Override
  public int hashCode() {
    return bytes[0] << 24 | (bytes[1] & 0xff) << 16 | (bytes[2] & 0xff) << 8 | (bytes[3] & 0xff);
  }

  /** Lower-case hexadecimal. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
