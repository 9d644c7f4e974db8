package got.fetch;

import java.util.Arrays;

/**
 * A growing list of 64-bit values, sorted once. Not a hash table: a server that chose the values
 * could make it slow.
 */
final class Fingerprints {
  private static final int INITIAL = 64;

  private long[] values = new long[INITIAL];
  private int size;

  void add(long value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
    }
    values[size++] = value;
  }

  /** True if a value was added twice. */
  boolean sortAndFindDuplicate() {
    Arrays.sort(values, 0, size);
    for (int i = 1; i < size; i++) {
      if (values[i - 1] == values[i]) {
        return true;
      }
    }
    return false;
  }

  /** Only after {@link #sortAndFindDuplicate}. */
  boolean contains(long value) {
    return Arrays.binarySearch(values, 0, size, value) >= 0;
  }
}
