package got.pack;

import got.ipc.HashAlgorithm;
import java.io.IOException;
import java.nio.channels.FileChannel;

/**
 * Reads single entries again from the pack file, by positional reads; one instance per thread.
 *
 * <p>What it reads has passed the first pass. That something does not inflate to its size all the
 * same means that the file changed, and is reported like any corruption.
 */
public final class EntryReader extends PackFileInput {
  private static final int BUFFER_BYTES = 64 * 1024;

  /** Bytes read behind an entry, so that it is inflated as fast to its end; they are not used. */
  private static final int BEHIND = 32;

  private long entryEnd;

  public EntryReader(FileChannel pack, HashAlgorithm algorithm) {
    super(pack, algorithm, BUFFER_BYTES, "indexed");
  }

  /**
   * Inflates one entry.
   *
   * @param start of the entry in the pack
   * @param stop of the entry: where the next one, or the trailer, starts
   * @param into gets the object or delta
   * @return its size
   */
  public int inflate(long start, long stop, Scratch into) throws IOException, PackException {
    seek(start);
    entryEnd = stop;
    try {
      return inflate(header().size(), into);
    } catch (PackException.Format e) {
      throw changed();
    }
  }

  private int inflate(long size, Scratch into) throws IOException, PackException {
    if (size > Scratch.MOST_BYTES) {
      throw new PackException.Limit(
          Scratch.MOST_BYTES, "object of " + size + " bytes takes part in a delta");
    }
    byte[] target = into.atLeast((int) size);
    beginInflate();
    if (inflate(target, 0) != size || !inflated() || offset() != entryEnd) {
      throw changed();
    }
    return (int) size;
  }

  @Override
  protected int mostBytes(long offset) {
    return Math.clamp(entryEnd + BEHIND - offset, 0, BUFFER_BYTES);
  }
}
