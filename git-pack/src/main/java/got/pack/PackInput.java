package got.pack;

import got.pack.inflate.ByteInput;
import got.pack.inflate.ZlibFormatException;
import got.pack.inflate.ZlibReader;
import java.io.IOException;

/** Where entries are read from: the stream as it arrives, or the pack file later. */
public abstract class PackInput extends ByteInput {
  @SuppressWarnings("this-escape") // kept, and not used before the first stream
  private final ZlibReader zlib = new ZlibReader(this);

  private boolean ended;

  /**
   * @param capacity of the buffer in bytes
   */
  protected PackInput(int capacity) {
    super(capacity);
  }

  /** Offset in the pack of {@code bytes[0]}. */
  protected abstract long bufferOffset();

  /**
   * As {@link #refill}.
   *
   * @return number of bytes now in the buffer; 0 or less at the end
   */
  protected abstract int fill() throws IOException;

  /** Offset in the pack of the next byte. */
  public final long offset() {
    return bufferOffset() + at;
  }

  @Override
  protected final boolean refill() throws IOException {
    int n = fill();
    at = 0;
    end = Math.max(n, 0);
    ended = n <= 0;
    return n > 0;
  }

  /**
   * @return the next byte, 0 to 255
   * @throws PackException.Format if the pack ends here
   */
  public final int read() throws IOException, PackException.Format {
    if (at == end && !refill()) {
      throw endsEarly();
    }
    return bytes[at++] & 0xff;
  }

  /** Fills {@code target}. */
  public final void read(byte[] target) throws IOException, PackException.Format {
    for (int i = 0; i < target.length; i++) {
      target[i] = (byte) read();
    }
  }

  /** Starts a zlib stream at the next byte; the first byte out goes to offset 0. */
  public final void beginInflate() {
    zlib.begin(0);
  }

  /**
   * As {@link ZlibReader#inflate}.
   *
   * @throws PackException.Format if the stream is corrupt, wants a dictionary, or the pack ends
   */
  public final int inflate(byte[] target, int offset) throws IOException, PackException.Format {
    try {
      return zlib.inflate(target, offset);
    } catch (ZlibFormatException e) {
      if (ended) {
        throw endsEarly();
      }
      throw new PackException.Format(offset(), "corrupt zlib stream (" + e.reason() + ")");
    }
  }

  /** True at the end of the zlib stream; the next byte is the one behind it. */
  public final boolean inflated() {
    return zlib.finished();
  }

  /** As {@link ZlibReader#moved}. */
  public final void movedTarget(int by) {
    zlib.moved(by);
  }

  private PackException.Format endsEarly() {
    return new PackException.Format(offset(), "pack ends early");
  }
}
