package got.script;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes what a server says, packet by packet. Text is one byte per char. */
public final class Script {
  public static final String ID = "1111111111111111111111111111111111111111";
  public static final String OTHER = "2222222222222222222222222222222222222222";
  public static final String ZERO = "0".repeat(40);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** Version 2 up to the end of its capabilities. */
  public static Script v2() {
    return new Script()
        .line("version 2")
        .line("agent=git/2.39")
        .line("ls-refs=unborn")
        .line("fetch=shallow wait-for-done")
        .line("object-format=sha1")
        .flush();
  }

  /** A whole list of version 0 with HEAD and one branch. */
  public static Script v0(String capabilities) {
    return new Script().line(ID + " HEAD\0" + capabilities).line(ID + " refs/heads/main").flush();
  }

  /** A line feed is added, as servers do. */
  public Script line(String text) {
    return data(text + "\n");
  }

  public Script data(String text) {
    return raw(String.format("%04x", text.length() + 4)).raw(text);
  }

  public Script band(int band, String text) {
    return data((char) band + text);
  }

  public Script flush() {
    return raw("0000");
  }

  public Script delim() {
    return raw("0001");
  }

  public Script raw(String bytes) {
    out.writeBytes(bytes.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  public byte[] bytes() {
    return out.toByteArray();
  }
}
