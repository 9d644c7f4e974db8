package got.packaging.bench;

import static got.packaging.bench.PackWriter.ascii;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Serves one pack, at a steady pace, to the first who connects, whatever it asks for. On loopback,
 * version 0 of the protocol with side-band-64k. Source: gitprotocol-pack(5).
 */
final class PackServer implements Closeable {
  private static final String CAPABILITIES = "\0side-band-64k ofs-delta agent=bench";
  private static final String FLUSH = "0000";
  private static final int LENGTH = 4;
  private static final int BAND_PACK = 1;

  /** What was sent and not yet received is to be little. */
  private static final int SOCKET_BUFFER = 64 * 1024;

  private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  private final List<String> references;

  /**
   * @param references lines of an id, a space and a name; HEAD first
   */
  PackServer(List<String> references) throws IOException {
    this.references = references;
  }

  String url() {
    return "git://127.0.0.1:" + listener.getLocalPort() + "/pack.git";
  }

  Feed serve(Path pack, double bytesPerSecond) throws IOException {
    try (Socket client = listener.accept()) {
      client.setTcpNoDelay(true);
      client.setSendBufferSize(SOCKET_BUFFER);
      InputStream in = client.getInputStream();
      OutputStream out = new BufferedOutputStream(client.getOutputStream(), SOCKET_BUFFER);
      packet(in);
      advertise(out);
      for (String asked = ""; !asked.strip().equals("done"); ) {
        asked = packet(in);
      }
      out.write(ascii(length(LENGTH) + "NAK\n"));
      Feed feed =
          Feed.run(
              pack,
              bytesPerSecond,
              (piece, count) -> {
                out.write(ascii(length(count + 1)));
                out.write(BAND_PACK);
                out.write(piece, 0, count);
                out.flush();
              });
      out.write(ascii(FLUSH));
      out.flush();
      return feed;
    }
  }

  private void advertise(OutputStream out) throws IOException {
    String more = CAPABILITIES;
    for (String reference : references) {
      String line = reference + more + "\n";
      out.write(ascii(length(line.length()) + line));
      more = "";
    }
    out.write(ascii(FLUSH));
    out.flush();
  }

  /** Of a packet with that many bytes in it. */
  private static String length(int bytes) {
    return String.format(Locale.ROOT, "%04x", bytes + LENGTH);
  }

  /** What is in the next packet; nothing for a flush. */
  private static String packet(InputStream in) throws IOException {
    String length = new String(in.readNBytes(LENGTH), StandardCharsets.US_ASCII);
    if (length.length() < LENGTH) {
      throw new IOException("the client has hung up");
    }
    int bytes = Math.max(0, Integer.parseInt(length, 16) - LENGTH);
    return new String(in.readNBytes(bytes), StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
