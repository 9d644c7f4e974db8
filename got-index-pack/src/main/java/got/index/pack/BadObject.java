package got.index.pack;

import got.index.object.ObjectFormatException;
import got.ipc.ObjectId;
import got.pack.ObjectType;
import got.pack.PackException;
import java.util.Locale;

/** Words for an object that is not what its type requires. */
final class BadObject {
  private BadObject() {}

  /**
   * @param offset of its entry in the pack
   */
  static PackException.Format refuse(
      long offset, ObjectType type, ObjectId id, ObjectFormatException e) {
    String name = type.name().toLowerCase(Locale.ROOT);
    return new PackException.Format(offset, name + " " + id + ": " + e.reason());
  }
}
