package got.pkt;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The first bytes of a server that does not speak Git's protocol, or not before a login shell has
 * printed something.
 *
 * @param reason what it speaks instead, as well as the bytes tell
 * @param words its first line that is not empty, decoded, not cleaned; empty if it is no text
 */
record Greeting(String reason, String words) {
  /** How the first line of a protocol begins. */
  private static final Map<String, String> PROTOCOLS = Map.of("HTTP/", "HTTP", "SSH-", "SSH");

  /** Types of record with which a server of TLS may begin. Source: RFC 8446, section 5.1. */
  private static final int ALERT = 0x15;

  private static final int HANDSHAKE = 0x16;

  private static final int TLS_MAJOR_VERSION = 3;

  static Greeting of(byte[] bytes, int offset, int length) {
    if (length > 1
        && (bytes[offset] == ALERT || bytes[offset] == HANDSHAKE)
        && bytes[offset + 1] == TLS_MAJOR_VERSION) {
      return new Greeting(speaks("TLS"), "");
    }
    String line = line(bytes, offset, length);
    for (Map.Entry<String, String> protocol : PROTOCOLS.entrySet()) {
      if (line.startsWith(protocol.getKey())) {
        return new Greeting(speaks(protocol.getValue()), line);
      }
    }
    return new Greeting("the server sent text instead of Git's protocol", line);
  }

  /** True if the bytes hold a line that is not empty, to its end. */
  static boolean holdsLine(byte[] bytes, int offset, int length) {
    return new String(bytes, offset, length, StandardCharsets.UTF_8).stripLeading().contains("\n");
  }

  private static String line(byte[] bytes, int offset, int length) {
    String text = new String(bytes, offset, length, StandardCharsets.UTF_8).strip();
    return text.lines().findFirst().orElse("").stripTrailing();
  }

  private static String speaks(String protocol) {
    return "the server speaks " + protocol + ", not Git's protocol";
  }
}
