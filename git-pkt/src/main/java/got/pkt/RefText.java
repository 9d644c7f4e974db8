package got.pkt;

import got.ipc.BadValueException;
import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.ipc.RefName;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

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
    try {
      return ObjectId.parse(algorithm, lowerCase(hex.getBytes(StandardCharsets.ISO_8859_1)));
    } catch (BadValueException e) {
      throw ProtocolException.broken(
          e.reason() + ": '" + ProtocolException.quote(hex) + "' of reference " + quoted(name));
    }
  }

  /** Changes the digits, and no other byte. */
  private static byte[] lowerCase(byte[] digits) {
    for (int i = 0; i < digits.length; i++) {
      byte b = digits[i];
      if (b <= 'F' && b >= 'A') {
        digits[i] = (byte) (b | 0x20);
      }
    }
    return digits;
  }

  /** Empty if a reference of that name is left out, and is no reason to refuse the server. */
  static Optional<RefName> nameUnlessLeftOut(String name) throws ProtocolException {
    byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
    try {
      return Optional.of(RefName.check(bytes));
    } catch (BadValueException e) {
      if (RefName.isOnlyMalformed(bytes)) {
        return Optional.empty();
      }
      throw ProtocolException.broken(e.reason());
    }
  }

  /** A name as the server sent it, for messages: decoded as UTF-8, cleaned and cut. */
  static String quoted(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
    return "'" + ProtocolException.quote(new String(bytes, StandardCharsets.UTF_8)) + "'";
  }

  /** Where the first word of {@code line} ends: most often where an id does. */
  static int idEnd(HashAlgorithm algorithm, String line) {
    int digits = 2 * algorithm.idBytes();
    return line.length() > digits && line.charAt(digits) == ' ' ? digits : wordEnd(line, 0);
  }

  /** Where {@code line} has its next space at or after {@code from}, else its end. */
  static int wordEnd(String line, int from) {
    int space = line.indexOf(' ', from);
    return space < 0 ? line.length() : space;
  }
}
