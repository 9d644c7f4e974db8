package got.index.pack;

import got.index.object.ObjectFormatException;
import got.ipc.ObjectId;
import got.pack.ObjectType;
import got.pack.PackFormatException;
import java.util.Locale;

/** Words for an object that is not what its type requires. */
final class BadObject {
  private BadObject() {}

  /**
   * @param offset of its entry in the pack
   */
  static PackFormatException refuse(
      long offset, ObjectType type, ObjectId id, ObjectFormatException e) {
    String name = type.name().toLowerCase(Locale.ROOT);
    return new PackFormatException(offset, name + " " + id + ": " + e.reason());
  }
}
