package got.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * The answer to the first request: what the server speaks, and in versions 0 and 1 what it has.
 *
 * <pre>
 *   # service=git-upload-pack, flush      in versions 0 and 1, and of some servers in version 2
 *   version 2, capabilities, flush        or the references
 * </pre>
 *
 * <p>What comes first is for HTTP and ends here. Source: gitprotocol-http(5).
 */
final class Discovery {
  static final String TYPE = "application/x-git-upload-pack-advertisement";

  private static final String SERVICE = "# service=git-upload-pack";
  private static final String VERSION_2 = "version 2";

  /** A server that knows files only sends this, or nothing of the kind. */
  private static final String PLAIN = "text/plain";

  private static final int HEADER = 4;

  /** More than any line that may be the first one needs. */
  private static final int FIRST_MAX = 65_520;

  private final byte[] first;
  private final InputStream rest;
  private final boolean version2;

  private Discovery(byte[] first, InputStream rest, boolean version2) {
    this.first = first;
    this.rest = rest;
    this.version2 = version2;
  }

  /**
   * Reads as far as the first line for got-fetch-pack.
   *
   * @throws IOException if this is no answer of Git's
   */
  static Discovery read(Answer answer) throws IOException {
    if (answer.status() == 200 && isDumb(answer.contentType())) {
      throw HttpFault.broken(
          "the server does not speak Git's protocol, it only has files (dumb http)");
    }
    Judgement.require(answer, TYPE);
    InputStream in = answer.body();
    byte[] line = packet(in, true);
    if (text(line).equals(SERVICE)) {
      if (packet(in, false).length != HEADER) {
        throw notGits();
      }
      line = packet(in, false);
    } else if (!text(line).equals(VERSION_2) && !text(line).startsWith("ERR ")) {
      throw notGits();
    }
    return new Discovery(line, in, text(line).equals(VERSION_2));
  }

  private static boolean isDumb(String type) {
    return type.equals(PLAIN) || type.equals("application/octet-stream");
  }

  private static HttpFault notGits() {
    return HttpFault.broken("the answer does not begin as Git's does");
  }

  /** A packet with its length; of a flush packet there is nothing else. */
  private static byte[] packet(InputStream in, boolean isFirst) throws IOException {
    byte[] header = in.readNBytes(HEADER);
    if (header.length == 0 && isFirst) {
      throw HttpFault.broken("the server sent an empty answer");
    }
    int length = PacketEnds.length(header);
    if (length == 0) {
      return header;
    }
    if (length < HEADER || length > FIRST_MAX) {
      throw notGits();
    }
    byte[] packet = new byte[length];
    System.arraycopy(header, 0, packet, 0, HEADER);
    if (in.readNBytes(packet, HEADER, length - HEADER) < length - HEADER) {
      throw HttpFault.broken("the answer ends inside a packet");
    }
    return packet;
  }

  private static String text(byte[] packet) {
    String text = new String(packet, HEADER, packet.length - HEADER, StandardCharsets.ISO_8859_1);
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }

  /** The first packet for got-fetch-pack. */
  byte[] first() {
    return first;
  }

  /** All that follows. */
  InputStream rest() {
    return rest;
  }

  /** True if each request of got-fetch-pack ends in a flush packet. */
  boolean isVersion2() {
    return version2;
  }
}
