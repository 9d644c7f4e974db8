package got.index.object;

import got.ipc.HashAlgorithm;
import got.pack.ObjectType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Checks trees: entries of mode, space, name, NUL and binary id, sorted by name, where a directory
 * sorts as if its name ended in a slash. Source: gitformat-pack(5); git's "tree" in
 * gitdatamodel(7).
 *
 * <p>A tree may be checked on its own, or as the result of a delta on a tree that passed. In the
 * latter, a run of entries is skipped if all their bytes are copied and the first begins where an
 * entry of the base begins: the same bytes are the same entries, which passed, whose links are
 * known and which follow each other in order. Everything else is parsed, and compared with its
 * neighbours, be they parsed or skipped. Nearly all trees of a history are such deltas, and change
 * one or two entries of hundreds.
 *
 * <p>Names occur once, though a file {@code a} and a directory {@code a} need not be neighbours:
 * {@code a.c} sorts between them. Whatever sorts between has {@code a} as its beginning, so one of
 * such a pair has a neighbour that does: there, and only there, the other is searched for. Of a
 * pair that a delta brings about at least one is parsed, because the base holds no pair.
 */
final class TreeCheck {
  private static final int MOST_NAME_BYTES = 4096;

  private static final int KIND = 0170000;
  private static final int TREE = 0040000;
  private static final int REGULAR = 0100000;
  private static final int SYMLINK = 0120000;
  private static final int GITLINK = 0160000;
  private static final int MOST_MODE = 0177777;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final int idBytes;
  private final Links links;
  private final Faults faults;
  private final Findings total;

  private byte[] data = {};
  private int start;
  private int end;
  private int findings;

  /** The entry in hand and the one in front of it. */
  private Entry entry = new Entry();

  private Entry previous = new Entry();

  /** Entries whose name is the beginning of a neighbour's. */
  private int[] suspects = new int[16];

  private int suspectCount;

  private static final class Entry {
    int nameStart;
    int nameEnd;
    boolean tree;
  }

  TreeCheck(HashAlgorithm algorithm, Links links, Faults faults, Findings total) {
    this.idBytes = algorithm.idBytes();
    this.links = links;
    this.faults = faults;
    this.total = total;
  }

  /** Checks a tree on its own. */
  void full(byte[] data, int start, int size, TreeLayout layout) throws ObjectFormatException {
    check(TreeOrigin.NONE, data, start, size, layout);
  }

  /** Checks a tree that a delta made. */
  void derived(TreeOrigin origin, byte[] data, int start, int size, TreeLayout layout)
      throws ObjectFormatException {
    check(origin.vouches() ? origin : TreeOrigin.NONE, data, start, size, layout);
  }

  private void check(TreeOrigin origin, byte[] data, int start, int size, TreeLayout layout)
      throws ObjectFormatException {
    CopyList copies = origin.copies();
    this.data = data;
    this.start = start;
    this.end = start + size;
    findings = 0;
    suspectCount = 0;
    layout.clear();
    int copy = 0;
    while (layout.end() < size) {
      int at = layout.end();
      while (copy < copies.size() && copies.toEnd(copy) <= at) {
        copy++;
      }
      boolean copied = copy < copies.size() && copies.to(copy) <= at;
      if (!copied || !skipRun(origin, copy, layout)) {
        int next = parse(start + at, entry);
        follow(layout);
        layout.append(next - start);
        swap();
      }
    }
    for (int i = 0; i < suspectCount; i++) {
      searchTwin(suspects[i], layout);
    }
    layout.setFindings(findings);
    total.countObject(findings);
  }

  /** Skips entries that the copy holds whole; false if there are none at this place. */
  private boolean skipRun(TreeOrigin origin, int copy, TreeLayout layout)
      throws ObjectFormatException {
    TreeLayout base = origin.base();
    CopyList copies = origin.copies();
    int from = copies.from(copy) + layout.end() - copies.to(copy);
    int first = base.entryAt(from);
    if (first < 0) {
      return false;
    }
    int last = base.lastStartUpTo(copies.fromEnd(copy));
    if (last <= first) {
      return false;
    }
    int index = layout.entries();
    layout.append(base, first, last);
    if (index > 0) {
      locate(index, layout, entry);
      follow(index, entry);
    }
    locate(layout.entries() - 1, layout, entry);
    swap();
    return true;
  }

  private void swap() {
    Entry checked = entry;
    entry = previous;
    previous = checked;
  }

