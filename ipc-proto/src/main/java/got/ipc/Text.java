package got.ipc;

import java.io.IOException;
import java.util.Locale;

/**
 * Makes text from a server fit for a terminal.
 *
 * <p>Control characters (C0, DEL, C1), bidirectional overrides and isolates, line and paragraph
 * separators, every space but U+0020, whatever else is drawn as nothing, and lone surrogates are
 * shown as {@code \}{@code xNN} or {@code \}{@code u{NNNN}}: an escape sequence could rewrite the
 * screen, a bidirectional override could make an error read like its opposite, an invisible
 * character could make two names look alike.
 */
public final class Text {
  private Text() {}

  /** What an exception of the system's says, most often words of strerror(3), in got's case. */
  public static String reason(IOException e) {
    return uncapitalized(String.valueOf(e.getMessage()));
  }

  /** With a small letter at its beginning; what follows may be a name. */
  public static String uncapitalized(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
  }

  /**
   * One line, cleaned. Cleaning it again with the same limit changes nothing: each process cleans
   * what it receives.
   *
   * @param limit most chars to return, 3 at least; of longer text, the end is {@code ...}
   */
  public static String clean(String text, int limit) {
    StringBuilder out = new StringBuilder(Math.min(text.length(), limit));
    int cut = 0;
    int i = 0;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      append(out, c);
      if (out.length() > limit) {
        out.setLength(cut);
        return out.append("...").toString();
      }
      if (out.length() <= limit - 3) {
        cut = out.length();
      }
    }
    return out.toString();
  }

  private static void append(StringBuilder out, int c) {
    if (isPlain(c)) {
      out.appendCodePoint(c);
    } else if (c < 0x100) {
      out.append("\\x").append(hex(c >> 4)).append(hex(c & 15));
    } else {
      out.append("\\u{").append(Integer.toHexString(c)).append('}');
    }
  }

  private static char hex(int digit) {
    return Character.forDigit(digit, 16);
  }

  private static boolean isPlain(int c) {
    if (c < 0x7f) {
      return c >= ' ';
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> !Invisible.contains(c);
    };
  }
}
