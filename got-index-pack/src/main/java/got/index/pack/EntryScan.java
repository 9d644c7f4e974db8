package got.index.pack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Reads the headers of entries that have passed the first pass again, in the order of the pack, and
 * what a delta says of its result. Of an object it inflates nothing.
 */
final class EntryScan implements PackInput, AutoCloseable {
  private static final int BUFFER_BYTES = 128 * 1024;

  /** The two sizes that a delta begins with, in at most nine bytes each. */
  private static final int DELTA_HEADER_BYTES = 18;

  private final FileChannel pack;
  private final int idBytes;
  private final Inflater inflater = new Inflater();
  private final byte[] bytes = new byte[BUFFER_BYTES];
  private final ByteBuffer buffer = ByteBuffer.wrap(bytes).limit(0);
  private final byte[] deltaHeader = new byte[DELTA_HEADER_BYTES];

  /** Offset in the pack of what is behind the buffer's last byte. */
  private long bufferEnd;

  EntryScan(FileChannel pack, int idBytes) {
    this.pack = pack;
    this.idBytes = idBytes;
  }

  /** Reads the header of the entry at {@code offset}. */
  EntryHeader header(long offset) throws IOException, PackFormatException {
    long ahead = offset - offset();
    if (ahead >= 0 && ahead <= buffer.remaining()) {
      buffer.position(buffer.position() + (int) ahead);
    } else {
      buffer.limit(0);
      bufferEnd = offset;
    }
    return EntryHeader.read(this, idBytes);
  }

  /**
   * The size of the object that a delta says it makes; after {@link #header}.
   *
   * @throws PackFormatException if this is not what the first pass saw
   */
  long resultSize() throws IOException, PackFormatException {
    int length = inflateBeginning();
    int at = 0;
    while (at < length && deltaHeader[at] < 0) {
      at++;
    }
    long size = 0;
    for (int shift = 0; ++at < length; shift += 7) {
      size |= (long) (deltaHeader[at] & 0x7f) << shift;
      if (deltaHeader[at] >= 0) {
        return size;
      }
    }
    throw changed();
  }

  private int inflateBeginning() throws IOException, PackFormatException {
    inflater.reset();
    int n = 0;
    try {
      while (n < DELTA_HEADER_BYTES && !inflater.finished()) {
        if (!buffer.hasRemaining()) {
          fill();
        }
        inflater.setInput(bytes, buffer.position(), buffer.remaining());
        int more = inflater.inflate(deltaHeader, n, DELTA_HEADER_BYTES - n);
        buffer.position(buffer.limit() - inflater.getRemaining());
        if (more == 0 && inflater.needsDictionary()) {
          throw changed();
        }
        n += more;
      }
    } catch (DataFormatException e) {
      throw changed();
    }
    return n;
  }

  private PackFormatException changed() {
    return new PackFormatException(offset(), "pack file changed while it was read");
  }

  @Override
  public long offset() {
    return bufferEnd - buffer.remaining();
  }

  @Override
  public int read() throws IOException, PackFormatException {
    if (!buffer.hasRemaining()) {
      fill();
    }
    return buffer.get() & 0xff;
  }

  private void fill() throws IOException, PackFormatException {
    buffer.clear();
    int n = pack.read(buffer, bufferEnd);
    buffer.flip();
    if (n <= 0) {
      buffer.limit(0);
      throw changed();
    }
    bufferEnd += n;
  }

  @Override
  public void close() {
    inflater.end();
  }
}
