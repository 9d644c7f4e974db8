package got.pack.digest;

/**
 * The blocks of a message that are copies of whole blocks of the base's message, in ascending runs.
 *
 * <p>A copy has such blocks only if source and target have the same place relative to the blocks of
 * their messages, headers included: the two differ by a whole number of blocks, the run's shift.
 */
final class CopiedBlocks {
  private static final int BLOCK = BlockHash.BLOCK_BYTES;

  private Trail base = Trail.NONE;
  private Copies copies = new Copies();
  private int headerLength;
  private int copy;
  private int from;
  private int to;
  private int shift;

  /** Starts before the first run; without a base there is none. */
  void set(Trail base, Copies copies, int headerLength) {
    this.base = base;
    this.copies = copies;
    this.headerLength = headerLength;
    copy = base == Trail.NONE ? copies.size() : 0;
    from = 0;
    to = 0;
  }

  /**
   * Goes to the first run that ends behind {@code block}; ask for ascending blocks only.
   *
   * @return false if there is none
   */
  boolean find(int block) {
    while (to <= block) {
      if (copy == copies.size()) {
        return false;
      }
      long first = headerLength + (long) copies.to(copy);
      long source = base.headerLength() + (long) copies.from(copy);
      if ((source - first) % BLOCK == 0) {
        from = (int) ((first + BLOCK - 1) / BLOCK);
        to = (int) ((first + copies.count(copy)) / BLOCK);
        shift = (int) ((source - first) / BLOCK);
        // Too short to hold a whole block.
        to = Math.max(from, to);
      }
      copy++;
    }
    return true;
  }

  /** The run's first block. */
  int from() {
    return from;
  }

  /** The first block behind the run. */
  int to() {
    return to;
  }

  /** Block b of the run is block b + shift of the base. */
  int shift() {
    return shift;
  }
}
