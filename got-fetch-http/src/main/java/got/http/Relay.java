package got.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Passes Git's bytes on to got-fetch-pack as they come.
 *
 * <p>Where a body ends is for HTTP to say, and whether Git's answer is whole for got-fetch-pack: a
 * response-end packet behind each answer but the last of versions 0 and 1 tells it. So a body that
 * only the end of the connection ends is never taken for a whole one unless Git's own framing says
 * so. Source: gitprotocol-v2(5), "Packet-Line Framing"; git-remote-curl does the same.
 */
final class Relay {
  private static final byte[] RESPONSE_END = {'0', '0', '0', '2'};
  private static final int BUFFER = 1 << 16;

  private final OutputStream to;
  private final byte[] buffer = new byte[BUFFER];

  /**
   * @param to got-fetch-pack
   */
  Relay(OutputStream to) {
    this.to = to;
  }

  /** got-fetch-pack is gone: it has all it wants, or reports why it does not. */
  static final class GoneException extends IOException {
    GoneException(IOException cause) {
      super(cause);
    }
  }

  /**
   * Passes on the references, or what the server can do.
   *
   * @return false if it ends without a flush packet, so that got-fetch-pack waits for more
   */
  boolean discovery(Discovery discovery) throws IOException {
    PacketEnds ends = new PacketEnds();
    ends.add(discovery.first(), 0, discovery.first().length);
    write(discovery.first(), discovery.first().length);
    copy(discovery.rest(), ends);
    requireBetween(ends);
    return ends.isFlushed();
  }

  private static void requireBetween(PacketEnds ends) throws HttpFault {
    if (!ends.isBetween()) {
      throw HttpFault.unreachable("the answer ends inside a packet");
    }
  }

  /** Passes on an answer that is in packets, and marks its end. */
  void packets(InputStream body) throws IOException {
    PacketEnds ends = new PacketEnds();
    if (copy(body, ends) == 0) {
      throw empty();
    }
    requireBetween(ends);
    write(RESPONSE_END, RESPONSE_END.length);
  }

  /** Passes on the last answer of versions 0 and 1, which may be no packets to its end. */
  void bytes(InputStream body) throws IOException {
    long copied = 0;
    for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
      write(buffer, n);
      copied += n;
    }
    if (copied == 0) {
      throw empty();
    }
  }

  private static HttpFault empty() {
    return HttpFault.broken("the server sent an empty answer");
  }

  private long copy(InputStream body, PacketEnds ends) throws IOException {
    long copied = 0;
    for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
      ends.add(buffer, 0, n);
      write(buffer, n);
      copied += n;
    }
    return copied;
  }

  private void write(byte[] bytes, int length) throws GoneException {
    try {
      to.write(bytes, 0, length);
    } catch (IOException e) {
      throw new GoneException(e);
    }
  }
}
