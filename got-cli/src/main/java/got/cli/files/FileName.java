package got.cli.files;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The name of a file, between bytes and the text that Java's calls take. */
public final class FileName {
  private FileName() {}

  /** The bytes on the disk. */
  public static byte[] bytes(String name) {
    return name.getBytes(FileCalls.charset());
  }

  /**
   * The text for such bytes.
   *
   * @throws IOException if the locale cannot express it
   */
  public static String text(byte[] bytes) throws IOException {
    return FileCalls.text(ByteBuffer.wrap(bytes));
  }
}
