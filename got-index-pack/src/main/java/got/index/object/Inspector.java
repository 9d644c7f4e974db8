package got.index.object;

import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.pack.ObjectType;
import org.jspecify.annotations.Nullable;

/** Checks objects as they are built, or nothing at all; one per thread. */
public final class Inspector {
  private final @Nullable ObjectCheck check;

  /** For what is on the skip list. */
  private final @Nullable ObjectCheck listed;

  private final SkipList skipList;

  /** Finds the layout of trees that were checked before, or excused; reports nothing. */
  private final ObjectCheck again;

  private final TreeLayout layout = new TreeLayout();
  private final CopyList copies = new CopyList();

  private Inspector(
      HashAlgorithm algorithm,
      @Nullable ObjectCheck check,
      @Nullable ObjectCheck listed,
      SkipList skipList) {
    this.check = check;
    this.listed = listed;
    this.skipList = skipList;
    this.again = ObjectCheck.ofListed(algorithm, new LinkLog(null, algorithm, false));
  }

  /** Checks nothing. */
  static Inspector none(HashAlgorithm algorithm) {
    return new Inspector(algorithm, null, null, SkipList.EMPTY);
  }

  /** Reports links and counts findings, also those of objects on the skip list. */
  static Inspector of(HashAlgorithm algorithm, Links links, SkipList skipList) {
    return new Inspector(
        algorithm,
        new ObjectCheck(algorithm, links),
        ObjectCheck.ofListed(algorithm, links),
        skipList);
  }

  /** Adds what is odd about the objects that passed, once they all have. */
  void addFindings(Findings all) {
    if (check != null && listed != null) {
      all.add(check.findings());
      all.add(listed.findings());
    }
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
    if (check != null) {
      check(check, type, data, start, size);
    }
  }

  private void check(ObjectCheck by, ObjectType type, byte[] data, int start, int size)
      throws ObjectFormatException {
    switch (type) {
      case COMMIT -> by.commit(data, start, size);
      case TREE -> by.tree(data, start, size, layout);
      case TAG -> by.tag(data, start, size);
      case BLOB -> {
        // Any bytes are a blob.
      }
    }
  }

  /** Whether the faults of an object are excused. */
  public boolean excuses(ObjectId id) {
    return skipList.holds(id);
  }

  /**
   * Checks an object whose faults are excused, whole, however it was made, and counts them.
   *
   * @throws ObjectFormatException if anything else is wrong with it
   */
  public void checkExcused(ObjectType type, byte[] data, int start, int size)
      throws ObjectFormatException {
    if (listed != null) {
      check(listed, type, data, start, size);
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
      check.derivedTree(new TreeOrigin(base, copies), data, start, size, layout);
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
