package got.index.object;

import got.ipc.HashAlgorithm;

/**
 * Checks that objects are well formed, and reports what they refer to. One per thread; allocates
 * nothing for an object that passes, apart from tags.
 *
 * <p>An object lies in {@code size} bytes of {@code data} from {@code start} on, without its
 * header. When an exception is thrown, some links of the object may have been reported; a pack that
 * holds it is refused anyway. Blobs are always well formed.
 */
public final class ObjectCheck {
  private final Findings findings = new Findings();
  private final CommitCheck commits;
  private final TagCheck tags;
  private final TreeCheck trees;

  /**
   * @param links may be shared with other threads if it allows that
   */
  public ObjectCheck(HashAlgorithm algorithm, Links links) {
    this(algorithm, links, Faults.REFUSED);
  }

  private ObjectCheck(HashAlgorithm algorithm, Links links, Faults faults) {
    commits = new CommitCheck(algorithm, links, faults, findings);
    tags = new TagCheck(algorithm, links, findings);
    trees = new TreeCheck(algorithm, links, faults, findings);
  }

  /** For objects on the skip list: their faults are findings. */
  static ObjectCheck ofListed(HashAlgorithm algorithm, Links links) {
    return new ObjectCheck(algorithm, links, Faults.COUNTED);
  }

  /** What is odd about the objects that passed. */
  public Findings findings() {
    return findings;
  }

  public void commit(byte[] data, int start, int size) throws ObjectFormatException {
    commits.check(data, start, size);
  }

  public void tag(byte[] data, int start, int size) throws ObjectFormatException {
    tags.check(data, start, size);
  }

  /**
   * Checks a tree on its own.
   *
   * @param layout is overwritten with the tree's; valid if no exception is thrown
   */
  public void tree(byte[] data, int start, int size, TreeLayout layout)
      throws ObjectFormatException {
    trees.full(data, start, size, layout);
  }

  /**
   * Checks a tree that a delta made of a tree that passed, and reports links that the base does not
   * have; perhaps some that it has.
   *
   * @param origin its base is not {@code layout} itself
   * @param layout is overwritten with the tree's; valid if no exception is thrown
   */
  void derivedTree(TreeOrigin origin, byte[] data, int start, int size, TreeLayout layout)
      throws ObjectFormatException {
    trees.derived(origin, data, start, size, layout);
  }
}
