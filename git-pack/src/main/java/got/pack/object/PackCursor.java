package got.pack.object;

import got.pack.PackException;
import got.pack.PackInput;
import got.pack.Scratch;
import got.pack.inflate.ZlibReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/** Goes from place to place, in any of many packs, with one buffer for all. */
final class PackCursor extends PackInput {
  private static final int BUFFER_BYTES = 16 * 1024;

  /** Read at a new place: most entries are shorter, and of many only the header is wanted. */
  private static final int FIRST_BYTES = 2 * 1024;

  /** Deflate makes at most so many bytes of one. Source: zlib's technical notes. */
  private static final long MOST_INFLATION = 1032;

  private final ByteBuffer buffer = ByteBuffer.wrap(bytes);
  private @Nullable FileChannel pack;
  private long bufferOffset;
  private boolean isNewPlace = true;

  PackCursor() {
    super(BUFFER_BYTES);
  }

  /** Goes to an offset in a pack. */
  void seek(FileChannel pack, long offset) {
    long index = offset - bufferOffset;
    if (pack.equals(this.pack) && index >= 0 && index <= end) {
      at = (int) index;
    } else {
      this.pack = pack;
      bufferOffset = offset;
      at = 0;
      end = 0;
      isNewPlace = true;
    }
  }

  /**
   * Checks a stated size before anything is done for it.
   *
   * @throws PackException.Format if so much cannot be in what is left of the pack
   */
  void require(long size, long entry) throws IOException, PackException {
    if (size > Scratch.MOST_BYTES) {
      throw new PackException.Limit(Scratch.MOST_BYTES, "object of " + size + " bytes");
    }
    FileChannel file = pack;
    if (file == null || size / MOST_INFLATION > file.size() - offset()) {
      throw new PackException.Format(entry, "entry cannot hold what it states");
    }
  }

  /**
   * Inflates what begins here.
   *
   * @param size that is stated, and has passed {@link #require}
   * @return the bytes, with room behind them
   * @throws PackException.Format if there are more or fewer
   */
  byte[] inflate(long size, long entry) throws IOException, PackException {
    byte[] target = new byte[(int) size + ZlibReader.SLACK];
    beginInflate();
    if (inflate(target, 0) != size || !inflated()) {
      throw new PackException.Format(entry, "entry is not as long as it states");
    }
    return target;
  }

  @Override
  protected long bufferOffset() {
    return bufferOffset;
  }

  @Override
  protected int fill() throws IOException {
    bufferOffset += at;
    buffer.clear();
    if (isNewPlace) {
      buffer.limit(FIRST_BYTES);
      isNewPlace = false;
    }
    return pack == null ? 0 : pack.read(buffer, bufferOffset);
  }
}
