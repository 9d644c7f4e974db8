package got.pack.digest;

import java.util.Objects;

/**
 * An object in memory whose id is wanted: Git's header, the content where it is, and what it is
 * derived from. One instance is set again for each object, so that none is made for it.
 */
public final class ObjectMessage {
  final byte[] header = new byte[BlockHash.BLOCK_BYTES];
  int headerLength;
  byte[] content = header;
  int start;
  int size;
  Trail base = Trail.NONE;
  Copies copies = new Copies();

  /** An empty message. */
  public ObjectMessage() {}

  /** To write the header to, before {@link #set}; 64 bytes. */
  public byte[] header() {
    return header;
  }

  /**
   * Sets an object that is derived from nothing.
   *
   * @param headerLength bytes of {@link #header}
   * @param content holds {@code size} bytes from {@code start} on; no one may change them until the
   *     id is there
   * @throws IndexOutOfBoundsException if they are not within the arrays
   */
  public void set(int headerLength, byte[] content, int start, int size) {
    Objects.checkFromIndexSize(0, headerLength, header.length);
    Objects.checkFromIndexSize(start, size, content.length);
    this.headerLength = headerLength;
    this.content = content;
    this.start = start;
    this.size = size;
    base = Trail.NONE;
  }

  /**
   * Says what the object set has in common with another one.
   *
   * @param base what digesting that one left, or {@link Trail#NONE}
   * @param copies what the contents have in common
   */
  public void derive(Trail base, Copies copies) {
    this.base = base;
    this.copies = copies;
  }
}
