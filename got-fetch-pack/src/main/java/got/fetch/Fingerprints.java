package got.fetch;

import java.util.Arrays;

/**
 * A growing list of 64-bit values, sorted when somebody asks for one. Not a hash table: a server
 * that chose the values could make it slow.
 */
final class Fingerprints {
  private static final int INITIAL = 64;

  private long[] values = new long[INITIAL];
  private int size;
  private boolean sorted;

  void add(long value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
    }
    values[size++] = value;
    sorted = false;
  }

  boolean contains(long value) {
    if (!sorted) {
      Arrays.sort(values, 0, size);
      sorted = true;
    }
    return Arrays.binarySearch(values, 0, size, value) >= 0;
  }
}
