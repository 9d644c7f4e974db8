package got.pkt;

import got.ipc.BadValueException;
import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.ipc.RefName;
import java.nio.charset.StandardCharsets;

/** Ids and names as they stand in the lines of both protocols, one byte per char. */
final class RefText {
  private RefText() {}

  /**
   * Digits of either case; the id of nothing is refused.
   *
   * @param name of the reference, for the message
   */
  static ObjectId id(HashAlgorithm algorithm, String hex, String name) throws ProtocolException {
    ObjectId id = idOrZero(algorithm, hex, name);
    if (id.isZero()) {
      throw ProtocolException.broken("reference " + quoted(name) + " to the zero id");
    }
    return id;
  }

  /** As {@link #id}, but the id of nothing is allowed. */
  static ObjectId idOrZero(HashAlgorithm algorithm, String hex, String name)
      throws ProtocolException {
    byte[] digits = hex.getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < digits.length; i++) {
      if (digits[i] >= 'A' && digits[i] <= 'F') {
        digits[i] = (byte) (digits[i] | 0x20);
      }
    }
    try {
      return ObjectId.parse(algorithm, digits);
    } catch (BadValueException e) {
      throw ProtocolException.broken(
          e.reason() + ": '" + ProtocolException.quote(hex) + "' of reference " + quoted(name));
    }
  }

  static RefName name(String name) throws ProtocolException {
    try {
      return RefName.check(name.getBytes(StandardCharsets.ISO_8859_1));
    } catch (BadValueException e) {
      throw ProtocolException.broken(e.reason());
    }
  }

  /** True if a reference of that name is left out, and is no reason to refuse the server. */
  static boolean isLeftOut(String name) {
    return RefName.isOnlyMalformed(name.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** A name as the server sent it, for messages: decoded as UTF-8, cleaned and cut. */
  static String quoted(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
    return "'" + ProtocolException.quote(new String(bytes, StandardCharsets.UTF_8)) + "'";
  }

  /** Where {@code line} has its next space at or after {@code from}, else its end. */
  static int wordEnd(String line, int from) {
    int space = line.indexOf(' ', from);
    return space < 0 ? line.length() : space;
  }
}
