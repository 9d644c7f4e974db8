package got.index.pack;

import got.index.object.CopyList;
import got.pack.Delta;
import got.pack.digest.Copies;
import org.jspecify.annotations.Nullable;

/** What a delta copied, for those who can then leave out what the base has shown already. */
final class DeltaCopies implements Delta.Copied {
  private final Copies forDigest = new Copies();
  private @Nullable CopyList forTree;

  /**
   * Forgets the last delta.
   *
   * @param tree wants to know too, if the delta makes a tree that is looked into
   */
  void begin(@Nullable CopyList tree) {
    forDigest.clear();
    forTree = tree;
  }

  @Override
  public void add(int from, int to, int count) {
    forDigest.add(from, to, count);
    if (forTree != null) {
      forTree.add(from, to, count);
    }
  }

  Copies forDigest() {
    return forDigest;
  }
}
