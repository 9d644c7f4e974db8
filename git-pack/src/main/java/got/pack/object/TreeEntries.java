package got.pack.object;

import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.pack.PackException;

/**
 * Goes through the entries of a tree: mode, space, name, NUL, binary id, and so on. A mode may
 * begin with any number of zeros: got-index-pack lets such trees in, as git does.
 */
public final class TreeEntries {
  private static final int KIND = 0170000;
  private static final int DIRECTORY = 0040000;
  private static final int GITLINK = 0160000;

  /** More than the 16 bits that got-index-pack lets in: git takes some more. */
  private static final int MOST_MODE = 07777777;

  private final ObjectId tree;
  private final byte[] data;
  private final int size;
  private final HashAlgorithm algorithm;
  private int at;
  private int mode;

  /**
   * @param id of the tree
   */
  public TreeEntries(ObjectId id, StoredObject tree) {
    this.tree = id;
    this.data = tree.bytes();
    this.size = tree.size();
    this.algorithm = id.algorithm();
  }

  /**
   * Goes to the next entry.
   *
   * @return false if there are no more
   * @throws PackException.Format if the entry is none
   */
  public boolean next() throws PackException.Format {
    if (at == size) {
      return false;
    }
    mode = 0;
    int start = at;
    while (at < size && data[at] >= '0' && data[at] <= '7' && mode <= MOST_MODE) {
      mode = mode << 3 | data[at++] - '0';
    }
    if (at == start || at == size || data[at] != ' ' || mode > MOST_MODE) {
      throw malformed();
    }
    while (at < size && data[at] != 0) {
      at++;
    }
    at += 1 + algorithm.idBytes();
    if (at > size) {
      throw malformed();
    }
    return true;
  }

  /** True if the entry is a tree. */
  public boolean isTree() {
    return (mode & KIND) == DIRECTORY;
  }

  /** True if the entry is a commit of another repository, which is not expected to be here. */
  public boolean isGitlink() {
    return (mode & KIND) == GITLINK;
  }

  public ObjectId id() {
    return ObjectId.copyOf(algorithm, data, at - algorithm.idBytes());
  }

  private PackException.Format malformed() {
    return new PackException.Format(
        PackException.NOWHERE, "malformed tree " + tree + " in the repository");
  }
}
