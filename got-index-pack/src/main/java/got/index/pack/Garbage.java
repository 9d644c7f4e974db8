package got.index.pack;

/**
 * Has garbage collected before it takes much memory: by itself the virtual machine lets its heap
 * grow to a quarter of the machine's memory first, full of arrays that nobody uses.
 *
 * <p>What is used, garbage included, is at most twice what was in use after the last collection,
 * and {@link #FREE_BYTES}. So a collection, which takes time by what is in use, is made up for by
 * as many bytes that were taken since. Safe for several threads.
 */
final class Garbage {
  static final long FREE_BYTES = 256L << 20;

  private final Runtime runtime = Runtime.getRuntime();
  private long inUse;

  /**
   * Collects if there may be much garbage.
   *
   * @param wanted bytes that are to be taken
   */
  synchronized void bound(long wanted) {
    if (used() + wanted > 2 * inUse + FREE_BYTES) {
      System.gc();
      inUse = used();
    }
  }

  private long used() {
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
