package got.caches;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;

/** Servers on loopback that speak http or https. Source: gitprotocol-http(5), RFC 9112. */
final class Web implements Closeable {
  /** Bytes of a chunk: as much as servers send. */
  private static final int CHUNK = 1 << 15;

  private static final String GIT = "Content-Type: application/x-git-upload-pack-";

  private final List<ServerSocket> sockets = new ArrayList<>();

  /**
   * How a server secures what it says.
   *
   * @param group for the exchange of keys; empty for the client's choice
   */
  record Security(Identity identity, String version, String suite, String group) {
    private ServerSocket open() throws IOException {
      SSLServerSocket socket =
          (SSLServerSocket)
              identity
                  .server()
                  .getServerSocketFactory()
                  .createServerSocket(0, 8, InetAddress.getLoopbackAddress());
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setProtocols(new String[] {version});
      parameters.setCipherSuites(new String[] {suite});
      if (!group.isEmpty()) {
        parameters.setNamedGroups(new String[] {group});
      }
      // Otherwise a server does not say that it knows the name it was asked for by.
      parameters.setSNIMatchers(List.of(SNIHostName.createSNIMatcher("localhost")));
      socket.setSSLParameters(parameters);
      return socket;
    }
  }

  /** What a server does with a request. */
  private interface Site {
    /**
     * @param body of the request
     * @return false if the connection ends
     */
    boolean answer(String head, byte[] body, OutputStream out) throws IOException;
  }

  /** The URL of a server that has one repository. */
  String serve(Optional<Security> security, Upload upload) throws IOException {
    return start(security, (head, body, out) -> answer(upload, head, body, out));
  }

  /** The URL of a server that sends everybody elsewhere. */
  String redirect(Optional<Security> security, String there) throws IOException {
    return start(
        security,
        (head, _, out) -> {
          String query = head.substring(head.indexOf("/info/refs"), head.indexOf(" HTTP/"));
          write(out, "302 Found\r\nLocation: " + there + query, new byte[0]);
          return true;
        });
  }

  private String start(Optional<Security> security, Site site) throws IOException {
    ServerSocket socket =
        security.isPresent()
            ? security.get().open()
            : new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    sockets.add(socket);
    Thread.ofPlatform().daemon().name("web").start(() -> accept(socket, site));
    String scheme = security.isPresent() ? "https://" : "http://";
    return scheme + host() + ":" + socket.getLocalPort() + "/small.git";
  }

  /** Some systems do not know this name. */
  private static String host() {
    try {
      return InetAddress.getByName("localhost").isLoopbackAddress() ? "localhost" : "127.0.0.1";
    } catch (IOException e) {
      return "127.0.0.1";
    }
  }

  private static void accept(ServerSocket socket, Site site) {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        Thread.ofPlatform().daemon().name("client").start(() -> serve(client, site));
      } catch (IOException e) {
        // This is closed.
      }
    }
  }

  private static void serve(Socket client, Site site) {
    try (client) {
      InputStream in = client.getInputStream();
      boolean more = true;
      while (more) {
        String head = head(in);
        byte[] body = in.readNBytes(length(head));
        more = site.answer(head, body, client.getOutputStream());
      }
    } catch (IOException e) {
      // The client has what it wants and is gone.
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("no more requests");
      }
      head.append((char) b);
    }
    return head.toString();
  }

  private static int length(String head) {
    String name = "\r\nContent-Length: ";
    int at = head.indexOf(name);
    return at < 0
        ? 0
        : Integer.parseInt(head.substring(at + name.length(), head.indexOf("\r\n", at + 2)));
  }

  /** In version 0 each connection takes one request. */
  private static boolean answer(Upload upload, String head, byte[] body, OutputStream out)
      throws IOException {
    if (head.startsWith("GET ")) {
      ByteArrayOutputStream references = new ByteArrayOutputStream();
      if (!upload.version2()) {
        Packets.say(references, "# service=git-upload-pack\n");
        Packets.flush(references);
      }
      upload.greet(references);
      String keep = upload.version2() ? "keep-alive" : "close";
      String what = "200 OK\r\n" + GIT + "advertisement\r\nConnection: " + keep;
      write(out, what, references.toByteArray());
      return upload.version2();
    }
    InputStream request = new ByteArrayInputStream(body);
    boolean gzip = head.contains("\r\nContent-Encoding: gzip\r\n");
    OutputStream chunks = new BufferedOutputStream(new Chunks(out), CHUNK);
    out.write(ascii("HTTP/1.1 200 OK\r\n" + GIT + "result\r\nTransfer-Encoding: chunked\r\n\r\n"));
    upload.answer(new DataInputStream(gzip ? new GZIPInputStream(request) : request), chunks);
    chunks.flush();
    out.write(ascii("0\r\n\r\n"));
    return true;
  }

  private static void write(OutputStream out, String what, byte[] body) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(ascii("HTTP/1.1 " + what + "\r\nContent-Length: " + body.length + "\r\n\r\n"));
    all.writeBytes(body);
    out.write(all.toByteArray());
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** A body in pieces. */
  private static final class Chunks extends OutputStream {
    private final OutputStream out;

    Chunks(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      if (length > 0) {
        out.write(ascii(Integer.toHexString(length) + "\r\n"));
        out.write(bytes, from, length);
        out.write(ascii("\r\n"));
      }
    }
  }

  @Override
  public void close() throws IOException {
    for (ServerSocket socket : sockets) {
      socket.close();
    }
  }
}
