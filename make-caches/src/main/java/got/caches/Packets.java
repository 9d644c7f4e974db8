package got.caches;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Git's packets, written and read. Source: gitprotocol-common(5). */
final class Packets {
  private static final int LENGTH = 4;

  private Packets() {}

  /** The content of the next packet that has one, or nothing if a flush packet comes first. */
  static String read(DataInputStream in) throws IOException {
    while (true) {
      int length = Integer.parseInt(new String(exactly(in, LENGTH), StandardCharsets.US_ASCII), 16);
      if (length == 0) {
        return "";
      }
      if (length > LENGTH) {
        return new String(exactly(in, length - LENGTH), StandardCharsets.UTF_8);
      }
    }
  }

  private static byte[] exactly(DataInputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException();
    }
    return bytes;
  }

  static void say(OutputStream out, String... lines) throws IOException {
    for (String line : lines) {
      header(out, line.length());
      out.write(bytes(line));
    }
  }

  /**
   * @param band of side-band-64k
   */
  static void band(OutputStream out, byte band, byte[] content, int from, int length)
      throws IOException {
    header(out, length + 1);
    out.write(band);
    out.write(content, from, length);
  }

  private static void header(OutputStream out, int length) throws IOException {
    out.write(bytes("%04x".formatted(LENGTH + length)));
  }

  /** Between two sections of an answer. */
  static void delimiter(OutputStream out) throws IOException {
    out.write(bytes("0001"));
  }

  static void flush(OutputStream out) throws IOException {
    out.write(bytes("0000"));
    out.flush();
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
