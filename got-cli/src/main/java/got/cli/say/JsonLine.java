package got.cli.say;

import got.ipc.RefName;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * One JSON object on one line, as {@code --json} prints it. Source: RFC 8259.
 *
 * <p>Whatever is not printable ASCII is escaped: so the line is the same in any encoding, and no
 * text in it can move a terminal.
 */
public final class JsonLine {
  private final StringBuilder out = new StringBuilder("{");

  /**
   * @param type what kind of object this is
   */
  public JsonLine(String type) {
    with("type", type);
  }

  public JsonLine with(String name, String value) {
    key(name);
    quote(value);
    return this;
  }

  public JsonLine with(String name, long value) {
    key(name);
    out.append(value);
    return this;
  }

  public JsonLine with(String name, boolean value) {
    key(name);
    out.append(value);
    return this;
  }

  /**
   * A reference's name. If its bytes are no UTF-8, what is none of it becomes U+FFFD, and the
   * member {@code name_bytes} has all of them in hexadecimal digits.
   */
  public JsonLine with(String name, RefName value) {
    byte[] bytes = value.bytes();
    try {
      return with(name, StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)) + "");
    } catch (CharacterCodingException e) {
      return with(name, new String(bytes, StandardCharsets.UTF_8))
          .with(name + "_bytes", HexFormat.of().formatHex(bytes));
    }
  }

  private void key(String name) {
    if (out.length() > 1) {
      out.append(',');
    }
    quote(name);
    out.append(':');
  }

  private void quote(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c >= ' ' && c < 0x7f) {
        out.append(c);
      } else {
        // Half a surrogate pair is escaped too; RFC 8259 leaves that to who reads it.
        out.append("\\u").append(HexFormat.of().toHexDigits(c));
      }
    }
    out.append('"');
  }

  @Override
  public String toString() {
    return out + "}";
  }
}
