package got.pack.object;

import got.ipc.Limits;
import got.pack.PackException;

/**
 * Limits what is made of files by their size.
 *
 * <p>Whoever made the packs chose their chains, and whoever asks may choose the order: no cache is
 * good for all. So what is made is limited, much as it is when a pack comes. An object that is read
 * once counts no more here than there, and an honest fetch reads few of them.
 */
public final class MadeOf implements Made {
  /**
   * Bytes that may be made of any files, however small. A chain that is read from its end takes up
   * to eight times its bytes.
   */
  static final long FREE_BYTES = 8 * Limits.GROWTH_FREE;

  private final String files;
  private long fileBytes;
  private long made;

  /**
   * @param files for the message
   */
  public MadeOf(String files) {
    this.files = files;
  }

  /**
   * There is one more file.
   *
   * @param bytes of it
   */
  public void add(long bytes) {
    fileBytes += bytes;
  }

  @Override
  public void made(long bytes) throws PackException.Limit {
    made += bytes;
    if ((made - FREE_BYTES) / Limits.GROWTH > fileBytes) {
      throw new PackException.Limit(
          Limits.GROWTH,
          "objects of "
              + made
              + " bytes made of "
              + files
              + " of "
              + fileBytes
              + " bytes: run git repack -a -d -f");
    }
  }
}
