package got.index.pack;

import got.pack.ObjectType;
import got.pack.PackException;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Makes entries of whole objects, compressed as git compresses them; for one thread. */
final class Compressor {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final Deflater deflater = new Deflater(Deflater.BEST_SPEED);

  /** Is given an entry part by part. */
  @FunctionalInterface
  interface Output {
    /**
     * @param part begins with it; valid until this returns
     * @param length of the part in bytes
     */
    void write(byte[] part, int length) throws PackException;
  }

  /**
   * Makes an entry.
   *
   * @return its CRC-32
   */
  int compress(Repository.Content object, Output out) throws PackException {
    CRC32 crc = new CRC32();
    int at = putHeader(object.type(), object.bytes().length);
    deflater.reset();
    deflater.setInput(object.bytes());
    deflater.finish();
    while (!deflater.finished()) {
      at += deflater.deflate(buffer, at, BUFFER_BYTES - at);
      if (at == BUFFER_BYTES || deflater.finished()) {
        crc.update(buffer, 0, at);
        out.write(buffer, at);
        at = 0;
      }
    }
    return (int) crc.getValue();
  }

  /**
   * @return its bytes, at the start of the buffer
   */
  private int putHeader(ObjectType type, int size) {
    int first = type.code() << 4 | (size & 15);
    int rest = size >>> 4;
    int at = 0;
    while (rest != 0) {
      buffer[at++] = (byte) (first | 0x80);
      first = rest & 0x7f;
      rest >>>= 7;
    }
    buffer[at++] = (byte) first;
    return at;
  }
}
