package got.read;

import got.pack.ObjectType;

/** What is known of an object, as flags of an {@link ObjectTable}. */
final class Marks {
  /** It is there, with all it leads to. */
  static final int COMPLETE = 1;

  /** It is not, or something that it leads to is not. */
  static final int INCOMPLETE = 2;

  /** A walk is on its way through it. */
  static final int OPEN = 4;

  private Marks() {}

  /** The flag of a type. */
  static int of(ObjectType type) {
    return OPEN << type.code();
  }
}
