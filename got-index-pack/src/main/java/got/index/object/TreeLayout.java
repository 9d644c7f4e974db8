package got.index.object;

import java.util.Arrays;

/**
 * Where the entries of a tree that passed its check begin. Filled by {@link ObjectCheck}, reused
 * from tree to tree, and copied for as long as a tree is held as the base of deltas.
 *
 * <p>Four bytes an entry, which is at least 24 bytes of tree.
 */
public final class TreeLayout {
  /** Start of each entry, then the end of the last: offsets from the tree's first byte. */
  private int[] starts;

  private int entries;
  private int findings;

  public TreeLayout() {
    this(new int[64]);
  }

  private TreeLayout(int[] starts) {
    this.starts = starts;
  }

  /** A copy that keeps no spare room and does not change. */
  public TreeLayout copy() {
    TreeLayout copy = new TreeLayout(Arrays.copyOf(starts, entries + 1));
    copy.entries = entries;
    copy.findings = findings;
    return copy;
  }

  /** Number of entries. */
  public int entries() {
    return entries;
  }

  void clear() {
    entries = 0;
    findings = 0;
    starts[0] = 0;
  }

  /** Offset of entry {@code i}; of the tree's end for {@code i == entries()}. */
  int start(int i) {
    return starts[i];
  }

  /** Size of the tree so far, in bytes. */
  int end() {
    return starts[entries];
  }

  /** Appends an entry that begins at {@link #end}. */
  void append(int end) {
    grow(1);
    starts[++entries] = end;
  }

  /** Appends the entries {@code first} to {@code last - 1} of another tree, copied to our end. */
  void append(TreeLayout base, int first, int last) {
    int count = last - first;
    grow(count);
    int[] target = starts;
    int[] source = base.starts;
    int shift = end() - source[first];
    int targetAt = entries + 1;
    int sourceAt = first + 1;
    for (int i = 0; i < count; i++) {
      target[targetAt + i] = source[sourceAt + i] + shift;
    }
    entries += count;
  }

  private void grow(int count) {
    int needed = entries + 1 + count;
    if (needed > starts.length) {
      starts = Arrays.copyOf(starts, Math.max(needed, starts.length + (starts.length >> 1)));
    }
  }

  /** The entry that starts at {@code offset}, or negative. */
  int entryAt(int offset) {
    return offset == 0 ? 0 : Arrays.binarySearch(starts, 0, entries + 1, offset);
  }

  /** The last {@code i} with {@code start(i) <= offset}. */
  int lastStartUpTo(int offset) {
    if (offset >= end()) {
      return entries;
    }
    int found = Arrays.binarySearch(starts, 0, entries + 1, offset);
    return found >= 0 ? found : -found - 2;
  }

  /** Bits of the findings in the tree: with any, faults above all, no base for short cuts. */
  int findings() {
    return findings;
  }

  void setFindings(int findings) {
    this.findings = findings;
  }
}
