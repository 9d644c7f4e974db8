package got.pack.digest;

import java.util.Arrays;

/**
 * Which bytes of an object are copies of bytes of its base, in the order of the object.
 *
 * <p>Whoever applies a delta fills this in. The delta may be an attacker's; that the bytes were
 * copied as stated is a fact nevertheless, and all that {@link ObjectDigest} relies on.
 *
 * <p>Neighbours in both objects count as one copy. Copies of less than a block are of no use and
 * are dropped, so that a delta of a million one-byte copies takes no memory: what is left is at
 * most one per 64 bytes of the object.
 */
public final class Copies {
  private int[] from = new int[16];
  private int[] to = new int[16];
  private int[] count = new int[16];
  private int size;

  /** No copies yet. */
  public Copies() {}

  /** Forgets all copies; the object has none so far. */
  public void clear() {
    size = 0;
  }

  /**
   * Bytes {@code from} up to {@code from + count} of the base's content are now those of the
   * object's content from {@code to} on.
   *
   * @throws IllegalArgumentException if a number is negative, or the copy is not behind the others
   */
  public void add(int from, int to, int count) {
    if (from < 0 || count < 0 || to < 0 || to > Integer.MAX_VALUE - count) {
      throw new IllegalArgumentException("copy from " + from + " to " + to + ": " + count);
    }
    if (size > 0) {
      int last = size - 1;
      int end = this.to[last] + this.count[last];
      if (to < end) {
        throw new IllegalArgumentException("copy to " + to + " after one up to " + end);
      }
      if (to == end && from == this.from[last] + this.count[last]) {
        this.count[last] += count;
        return;
      }
      if (this.count[last] < BlockHash.BLOCK_BYTES) {
        size = last;
      }
    }
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

  int size() {
    return size;
  }

  int from(int i) {
    return from[i];
  }

  int to(int i) {
    return to[i];
  }

  int count(int i) {
    return count[i];
  }

  /**
   * @throws IllegalArgumentException if a copy is not within objects of these sizes
   */
  void check(int baseSize, int resultSize) {
    for (int i = 0; i < size; i++) {
      if (from[i] > baseSize - count[i] || to[i] > resultSize - count[i]) {
        throw new IllegalArgumentException("copy beyond " + baseSize + " or " + resultSize);
      }
    }
  }
}
