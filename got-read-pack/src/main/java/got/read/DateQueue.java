package got.read;

import java.util.Arrays;

/** Rows of a table, the one with the latest date first; of equal dates the row added first. */
final class DateQueue {
  private final ObjectTable table;
  private int[] heap = new int[256];
  private int size;

  DateQueue(ObjectTable table) {
    this.table = table;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** The first row. */
  int first() {
    if (size == 0) {
      throw new IllegalStateException("empty queue");
    }
    return heap[0];
  }

  /** Adds a row whose date is known and does not change while it is here. */
  void add(int row) {
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, 2 * size);
    }
    int at = size++;
    while (at > 0) {
      int above = (at - 1) / 2;
      if (!isBefore(row, heap[above])) {
        break;
      }
      heap[at] = heap[above];
      at = above;
    }
    heap[at] = row;
  }

  /** Removes the first row. */
  int take() {
    int taken = first();
    int row = heap[--size];
    int at = 0;
    for (int below = 1; below < size; below = 2 * at + 1) {
      if (below + 1 < size && isBefore(heap[below + 1], heap[below])) {
        below++;
      }
      if (!isBefore(heap[below], row)) {
        break;
      }
      heap[at] = heap[below];
      at = below;
    }
    heap[at] = row;
    return taken;
  }

  private boolean isBefore(int a, int b) {
    int order = Long.compare(table.date(a), table.date(b));
    return order > 0 || (order == 0 && a < b);
  }
}
