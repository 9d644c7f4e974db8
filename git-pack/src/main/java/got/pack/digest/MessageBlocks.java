package got.pack.digest;

import java.util.Arrays;

/**
 * The blocks of an object's message: header, content, padding. The content stays where it is; only
 * the block with the header and the last one or two are put together elsewhere.
 */
final class MessageBlocks {
  private static final int BLOCK = BlockHash.BLOCK_BYTES;

  private final byte[] head = new byte[BLOCK];
  private final byte[] tail = new byte[2 * BLOCK];
  private byte[] content = head;

  /** Where block 0 would start in the content; negative if the header is longer than the start. */
  private long origin;

  /** The first block that lies wholly in the content. */
  private int contentFrom;

  /** The first block behind those. */
  private int contentTo;

  private int count;

  /**
   * @param headerLength at most 64 bytes
   */
  void set(byte[] header, int headerLength, byte[] content, int start, int size) {
    long length = headerLength + (long) size;
    this.content = content;
    origin = (long) start - headerLength;
    contentTo = (int) (length / BLOCK);
    contentFrom = headerLength == 0 || contentTo == 0 ? 0 : 1;
    count = (int) ((length + 8) / BLOCK) + 1;
    Arrays.fill(tail, (byte) 0);
    int rest = (int) (length % BLOCK);
    if (contentTo == 0) {
      System.arraycopy(header, 0, tail, 0, headerLength);
      System.arraycopy(content, start, tail, headerLength, size);
    } else {
      System.arraycopy(header, 0, head, 0, headerLength);
      System.arraycopy(content, start, head, headerLength, BLOCK - headerLength);
      System.arraycopy(content, start + size - rest, tail, 0, rest);
    }
    tail[rest] = (byte) 0x80;
    long bits = length << 3;
    int end = (count - contentTo) * BLOCK;
    for (int i = 1; i <= 8; i++) {
      tail[end - i] = (byte) bits;
      bits >>>= 8;
    }
  }

  /** Lets go of the content. */
  void clear() {
    content = head;
  }

  int count() {
    return count;
  }

  /** The array that holds a block. */
  byte[] array(int block) {
    return block >= contentTo ? tail : block < contentFrom ? head : content;
  }

  /** Where in its array a block starts. */
  int offset(int block) {
    if (block >= contentTo) {
      return (block - contentTo) * BLOCK;
    }
    return block < contentFrom ? 0 : (int) (origin + (long) block * BLOCK);
  }

  /** The first block behind the given one that is in another array, or {@code end}. */
  int runEnd(int block, int end) {
    if (block >= contentTo) {
      return end;
    }
    return Math.min(end, block < contentFrom ? contentFrom : contentTo);
  }
}
