package got.index.pack;

import java.util.Arrays;

/**
 * Finds, for the deltas of a window, the objects they stand on, and links them from base to delta.
 *
 * <p>Of the deltas on one object, that with the most descendants is the first of its list and is to
 * be taken last: so an object can be let go before the longest branch is entered.
 */
final class DeltaForest {
  /** Rows for which the array is kept. */
  private static final int MOST_KEPT = 1 << 16;

  private final EntryTable table;

  /** Rows of the forest, in the order of the pack, once they are linked. */
  private int[] rows = new int[1024];

  /** How many rows are marked. */
  private int size;

  DeltaForest(EntryTable table) {
    this.table = table;
  }

  /**
   * Links the deltas of a window that stand on objects of the same window; the others wait for
   * {@link #growRest}.
   *
   * @return the objects at the bottom, which are no deltas, in the order of the pack
   */
  int[] grow(Window window) {
    int roots = 0;
    for (int row = window.start(); row < window.end(); row++) {
      int base = table.base(row);
      if (base == EntryTable.NONE || base < window.start()) {
        continue;
      }
      if (table.isResolved(base) && !table.isMarked(base)) {
        mark(base);
        roots++;
      }
      if (table.isMarked(base)) {
        mark(row);
      }
    }
    return link(roots, window.start(), window.end());
  }

  /**
   * Links all unresolved deltas whose base is known, and what they stand on.
   *
   * @param end behind the last row to look at
   * @return as {@link #grow}
   */
  int[] growRest(int end) {
    int roots = 0;
    for (int row = 0; row < end; row++) {
      if (!table.isResolved(row) && table.base(row) != EntryTable.NONE) {
        roots += markWithBases(row);
      }
    }
    return link(roots, 0, end);
  }

  /**
   * Marks a row and everything below it that is not there yet.
   *
   * @return how many of these are at the bottom and no deltas: 0 or 1. Below an unresolved
   *     ref-delta there is nothing to start from, and the walk down never comes here.
   */
  private int markWithBases(int row) {
    int at = row;
    while (!table.isMarked(at)) {
      mark(at);
      if (table.base(at) == EntryTable.NONE) {
        return table.isResolved(at) ? 1 : 0;
      }
      at = table.base(at);
    }
    return 0;
  }

  private void mark(int row) {
    table.setMarked(row, true);
    table.setLinks(row, EntryTable.NONE, EntryTable.NONE);
    size++;
  }

  /**
   * Links the marked rows, all of which are in the range. Backwards, because the base of an
   * ofs-delta precedes it: so descendants are counted first.
   */
  private int[] link(int rootCount, int from, int to) {
    collect(from, to);
    int[] roots = new int[rootCount];
    int[] weights = new int[size];
    int at = rootCount;
    for (int i = size - 1; i >= 0; i--) {
      int row = rows[i];
      int base = table.base(row);
      if (base != EntryTable.NONE) {
        int b = Arrays.binarySearch(rows, 0, size, base);
        weights[b] += weights[i] + 1;
        int first = table.firstChild(base);
        boolean heaviest =
            first == EntryTable.NONE
                || weights[i] >= weights[Arrays.binarySearch(rows, 0, size, first)];
        addChild(table, base, row, heaviest);
      } else if (table.isResolved(row)) {
        roots[--at] = row;
      }
    }
    return roots;
  }

  /** Sized once their number is known, and in order: with millions of rows, copies would count. */
  private void collect(int from, int to) {
    if (rows.length < size) {
      rows = new int[size];
    }
    int count = 0;
    for (int row = from; row < to; row++) {
      if (table.isMarked(row)) {
        rows[count++] = row;
      }
    }
    if (count != size) {
      throw new IllegalStateException("row outside the range");
    }
  }

  /** Puts {@code row} in front of the deltas on {@code base}, or behind the first of them. */
  static void addChild(EntryTable table, int base, int row, boolean inFront) {
    int first = table.firstChild(base);
    if (inFront || first == EntryTable.NONE) {
      table.setLinks(row, table.firstChild(row), first);
      table.setLinks(base, row, table.nextSibling(base));
    } else {
      table.setLinks(row, table.firstChild(row), table.nextSibling(first));
      table.setLinks(first, table.firstChild(first), row);
    }
  }

  /** Lets the next window start with an empty forest. */
  void clear() {
    for (int i = 0; i < size; i++) {
      table.setMarked(rows[i], false);
    }
    size = 0;
    if (rows.length > MOST_KEPT) {
      rows = new int[0];
    }
  }
}
