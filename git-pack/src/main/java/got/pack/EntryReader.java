package got.pack;

import got.ipc.HashAlgorithm;
import got.pack.inflate.ZlibReader;
import java.io.IOException;
import java.nio.channels.FileChannel;

/**
 * Reads single entries again from the pack file, by positional reads; one instance per thread.
 *
 * <p>The entries have passed the first pass. If one does not inflate to its size now, somebody has
 * changed the file. This class reports that like any corruption.
 */
public final class EntryReader extends PackFileInput {
  private static final int BUFFER_BYTES = 64 * 1024;

  /** Bytes read behind an entry, so that it is inflated as fast to its end; they are not used. */
  private static final int BEHIND = 32;

  private long entryEnd;
  private int size;

  public EntryReader(FileChannel pack, HashAlgorithm algorithm) {
    super(pack, algorithm, BUFFER_BYTES, "indexed");
  }

  /**
   * Goes to an entry.
   *
   * @param start of the entry in the pack
   * @param stop of the entry: where the next one, or the trailer, starts
   * @return bytes that the object or delta has when it is inflated
   * @throws PackException.Limit if no array is so long
   */
  public int open(long start, long stop) throws IOException, PackException {
    seek(start);
    entryEnd = stop;
    long size;
    try {
      size = header().size();
    } catch (PackException.Format e) {
      throw changed();
    }
    if (size > Scratch.MOST_BYTES) {
      throw new PackException.Limit(
          Scratch.MOST_BYTES, "object of " + size + " bytes takes part in a delta");
    }
    this.size = (int) size;
    return this.size;
  }

  /** Inflates the entry that was opened. */
  public void inflate(Scratch into) throws IOException, PackException.Format {
    inflate(into.atLeast(size));
  }

  /**
   * Inflates the entry that was opened.
   *
   * @param target longer than the object by {@link ZlibReader#SLACK}
   */
  public void inflate(byte[] target) throws IOException, PackException.Format {
    beginInflate();
    try {
      if (inflate(target, 0) == size && inflated() && offset() == entryEnd) {
        return;
      }
    } catch (PackException.Format e) {
      throw changed();
    }
    throw changed();
  }

  @Override
  protected int mostBytes(long offset) {
    return Math.clamp(entryEnd + BEHIND - offset, 0, BUFFER_BYTES);
  }
}
