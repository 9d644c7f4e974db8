package got.index.object;

import java.util.Arrays;

/**
 * What a delta copies: where from in the base, where to in the result, how many bytes. In the order
 * of the result; what lies between two copies is inserted. Filled while a delta is applied, and
 * reused.
 */
public final class CopyList {
  /**
   * Copies kept. A copy instruction may be two bytes long, so a list without end would be several
   * times a delta's size; a tree whose delta has more than this is parsed whole.
   */
  private static final int MOST = 4096;

  private int[] from = new int[16];
  private int[] to = new int[16];
  private int[] count = new int[16];
  private int size;
  private boolean complete = true;

  /** An empty list. */
  public CopyList() {}

  public void clear() {
    size = 0;
    complete = true;
  }

  /** Adds a copy; {@code to} is behind all copies before. Merges it with the last if it goes on. */
  public void add(int from, int to, int count) {
    if (size > 0 && from == fromEnd(size - 1) && to == toEnd(size - 1)) {
      this.count[size - 1] += count;
    } else if (size < MOST) {
      append(from, to, count);
    } else {
      complete = false;
    }
  }

  private void append(int from, int to, int count) {
    if (size == this.from.length) {
      this.from = Arrays.copyOf(this.from, 2 * size);
      this.to = Arrays.copyOf(this.to, 2 * size);
      this.count = Arrays.copyOf(this.count, 2 * size);
    }
    this.from[size] = from;
    this.to[size] = to;
    this.count[size] = count;
    size++;
  }

  /** False if there were too many to keep. */
  boolean isComplete() {
    return complete;
  }

  int size() {
    return size;
  }

  int from(int i) {
    return from[i];
  }

  int fromEnd(int i) {
    return from[i] + count[i];
  }

  int to(int i) {
    return to[i];
  }

  int toEnd(int i) {
    return to[i] + count[i];
  }
}
