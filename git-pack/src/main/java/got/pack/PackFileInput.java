package got.pack;

import got.ipc.HashAlgorithm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Entries in the pack file, read again after the first pass by positional reads. */
public abstract class PackFileInput extends PackInput {
  private final String use;
  private final FileChannel pack;
  private final HashAlgorithm algorithm;
  private final ByteBuffer buffer = ByteBuffer.wrap(bytes);
  private long bufferOffset;

  /**
   * @param capacity of the buffer in bytes
   * @param use what is done with the pack, for the message that says that the file changed
   */
  protected PackFileInput(FileChannel pack, HashAlgorithm algorithm, int capacity, String use) {
    super(capacity);
    this.pack = pack;
    this.algorithm = algorithm;
    this.use = use;
  }

  /** Goes to an offset in the pack. */
  protected final void seek(long offset) {
    long index = offset - bufferOffset;
    if (index >= 0 && index <= end) {
      at = (int) index;
    } else {
      bufferOffset = offset;
      at = 0;
      end = 0;
    }
  }

  protected final EntryHeader header() throws IOException, PackException.Format {
    return EntryHeader.read(this, algorithm);
  }

  /** For what the first pass would have refused. */
  protected final PackException.Format changed() {
    return new PackException.Format(offset(), "pack file changed while it was " + use);
  }

  /** At most as many bytes of the pack are read at once. */
  protected abstract int mostBytes(long offset);

  @Override
  protected final long bufferOffset() {
    return bufferOffset;
  }

  @Override
  protected final int fill() throws IOException {
    bufferOffset += at;
    buffer.clear();
    buffer.limit(mostBytes(bufferOffset));
    return buffer.hasRemaining() ? pack.read(buffer, bufferOffset) : 0;
  }
}
