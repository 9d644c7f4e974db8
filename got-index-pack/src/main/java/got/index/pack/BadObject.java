package got.index.pack;

import got.index.object.Inspector;
import got.index.object.ObjectFormatException;
import got.ipc.ObjectId;
import got.pack.ObjectType;
import got.pack.PackException;
import java.util.Locale;

/**
 * An object that is not what its type requires.
 *
 * @param offset of its entry in the pack
 */
record BadObject(long offset, ObjectType type, ObjectId id) {
  /**
   * Lets it pass if what is wrong is a fault that the user has excused, and nothing else is wrong.
   *
   * @param wrong what was found
   * @param content holds the object from {@code start} on, {@code size} bytes
   */
  void refuse(Inspector inspector, ObjectFormatException wrong, byte[] content, int start, int size)
      throws PackException {
    if (!wrong.isFault() || !inspector.excuses(id)) {
      throw refusal(wrong);
    }
    try {
      inspector.checkExcused(type, content, start, size);
    } catch (ObjectFormatException e) {
      throw refusal(e);
    }
  }

  private PackException refusal(ObjectFormatException wrong) {
    String text = type.name().toLowerCase(Locale.ROOT) + " " + id + ": " + wrong.reason();
    return wrong.isFault()
        ? new PackException.Structure(offset, text)
        : new PackException.Format(offset, text);
  }
}
