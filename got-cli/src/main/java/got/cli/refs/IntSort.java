package got.cli.refs;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntBinaryOperator;

/**
 * Sorts numbers by any order, without an object for each: at most {@code n log n} comparisons
 * whatever the input, and {@code n} if it is sorted.
 */
public final class IntSort {
  private IntSort() {}

  /** The elements in their order, which are made anew each time one is looked at. */
  public static <E> List<E> sorted(List<E> elements, Comparator<E> order) {
    int[] numbers = new int[elements.size()];
    Arrays.setAll(numbers, i -> i);
    sort(numbers, (a, b) -> order.compare(elements.get(a), elements.get(b)));
    return new LazyList<>(numbers.length, i -> elements.get(numbers[i]));
  }

  /**
   * @param order negative, 0 or positive, as a comparator's
   */
  static void sort(int[] values, IntBinaryOperator order) {
    sort(values, values.clone(), 0, values.length, order);
  }

  /** Sorts {@code to[from, end)}; {@code spare} holds the same there, and is overwritten. */
  private static void sort(int[] to, int[] spare, int from, int end, IntBinaryOperator order) {
    if (end - from < 2) {
      return;
    }
    int middle = (from + end) >>> 1;
    sort(spare, to, from, middle, order);
    sort(spare, to, middle, end, order);
    if (order.applyAsInt(spare[middle - 1], spare[middle]) <= 0) {
      System.arraycopy(spare, from, to, from, end - from);
      return;
    }
    int left = from;
    int right = middle;
    for (int i = from; i < end; i++) {
      boolean takesLeft =
          right == end || (left < middle && order.applyAsInt(spare[left], spare[right]) <= 0);
      to[i] = takesLeft ? spare[left++] : spare[right++];
    }
  }
}
