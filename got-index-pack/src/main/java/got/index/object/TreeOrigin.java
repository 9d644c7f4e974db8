package got.index.object;

/**
 * How a delta makes a tree of another.
 *
 * @param base layout of the tree that the delta is for, which passed
 * @param copies all that the delta copies of it
 */
record TreeOrigin(TreeLayout base, CopyList copies) {
  /** Of a tree that is not made from another. */
  static final TreeOrigin NONE = new TreeOrigin(new TreeLayout().copy(), new CopyList());

  /**
   * Whether what passed in the base has passed in the result. A base with a fault is not sorted, or
   * holds a name twice: it shows nothing of the result. Its layout does not say which entries are
   * odd, so that all are looked at to count objects as they are.
   */
  boolean vouches() {
    return base.findings() == 0 && copies.isComplete();
  }
}
