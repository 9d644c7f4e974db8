package got.packaging.server;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Puts together what a server says, packet by packet. Text is one byte per char. */
public final class ServerWords {
  private static final int HEADER = 4;

  /** Bytes of a pack in one packet. */
  private static final int PIECE = 60_000;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** Version 2 up to the end of its capabilities. */
  public static ServerWords version2() {
    return new ServerWords()
        .line("version 2")
        .line("agent=git/2.39")
        .line("ls-refs=unborn")
        .line("fetch=shallow")
        .line("object-format=sha1")
        .flush();
  }

  /** All of version 2 but the pack, and its section's name. */
  static ServerWords offering(String id) {
    return version2()
        .line(id + " HEAD symref-target:refs/heads/main")
        .line(id + " refs/heads/main")
        .flush();
  }

  /** The whole list of version 0, with the same references. */
  public static ServerWords version0(String id, String capabilities) {
    return new ServerWords()
        .line(id + " HEAD\0" + capabilities)
        .line(id + " refs/heads/main")
        .flush();
  }

  /** A line feed is added, as servers do. */
  public ServerWords line(String text) {
    return data(text + "\n");
  }

  ServerWords data(String text) {
    return raw("%04x%s".formatted(text.length() + HEADER, text));
  }

  ServerWords band(int band, String text) {
    return data((char) band + text);
  }

  /** The section, the pack in it, and its end. */
  public ServerWords packfile(byte[] pack) {
    return line("packfile").pack(pack).flush();
  }

  /** A pack or a part of one, on its band. */
  ServerWords pack(byte[] pack) {
    for (int at = 0; at < pack.length; at += PIECE) {
      byte[] piece = Arrays.copyOfRange(pack, at, Math.min(pack.length, at + PIECE));
      band(1, new String(piece, StandardCharsets.ISO_8859_1));
    }
    return this;
  }

  public ServerWords flush() {
    return raw("0000");
  }

  public ServerWords raw(String bytes) {
    out.writeBytes(bytes.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  public byte[] bytes() {
    return out.toByteArray();
  }
}
