package got.index.pack;

import java.util.Arrays;

/**
 * Finds, for the deltas of a window, the objects they stand on, and links them from base to delta.
 *
 * <p>Of the deltas on one object, that with the most descendants is the first of its list and is to
 * be taken last: so an object can be let go before the longest branch is entered.
 */
final class DeltaForest {
  private static final int OLD_ROWS = 1000;
  private static final int OLD_ROWS_PER_ROW = 4;

  private final EntryTable table;

  /** Rows of the forest, in no order. */
  private int[] rows = new int[1024];

  private int size;

  /** How many rows of earlier windows may still be taken in. */
  private int oldRows;

  DeltaForest(EntryTable table) {
    this.table = table;
  }

  /**
   * Links what the unresolved deltas of {@code window} need. Of rows in earlier windows it takes in
   * at most a few times as many as there are in this one: otherwise a long chain that every window
   * adds a delta to would be walked again for each. What is left out waits for {@link #growRest}.
   *
   * @return the objects at the bottom, which are no deltas, in the order of the pack
   */
  int[] grow(Window window) {
    int rowsInside = window.end() - window.start();
    return grow(window.start(), window.end(), OLD_ROWS + OLD_ROWS_PER_ROW * rowsInside);
  }

  /**
   * Links what all unresolved deltas need.
   *
   * @param end behind the last row of the table
   * @return as {@link #grow}
   */
  int[] growRest(int end) {
    return grow(0, end, Integer.MAX_VALUE);
  }

  private int[] grow(int start, int end, int mostOldRows) {
    int roots = 0;
    oldRows = mostOldRows;
    for (int row = start; row < end; row++) {
      if (!table.isResolved(row) && table.base(row) != EntryTable.NONE) {
        roots += mark(row, start);
      }
    }
    Arrays.sort(rows, 0, size);
    for (int i = 0; i < size; i++) {
      table.setLinks(rows[i], EntryTable.NONE, EntryTable.NONE);
    }
    return link(roots);
  }

  /**
   * Adds a row and everything below it that is not there yet.
   *
   * @return how many of these are at the bottom and no deltas: 0 or 1. Below an unresolved
   *     ref-delta there is nothing to start from, and the walk down never comes here.
   */
  private int mark(int row, int start) {
    int at = row;
    while (!table.isMarked(at)) {
      if (at < start && oldRows-- <= 0) {
        return 0;
      }
      table.setMarked(at, true);
      if (size == rows.length) {
        rows = Arrays.copyOf(rows, 2 * size);
      }
      rows[size++] = at;
      if (table.base(at) == EntryTable.NONE) {
        return table.isResolved(at) ? 1 : 0;
      }
      at = table.base(at);
    }
    return 0;
  }

  /** Backwards, because the base of an ofs-delta precedes it: so descendants are counted first. */
  private int[] link(int rootCount) {
    int[] roots = new int[rootCount];
    int[] weights = new int[size];
    int at = rootCount;
    for (int i = size - 1; i >= 0; i--) {
      int row = rows[i];
      int base = table.base(row);
      if (base != EntryTable.NONE && table.isMarked(base)) {
        int b = Arrays.binarySearch(rows, 0, size, base);
        weights[b] += weights[i] + 1;
        int first = table.firstChild(base);
        boolean heaviest =
            first == EntryTable.NONE
                || weights[i] >= weights[Arrays.binarySearch(rows, 0, size, first)];
        addChild(table, base, row, heaviest);
      } else if (base == EntryTable.NONE && table.isResolved(row)) {
        roots[--at] = row;
      }
    }
    return roots;
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
  }
}
