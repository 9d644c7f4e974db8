package got.http;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** What a server speaks that does not begin as HTTP/1.1 does, as well as its first bytes tell. */
final class Beginning {
  /** How each answer begins. */
  private static final byte[] HTTP = "HTTP/1.".getBytes(StandardCharsets.US_ASCII);

  /** Types of record with which a server of TLS may begin. Source: RFC 8446, section 5.1. */
  private static final int ALERT = 0x15;

  private static final int HANDSHAKE = 0x16;
  private static final int TLS_MAJOR_VERSION = 3;

  /** A frame of settings of a connection, not of a stream of it. Source: RFC 9113, 4.1 and 6.5. */
  private static final Pattern SETTINGS =
      Pattern.compile("\0\0.\4[\0\1]\0\0\0\0.*", Pattern.DOTALL);

  private static final Pattern PACKET = Pattern.compile("[0-9a-f]{4}.*", Pattern.DOTALL);

  private Beginning() {}

  /**
   * Whether an answer may go on like this.
   *
   * @param at bytes of it that were right
   */
  static boolean isRight(int at, byte next) {
    return at >= HTTP.length || next == HTTP[at];
  }

  /**
   * @param first bytes, as many as have come together
   */
  static HttpFault fault(byte[] first) {
    String text = new String(first, StandardCharsets.ISO_8859_1);
    String speaks = speaks(first, text);
    String why = speaks.isEmpty() ? "" : ": it speaks " + speaks;
    String line = text.strip().lines().findFirst().orElse("").strip();
    // Of what is no text nothing is shown.
    String words = line.chars().allMatch(c -> c >= ' ') ? line : "";
    return HttpFault.broken("the server does not answer in HTTP/1.1" + why, words);
  }

  private static String speaks(byte[] first, String text) {
    if (first.length > 1
        && (first[0] == ALERT || first[0] == HANDSHAKE)
        && first[1] == TLS_MAJOR_VERSION) {
      return "TLS";
    }
    if (text.startsWith("HTTP/2") || SETTINGS.matcher(text).matches()) {
      return "HTTP/2";
    }
    if (text.startsWith("SSH-")) {
      return "SSH";
    }
    return PACKET.matcher(text).matches() ? "Git's own protocol" : "";
  }
}
