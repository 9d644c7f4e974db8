package got.index.pack;

import got.pack.PackException;
import got.pack.PackInput;
import java.io.Flushable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.zip.CRC32;

/**
 * The bytes of a pack as they arrive: buffered, copied to the pack file, digested for the trailer,
 * and covered by the CRC-32 of the entry they belong to.
 */
final class PackStream extends PackInput implements Flushable {
  private static final int BUFFER_BYTES = 128 * 1024;

  private final InputStream in;
  private final OutputStream copy;
  private final MessageDigest trailer;
  private final CRC32 crc = new CRC32();

  private long bufferOffset;

  /** First byte of the buffer that the trailer's digest, or the entry's CRC, does not cover yet. */
  private int digestFrom;

  private int crcFrom;

  /** First byte of the buffer that was not copied yet. */
  private int copyFrom;

  PackStream(InputStream in, OutputStream copy, MessageDigest trailer) {
    super(BUFFER_BYTES);
    this.in = in;
    this.copy = copy;
    this.trailer = trailer;
  }

  @Override
  protected long bufferOffset() {
    return bufferOffset;
  }

  /** Starts the CRC-32 of an entry at the next byte. */
  void beginEntry() {
    crc.reset();
    crcFrom = at;
  }

  /** The CRC-32 of the bytes since {@link #beginEntry}. */
  int endEntry() {
    crc.update(bytes, crcFrom, at - crcFrom);
    crcFrom = at;
    return (int) crc.getValue();
  }

  /**
   * Reads the checksum behind the last entry and makes sure that nothing follows it.
   *
   * @throws PackException.Format if it is not the digest of all bytes before it
   */
  byte[] readTrailer() throws IOException, PackException.Format {
    trailer.update(bytes, digestFrom, at - digestFrom);
    byte[] expected = trailer.digest();
    digestFrom = Integer.MAX_VALUE;
    byte[] sent = new byte[expected.length];
    long offset = offset();
    read(sent);
    if (!MessageDigest.isEqual(expected, sent)) {
      throw new PackException.Format(offset, "checksum of the pack is wrong");
    }
    if (at < end || in.read(new byte[1]) > 0) {
      throw new PackException.Format(offset(), "bytes behind the end of the pack");
    }
    flush();
    return sent;
  }

  @Override
  protected int fill() throws IOException {
    crc.update(bytes, crcFrom, at - crcFrom);
    crcFrom = 0;
    if (digestFrom < at) {
      trailer.update(bytes, digestFrom, at - digestFrom);
      digestFrom = 0;
    }
    flush();
    bufferOffset += at;
    copyFrom = 0;
    at = 0;
    end = 0;
    return in.read(bytes, 0, BUFFER_BYTES);
  }

  /** Copies what was read so far. */
  @Override
  public void flush() throws OutputException {
    try {
      copy.write(bytes, copyFrom, at - copyFrom);
    } catch (IOException e) {
      throw new OutputException(e);
    }
    copyFrom = at;
  }
}
