package got.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/**
 * Cuts what got-fetch-pack says into requests, each of which becomes a body.
 *
 * <p>In version 2 a command ends at its flush packet. In versions 0 and 1 the wants end in a flush
 * packet. What follows them ends in another one, and then a further request may come; or {@code
 * done} ends it all. A flush packet alone is a goodbye, of which a server without a connection
 * needs to know nothing. Source: gitprotocol-http(5), "Smart Service git-upload-pack".
 */
final class GitRequests {
  /** From here on a body is compressed: servers take a megabyte, and not all of them inflate. */
  static final int LARGE = 1 << 16;

  private static final int HEADER = 4;
  private static final byte[] DONE = {'d', 'o', 'n', 'e', '\n'};

  private final InputStream in;
  private final boolean version2;

  GitRequests(InputStream in, boolean version2) {
    this.in = in;
    this.version2 = version2;
  }

  /**
   * A request as a body.
   *
   * @param last if no further one may come
   */
  record Body(byte[] bytes, boolean gzip, boolean last) {}

  /**
   * The next request, or nothing if got-fetch-pack has no more.
   *
   * @throws IOException if got-fetch-pack ends inside a request
   */
  Optional<Body> next() throws IOException {
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    Zipped zipped = new Zipped();
    int flushes = 0;
    while (true) {
      byte[] packet = packet();
      if (packet.length == 0) {
        if (plain.size() > 0) {
          throw new EOFException();
        }
        return Optional.empty();
      }
      boolean isFlush = packet.length == HEADER && PacketEnds.length(packet) == 0;
      if (isFlush && plain.size() == 0) {
        continue;
      }
      if (zipped.isOpen()) {
        zipped.write(packet);
      } else {
        plain.writeBytes(packet);
        if (plain.size() > LARGE) {
          zipped.write(plain.toByteArray());
        }
      }
      flushes += isFlush ? 1 : 0;
      boolean last = !version2 && isDone(packet);
      if (last || flushes == (version2 ? 1 : 2)) {
        byte[] bytes = zipped.isOpen() ? zipped.finish() : plain.toByteArray();
        return Optional.of(new Body(bytes, zipped.isOpen(), last));
      }
    }
  }

  private static boolean isDone(byte[] packet) {
    return Arrays.equals(packet, HEADER, packet.length, DONE, 0, DONE.length);
  }

  /** A packet with its length; empty at the end. */
  private byte[] packet() throws IOException {
    byte[] header = in.readNBytes(HEADER);
    if (header.length == 0) {
      return header;
    }
    if (header.length < HEADER) {
      throw new EOFException();
    }
    byte[] packet = Arrays.copyOf(header, Math.max(HEADER, PacketEnds.length(header)));
    if (in.readNBytes(packet, HEADER, packet.length - HEADER) < packet.length - HEADER) {
      throw new EOFException();
    }
    return packet;
  }

  /** A body that is compressed while it comes. */
  private static final class Zipped {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private Optional<GZIPOutputStream> gzip = Optional.empty();

    boolean isOpen() {
      return gzip.isPresent();
    }

    void write(byte[] packet) throws IOException {
      if (gzip.isEmpty()) {
        gzip = Optional.of(new GZIPOutputStream(bytes, LARGE));
      }
      gzip.get().write(packet);
    }

    byte[] finish() throws IOException {
      gzip.orElseThrow().finish();
      return bytes.toByteArray();
    }
  }
}
