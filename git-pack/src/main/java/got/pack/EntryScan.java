package got.pack;

import got.ipc.HashAlgorithm;
import got.pack.inflate.ZlibReader;
import java.io.IOException;
import java.nio.channels.FileChannel;

/**
 * Reads the headers of entries that have passed the first pass again, in the order of the pack, and
 * what a delta says of its result. It inflates no object.
 */
public final class EntryScan extends PackFileInput {
  private static final int BUFFER_BYTES = 128 * 1024;

  /** The two sizes that a delta begins with, in at most nine bytes each. */
  private static final int DELTA_HEADER_BYTES = 18;

  private final byte[] delta = new byte[DELTA_HEADER_BYTES + ZlibReader.SLACK];

  public EntryScan(FileChannel pack, HashAlgorithm algorithm) {
    super(pack, algorithm, BUFFER_BYTES, "read");
  }

  /** Reads the header of the entry at {@code offset}. */
  public EntryHeader header(long offset) throws IOException, PackException.Format {
    seek(offset);
    try {
      return header();
    } catch (PackException.Format e) {
      throw changed();
    }
  }

  /**
   * The size of the object that a delta says it makes; after {@link #header}.
   *
   * @throws PackException.Format if this is not what the first pass saw
   */
  public long resultSize() throws IOException, PackException.Format {
    long size = Delta.statedResult(delta, inflateBeginning());
    if (size < 0) {
      throw changed();
    }
    return size;
  }

  private int inflateBeginning() throws IOException, PackException.Format {
    beginInflate();
    try {
      return Math.min(inflate(delta, 0), DELTA_HEADER_BYTES);
    } catch (PackException.Format e) {
      throw changed();
    }
  }

  @Override
  protected int mostBytes(long offset) {
    return BUFFER_BYTES;
  }
}
