package got.index.pack;

import java.io.Flushable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The bytes of a pack as they arrive: buffered, copied to the pack file, digested for the trailer,
 * and covered by the CRC-32 of the entry they belong to.
 */
final class PackStream implements PackInput, Flushable, AutoCloseable {
  private static final int BUFFER_BYTES = 128 * 1024;

  private final InputStream in;
  private final OutputStream copy;
  private final MessageDigest trailer;
  private final CRC32 crc = new CRC32();
  private final Inflater inflater = new Inflater();
  private final byte[] surplus = new byte[1];

  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int at;
  private int end;

  /** Offset in the pack of {@code buffer[0]}. */
  private long bufferOffset;

  /** First byte of the buffer that the trailer's digest, or the entry's CRC, does not cover yet. */
  private int digestFrom;

  private int crcFrom;

  /** First byte of the buffer that was not copied yet. */
  private int copyFrom;

  PackStream(InputStream in, OutputStream copy, MessageDigest trailer) {
    this.in = in;
    this.copy = copy;
    this.trailer = trailer;
  }

  @Override
  public long offset() {
    return bufferOffset + at;
  }

  @Override
  public int read() throws IOException, PackFormatException {
    if (at == end) {
      fill();
    }
    return buffer[at++] & 0xff;
  }

  /** Starts the CRC-32 of an entry at the next byte. */
  void beginEntry() {
    crc.reset();
    crcFrom = at;
  }

  /** The CRC-32 of the bytes since {@link #beginEntry}. */
  int endEntry() {
    crc.update(buffer, crcFrom, at - crcFrom);
    crcFrom = at;
    return (int) crc.getValue();
  }

  /** Starts a zlib stream at the next byte. */
  void beginInflate() {
    inflater.reset();
  }

  /**
   * Inflates at most {@code length} bytes, and at least one unless the zlib stream is at its end.
   *
   * @return how many; 0 at the end, and then the next byte of the pack is the one behind the stream
   * @throws PackFormatException if the stream is corrupt, wants a dictionary, or the pack ends
   */
  int inflate(byte[] target, int offset, int length) throws IOException, PackFormatException {
    try {
      while (true) {
        if (at == end) {
          fill();
        }
        inflater.setInput(buffer, at, end - at);
        int n = inflater.inflate(target, offset, length);
        at = end - inflater.getRemaining();
        if (n > 0 || inflater.finished()) {
          return n;
        }
        if (inflater.needsDictionary()) {
          throw new PackFormatException(offset(), "zlib stream wants a dictionary");
        }
      }
    } catch (DataFormatException e) {
      throw new PackFormatException(offset(), "corrupt zlib stream");
    }
  }

  /**
   * Reads the zlib stream to its end, where all its bytes were expected to be out already.
   *
   * @throws PackFormatException if more come out
   */
  void endInflate() throws IOException, PackFormatException {
    if (!inflater.finished() && inflate(surplus, 0, 1) > 0) {
      throw new PackFormatException(offset(), "object is longer than stated");
    }
  }

  /**
   * Reads the checksum behind the last entry and makes sure that nothing follows it.
   *
   * @throws PackFormatException if it is not the digest of all bytes before it
   */
  byte[] readTrailer() throws IOException, PackFormatException {
    trailer.update(buffer, digestFrom, at - digestFrom);
    byte[] expected = trailer.digest();
    digestFrom = Integer.MAX_VALUE;
    byte[] sent = new byte[expected.length];
    long offset = offset();
    read(sent);
    if (!MessageDigest.isEqual(expected, sent)) {
      throw new PackFormatException(offset, "checksum of the pack is wrong");
    }
    if (at < end || in.read(surplus) > 0) {
      throw new PackFormatException(offset(), "bytes behind the end of the pack");
    }
    flush();
    return sent;
  }

  private void fill() throws IOException, PackFormatException {
    crc.update(buffer, crcFrom, at - crcFrom);
    crcFrom = 0;
    if (digestFrom < at) {
      trailer.update(buffer, digestFrom, at - digestFrom);
      digestFrom = 0;
    }
    flush();
    bufferOffset += at;
    copyFrom = 0;
    at = 0;
    end = 0;
    int n = in.read(buffer, 0, BUFFER_BYTES);
    if (n <= 0) {
      throw new PackFormatException(offset(), "pack ends early");
    }
    end = n;
  }

  /** Copies what was read so far. */
  @Override
  public void flush() throws OutputException {
    try {
      copy.write(buffer, copyFrom, at - copyFrom);
    } catch (IOException e) {
      throw new OutputException(e);
    }
    copyFrom = at;
  }

  @Override
  public void close() {
    inflater.end();
  }
}
