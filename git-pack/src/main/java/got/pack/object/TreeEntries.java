package got.pack.object;

import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.pack.PackException;

/** Goes through the entries of a tree: mode, space, name, NUL, binary id, and so on. */
public final class TreeEntries {
  private static final int KIND = 0170000;
  private static final int DIRECTORY = 0040000;
  private static final int GITLINK = 0160000;
  private static final int MOST_DIGITS = 7;

  private final byte[] data;
  private final int size;
  private final HashAlgorithm algorithm;
  private int at;
  private int mode;

  public TreeEntries(StoredObject tree, HashAlgorithm algorithm) {
    this.data = tree.bytes();
    this.size = tree.size();
    this.algorithm = algorithm;
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
    int digits = 0;
    while (at < size && data[at] >= '0' && data[at] <= '7' && digits++ < MOST_DIGITS) {
      mode = mode << 3 | data[at++] - '0';
    }
    if (digits == 0 || at == size || data[at] != ' ') {
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

  private static PackException.Format malformed() {
    return new PackException.Format(PackException.NOWHERE, "malformed tree in the repository");
  }
}
