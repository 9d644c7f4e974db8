package got.index.object;

import got.ipc.HashAlgorithm;
import got.pack.ObjectType;
import org.jspecify.annotations.Nullable;

/** Checks objects as they are built, or nothing at all; one per thread. */
public final class Inspector {
  private final @Nullable ObjectCheck check;

  /** Finds the layout of trees that were checked before; reports nothing. */
  private final ObjectCheck again;

  private final TreeLayout layout = new TreeLayout();
  private final CopyList copies = new CopyList();

  Inspector(HashAlgorithm algorithm, @Nullable ObjectCheck check) {
    this.check = check;
    this.again = new ObjectCheck(algorithm, (_, _, _) -> {});
  }

  /** True if objects of the type have to be whole in memory, and are looked into. */
  public boolean looksInto(ObjectType type) {
    return check != null && type != ObjectType.BLOB;
  }

  /** Where the copies of a delta that makes a tree are to be noted. */
  public CopyList copies() {
    copies.clear();
    return copies;
  }

  /**
   * Checks an object.
   *
   * @throws ObjectFormatException if it is not what its type requires
   */
  public void check(ObjectType type, byte[] data, int start, int size)
      throws ObjectFormatException {
    if (check == null) {
      return;
    }
    switch (type) {
      case COMMIT -> check.commit(data, start, size);
      case TREE -> check.tree(data, start, size, layout);
      case TAG -> check.tag(data, start, size);
      case BLOB -> {
        // Any bytes are a blob.
      }
    }
  }

  /**
   * Checks a tree that a delta made.
   *
   * @param base of the tree that the delta is for
   */
  public void checkDerived(TreeLayout base, byte[] data, int start, int size)
      throws ObjectFormatException {
    if (check != null) {
      check.derivedTree(base, copies, data, start, size, layout);
    }
  }

  /** The layout of the tree checked last, to keep. */
  public TreeLayout lastLayout() {
    return layout.copy();
  }

  /** The layout of a tree that has passed before. */
  public TreeLayout layoutOf(byte[] data, int start, int size) throws ObjectFormatException {
    again.tree(data, start, size, layout);
    return layout.copy();
  }
}
