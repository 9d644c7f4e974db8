package got.index.object;

import got.ipc.HashAlgorithm;
import got.pack.ObjectType;

/**
 * Checks commits: lines for the tree, the parents, the author and the committer, in this order, and
 * then whatever.
 */
final class CommitCheck {
  private static final byte[] TREE = Header.word("tree ");
  private static final byte[] PARENT = Header.word("parent ");
  private static final byte[] AUTHOR = Header.word("author ");
  private static final byte[] COMMITTER = Header.word("committer ");

  private final Header header = new Header();
  private final byte[] id;
  private final Links links;
  private final Faults faults;
  private final Findings total;

  CommitCheck(HashAlgorithm algorithm, Links links, Faults faults, Findings total) {
    this.id = new byte[algorithm.idBytes()];
    this.links = links;
    this.faults = faults;
    this.total = total;
  }

  void check(byte[] data, int start, int size) throws ObjectFormatException {
    header.open(data, start, size);
    if (!header.skip(TREE)) {
      throw new ObjectFormatException("commit without tree");
    }
    link(ObjectType.TREE, "commit with bad tree id");
    while (header.skip(PARENT)) {
      link(ObjectType.COMMIT, "commit with bad parent id");
    }
    int findings = person(AUTHOR, Finding.MISSING_AUTHOR, data);
    while (header.skip(AUTHOR)) {
      findings |= Finding.MULTIPLE_AUTHORS.bit();
      findings |= Person.findings(data, header.at(), header.endLine());
    }
    findings |= person(COMMITTER, Finding.MISSING_COMMITTER, data);
    if (header.hasNul()) {
      findings |= Finding.NUL_IN_HEADER.bit();
    }
    if (holdsNul(data, header.end(), start + size)) {
      findings |= Finding.NUL_IN_COMMIT.bit();
    }
    total.countObject(findings);
  }

  private int person(byte[] word, Finding missing, byte[] data) throws ObjectFormatException {
    return header.skip(word)
        ? Person.findings(data, header.at(), header.endLine())
        : faults.found(missing);
  }

  private void link(ObjectType type, String fault) throws ObjectFormatException {
    if (!header.readId(id, id.length)) {
      throw new ObjectFormatException(fault);
    }
    links.add(id, 0, type);
  }

  private static boolean holdsNul(byte[] data, int start, int end) {
    for (int i = start; i < end; i++) {
      if (data[i] == 0) {
        return true;
      }
    }
    return false;
  }
}
