package got.index.pack;

import got.index.object.ObjectFormatException;
import got.index.object.ObjectType;
import got.ipc.ObjectId;
import java.util.Locale;

/** The bytes are no valid pack. */
public final class PackFormatException extends Exception {
  private final long offset;
  private final String reason;

  /**
   * @param offset in the pack, in bytes, of what is wrong; -1 if it has none
   * @param reason lower case, no full stop, no text from the pack
   */
  public PackFormatException(long offset, String reason) {
    super(offset < 0 ? reason : reason + " at offset " + offset);
    this.offset = offset;
    this.reason = super.getMessage() == null ? reason : super.getMessage();
  }

  /** An object is not what its type requires. */
  static PackFormatException inObject(
      long offset, ObjectType type, ObjectId id, ObjectFormatException e) {
    String name = type.name().toLowerCase(Locale.ROOT);
    return new PackFormatException(offset, name + " " + id + ": " + e.reason());
  }

  public long offset() {
    return offset;
  }

  /** The message, never null. */
  public String reason() {
    return reason;
  }
}
