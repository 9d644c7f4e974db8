package got.pack.object;

import got.pack.ObjectType;

/** An object in memory. */
public final class StoredObject {
  private final ObjectType type;
  private final byte[] bytes;
  private final int size;

  StoredObject(ObjectType type, byte[] bytes, int size) {
    this.type = type;
    this.bytes = bytes;
    this.size = size;
  }

  public ObjectType type() {
    return type;
  }

  /** Holds the content in its first {@link #size} bytes; not a copy, and not to be changed. */
  public byte[] bytes() {
    return bytes;
  }

  /** Bytes of the content. */
  public int size() {
    return size;
  }
}
