package got.index.pack;

import got.pack.Garbage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Arrays that held objects, for objects to come: a new one would have to be cleared first and
 * collected later. Safe for several threads: they free what others took.
 *
 * <p>Kept by capacity, of which there are four per doubling: a new array is at most a quarter
 * longer than it need be, one that is used again at most five times as long. Objects along a chain
 * of deltas get smaller or larger. So when there is no room, this class lets go of all arrays of
 * one capacity, then of the next.
 */
final class Spares {
  /** Bytes of arrays that are kept. */
  static final int MOST_BYTES = 16 << 20;

  private static final int LEAST_LOG = 10;

  /** The longest array there is, nearly. */
  private static final int LONGEST = Integer.MAX_VALUE - 8;

  /** Below this an array is not worth keeping. */
  static final int LEAST_BYTES = 1 << LEAST_LOG;

  /** Above this one array would displace too many others: a few of these are kept beside. */
  static final int LARGEST_BYTES = 1 << 20;

  /** Arrays above this that are kept. */
  static final int MOST_LARGE = 2;

  /** By so many steps of capacity an array may be larger than the best: by four times. */
  private static final int MOST_LARGER = 8;

  private final List<ArrayDeque<byte[]>> kept = new ArrayList<>();
  private final List<byte[]> large = new ArrayList<>(MOST_LARGE);
  private final Garbage garbage = new Garbage(Garbage.FREE_BYTES);
  private int bytes;

  /** The capacity to make room at next. */
  private int next;

  Spares() {
    for (int i = 0; i <= index(LARGEST_BYTES); i++) {
      kept.add(new ArrayDeque<>());
    }
  }

  /** An array of {@code size} bytes or more that holds anything. */
  synchronized byte[] take(int size) {
    if (size < LEAST_BYTES) {
      return new byte[size];
    }
    if (size > LARGEST_BYTES) {
      return takeLarge(size);
    }
    int index = index(size);
    if (capacity(index) < size) {
      index++;
    }
    int last = Math.min(index + MOST_LARGER, kept.size() - 1);
    for (int i = index; i <= last; i++) {
      byte[] array = kept.get(i).poll();
      if (array != null) {
        bytes -= array.length;
        return array;
      }
    }
    return new byte[capacity(index)];
  }

  private byte[] takeLarge(int size) {
    int best = -1;
    for (int i = 0; i < large.size(); i++) {
      int length = large.get(i).length;
      if (length >= size && (best < 0 || length < large.get(best).length)) {
        best = i;
      }
    }
    if (best >= 0) {
      return large.remove(best);
    }
    int step = Integer.highestOneBit(size) >> 2;
    int room = (int) Math.min((size + step - 1L) / step * step, Math.max(size, LONGEST));
    garbage.bound(room);
    return new byte[room];
  }

  /** Of the large ones, the longest are kept: they serve for shorter objects too. */
  private void giveLarge(byte[] array) {
    large.add(array);
    if (large.size() > MOST_LARGE) {
      int shortest = 0;
      for (int i = 1; i < large.size(); i++) {
        if (large.get(i).length < large.get(shortest).length) {
          shortest = i;
        }
      }
      large.remove(shortest);
    }
  }

  /** Has garbage collected, if there may be much. */
  void boundGarbage() {
    garbage.bound(0);
  }

  /** Takes an array that nobody uses any more; others may go for it. */
  synchronized void give(byte[] array) {
    int length = array.length;
    if (length < LEAST_BYTES) {
      return;
    }
    if (length > LARGEST_BYTES) {
      giveLarge(array);
      return;
    }
    while (bytes + length > MOST_BYTES) {
      byte[] dropped = kept.get(next).pollLast();
      if (dropped == null) {
        next = (next + 1) % kept.size();
      } else {
        bytes -= dropped.length;
      }
    }
    kept.get(index(length)).push(array);
    bytes += length;
  }

  /** Of the largest capacity that is not over {@code size}. */
  private static int index(int size) {
    int log = 31 - Integer.numberOfLeadingZeros(size);
    return 4 * (log - LEAST_LOG) + (size >>> (log - 2) & 3);
  }

  private static int capacity(int index) {
    return (4 + (index & 3)) << (LEAST_LOG - 2 + (index >>> 2));
  }
}
