package got.index.pack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Reads single entries again from the pack file, by positional reads; one instance per thread.
 *
 * <p>What it reads has passed the first pass. That something does not inflate to its size all the
 * same means that the file changed, and is reported like any corruption.
 */
final class EntryReader implements PackInput, AutoCloseable {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final FileChannel pack;
  private final int idBytes;
  private final Inflater inflater = new Inflater();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private long bufferEnd;
  private long entryEnd;

  EntryReader(FileChannel pack, int idBytes) {
    this.pack = pack;
    this.idBytes = idBytes;
  }

  /**
   * Inflates one entry.
   *
   * @param start of the entry in the pack
   * @param end of the entry: where the next one, or the trailer, starts
   * @param into gets the object or delta
   * @return its size
   */
  int inflate(long start, long end, Scratch into)
      throws IOException, PackFormatException, PackLimitException {
    bufferEnd = start;
    entryEnd = end;
    buffer.limit(0);
    EntryHeader header = EntryHeader.read(this, idBytes);
    if (header.size() > Scratch.MOST_BYTES) {
      throw new PackLimitException(
          Scratch.MOST_BYTES, "object of " + header.size() + " bytes takes part in a delta");
    }
    int size = (int) header.size();
    inflate(into.atLeast(size), size);
    return size;
  }

  private void inflate(byte[] target, int size) throws IOException, PackFormatException {
    inflater.reset();
    try {
      int n = 0;
      while (n < size) {
        if (!buffer.hasRemaining()) {
          fill();
        }
        inflater.setInput(buffer);
        int got = inflater.inflate(target, n, size - n);
        if (got == 0 && (inflater.finished() || inflater.needsDictionary())) {
          throw changed();
        }
        n += got;
      }
    } catch (DataFormatException e) {
      throw changed();
    }
  }

  private PackFormatException changed() {
    return new PackFormatException(offset(), "pack file changed while it was indexed");
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
    buffer.limit((int) Math.min(BUFFER_BYTES, entryEnd - bufferEnd));
    int n = buffer.hasRemaining() ? pack.read(buffer, bufferEnd) : -1;
    if (n <= 0) {
      buffer.limit(0);
      throw changed();
    }
    bufferEnd += n;
    buffer.flip();
  }

  @Override
  public void close() {
    inflater.end();
  }
}
