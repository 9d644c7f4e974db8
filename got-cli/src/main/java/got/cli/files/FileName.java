package got.cli.files;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The name of a file, between bytes and the text that {@link HeldDirectory} takes. Text stands for
 * any bytes; where it is not in the encoding of names, {@link Path} does not take it.
 */
public final class FileName {
  private FileName() {}

  /** The bytes on the disk. */
  public static byte[] bytes(String name) {
    byte[] withZero = FileCalls.bytes(name);
    return Arrays.copyOf(withZero, withZero.length - 1);
  }

  /** The text for such bytes, whatever they are. */
  public static String text(byte[] bytes) {
    return FileCalls.text(ByteBuffer.wrap(bytes));
  }

  /** The path of a file with such a name, for messages. */
  public static Path path(Path directory, String name) {
    return directory.resolve(FileCalls.shown(name));
  }
}
