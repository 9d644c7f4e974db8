package got.index.object;

import got.pack.ObjectType;

/** Takes what objects refer to. */
@FunctionalInterface
public interface Links {
  /**
   * An object refers to another, which must be in the pack.
   *
   * @param source holds the binary id at {@code offset}; not kept
   * @param type that the other must have
   */
  void add(byte[] source, int offset, ObjectType type);
}