  /**
   * Checks an entry apart from its place, and reports its link.
   *
   * @return the offset behind it
   */
  private int parse(int entryStart, Entry target) throws ObjectFormatException {
    byte[] data = this.data;
    int end = this.end;
    int at = entryStart;
    int mode = 0;
    while (at < end && data[at] != ' ') {
      int digit = data[at++] - '0';
      mode = mode << 3 | digit;
      if (digit < 0 || digit > 7 || mode > MOST_MODE) {
        throw new ObjectFormatException("tree entry with bad mode");
      }
    }
    int nameStart = at + 1;
    boolean backslash = false;
    for (at = nameStart; at < end && data[at] != 0; at++) {
      if (data[at] == '/') {
        throw new ObjectFormatException("tree entry with slash in name");
      }
      backslash |= data[at] == '\\';
    }
    int id = at + 1;
    if (id > end - idBytes) {
      throw new ObjectFormatException("tree entry is cut off");
    }
    target.nameStart = nameStart;
    target.nameEnd = at;
    target.tree = (mode & KIND) == TREE;
    checkMode(mode, data[entryStart] == '0');
    checkName(nameStart, at, backslash);
    checkId(id, mode);
    return id + idBytes;
  }

  private void checkMode(int mode, boolean zeroPadded) {
    if (zeroPadded) {
      findings |= Finding.ZERO_PADDED_FILEMODE.bit();
    }
    switch (mode) {
      case TREE, REGULAR | 0644, REGULAR | 0755, SYMLINK, GITLINK -> {
        // What git writes.
      }
      default -> findings |= Finding.BAD_FILEMODE.bit();
    }
  }

  private void checkName(int nameStart, int nameEnd, boolean backslash)
      throws ObjectFormatException {
    if (nameStart == nameEnd) {
      throw new ObjectFormatException("tree entry without name");
    }
    if ((backslash || DotGit.canBegin(data[nameStart]))
        && DotGit.isDangerous(data, nameStart, nameEnd)) {
      throw new ObjectFormatException("tree entry with dangerous name");
    }
    if (nameEnd - nameStart > MOST_NAME_BYTES) {
      findings |= Finding.LARGE_PATHNAME.bit();
    }
  }

  private void checkId(int id, int mode) throws ObjectFormatException {
    if ((long) LONG.get(data, id) == 0 && isNull(id)) {
      throw new ObjectFormatException("tree entry with null id");
    }
    switch (mode & KIND) {
      case TREE -> links.add(data, id, ObjectType.TREE);
      case REGULAR, SYMLINK -> links.add(data, id, ObjectType.BLOB);
      case GITLINK -> {
        // A commit of another repository.
      }
      default -> throw new ObjectFormatException("tree entry of unknown kind");
    }
  }

  private boolean isNull(int id) {
    for (int i = 0; i < idBytes; i++) {
      if (data[id + i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** Checks the order of the entry in hand, which is to be appended, and the one in front. */
  private void follow(TreeLayout layout) throws ObjectFormatException {
    if (layout.entries() > 0) {
      follow(layout.entries(), entry);
    }
  }

  private void follow(int index, Entry next) throws ObjectFormatException {
    Entry last = previous;
    int shared =
        Arrays.mismatch(data, last.nameStart, last.nameEnd, data, next.nameStart, next.nameEnd);
    if (shared < 0) {
      findings |= faults.found(Finding.DUPLICATE_ENTRIES);
      return;
    }
    int a = byteAt(last, shared);
    int b = byteAt(next, shared);
    if (a >= b) {
      findings |= faults.found(Finding.TREE_NOT_SORTED);
      return;
    }
    if (a == 0 && b < '/') {
      suspect(index - 1);
    } else if (b == '/') {
      suspect(index);
    }
  }

  /** A byte of the name as it sorts, from 0 to 255; 0 behind its end. */
  private int byteAt(Entry entry, int i) {
    if (entry.nameStart + i < entry.nameEnd) {
      return data[entry.nameStart + i] & 0xff;
    }
    return entry.tree ? '/' : 0;
  }

  private void suspect(int index) {
    if (suspectCount == suspects.length) {
      suspects = Arrays.copyOf(suspects, 2 * suspectCount);
    }
    suspects[suspectCount++] = index;
  }

  /** Searches for the directory of a file's name, or for the file of a directory's. */
  private void searchTwin(int index, TreeLayout layout) throws ObjectFormatException {
    Entry twin = previous;
    locate(index, layout, twin);
    twin.tree = !twin.tree;
    int low = twin.tree ? index + 1 : 0;
    int high = twin.tree ? layout.entries() - 1 : index - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      locate(middle, layout, entry);
      int order = compare(entry, twin);
      if (order == 0) {
        findings |= faults.found(Finding.DUPLICATE_ENTRIES);
        return;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
  }

  private int compare(Entry a, Entry b) {
    int shared = Arrays.mismatch(data, a.nameStart, a.nameEnd, data, b.nameStart, b.nameEnd);
    if (shared < 0) {
      return Boolean.compare(a.tree, b.tree);
    }
    return byteAt(a, shared) - byteAt(b, shared);
  }

  /** Finds the name of an entry that passed. */
  private void locate(int index, TreeLayout layout, Entry target) {
    int at = start + layout.start(index);
    int mode = 0;
    while (data[at] != ' ') {
      mode = mode << 3 | data[at++] - '0';
    }
    target.nameStart = at + 1;
    target.nameEnd = start + layout.start(index + 1) - idBytes - 1;
    target.tree = (mode & KIND) == TREE;
  }
}
