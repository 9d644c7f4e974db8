package got.pack;

/**
 * Has garbage collected before it takes much memory: by itself the virtual machine lets its heap
 * grow to a quarter of the machine's memory first, full of arrays that nobody uses.
 *
 * <p>What is used, garbage included, is at most twice what was in use after the last collection,
 * and a fixed number of bytes. So a collection, which takes time by what is in use, is made up for
 * by as many bytes that were taken since. Safe for several threads.
 */
public final class Garbage {
  /** Where objects are made all the time. */
  public static final long FREE_BYTES = 256L << 20;

  /** So many bytes may be made in small arrays between two looks at the heap. */
  private static final long UNSEEN_BYTES = 1 << 20;

  private final Runtime runtime = Runtime.getRuntime();
  private final long free;
  private long inUse;
  private long unseen;

  /**
   * @param free bytes of garbage that may always be there
   */
  public Garbage(long free) {
    this.free = free;
  }

  /**
   * Collects if there may be much garbage.
   *
   * @param wanted bytes that are to be taken
   */
  public synchronized void bound(long wanted) {
    if (used() + wanted > 2 * inUse + free) {
      System.gc();
      inUse = used();
    }
  }

  /**
   * As {@link #bound}, for arrays of any size: it looks at the heap once for many small ones.
   *
   * @param wanted bytes that are to be taken
   */
  public synchronized void making(long wanted) {
    unseen += wanted;
    if (unseen >= UNSEEN_BYTES) {
      unseen = 0;
      bound(wanted);
    }
  }

  private long used() {
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
