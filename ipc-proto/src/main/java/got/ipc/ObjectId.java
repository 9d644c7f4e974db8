package got.ipc;

import java.util.Arrays;
import java.util.HexFormat;

/** The id of one object, or the checksum of a pack. Immutable. */
public final class ObjectId implements Comparable<ObjectId> {
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
      bytes[i] = (byte) (digit(hex[2 * i]) << 4 | digit(hex[2 * i + 1]));
    }
    return new ObjectId(algorithm, bytes);
  }

  private static int digit(byte b) throws BadValueException {
    if (b >= '0' && b <= '9') {
      return b - '0';
    }
    if (b >= 'a' && b <= 'f') {
      return b - 'a' + 10;
    }
    throw new BadValueException("object id is not hexadecimal");
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

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Lower-case hexadecimal. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
