package got.cli.local;

import got.ipc.BadValueException;
import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.ipc.RefName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;

/** The content of a reference's own file. Source: gitrepository-layout(5). */
final class RefText {
  private static final String SYMBOLIC = "ref:";

  private RefText() {}

  /**
   * @param file for messages
   * @throws IOException if it is neither an id nor a name
   */
  static RefValue parse(HashAlgorithm algorithm, String file, String latin1) throws IOException {
    try {
      if (latin1.startsWith(SYMBOLIC)) {
        String target = latin1.substring(SYMBOLIC.length()).strip();
        return new RefValue.Symbolic(RefName.check(target.getBytes(StandardCharsets.ISO_8859_1)));
      }
      int digits = 2 * algorithm.idBytes();
      boolean ends = latin1.length() <= digits || latin1.charAt(digits) <= ' ';
      String hex = latin1.substring(0, Math.min(digits, latin1.length()));
      ObjectId id = ObjectId.parse(algorithm, hex.getBytes(StandardCharsets.ISO_8859_1));
      if (ends && !id.isZero()) {
        return new RefValue.Direct(id);
      }
    } catch (BadValueException e) {
      IOException broken = broken(file, ": " + e.reason());
      broken.initCause(e);
      throw broken;
    }
    throw broken(file, "");
  }

  private static IOException broken(String file, String why) {
    return new FileSystemException(file, null, "is a broken reference" + why);
  }

  static byte[] bytes(RefValue value) {
    String text =
        switch (value) {
          case RefValue.Direct(ObjectId id) -> id + "\n";
          case RefValue.Symbolic(RefName target) -> "ref: " + target.latin1() + "\n";
          case RefValue.Absent _ -> throw new IllegalStateException("nothing to write");
        };
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
