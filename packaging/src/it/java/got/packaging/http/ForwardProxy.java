package got.packaging.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;

/**
 * A proxy of HTTP on loopback: it makes a tunnel for CONNECT, and passes other requests on as they
 * are, because a server has to take a whole URL too. Each server that it is asked for is on
 * 127.0.0.1, whatever its name.
 */
final class ForwardProxy implements Closeable {
  private static final String GRANTED = "HTTP/1.1 200 Connection established\r\n\r\n";
  private static final String WANTS =
      "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n";

  private final ServerSocket listener;
  private final String header;
  private final Deque<String> answers;
  private final List<String> heads = new ArrayList<>();

  private ForwardProxy(InetAddress address, String header, List<String> answers)
      throws IOException {
    this.listener = new ServerSocket(0, 50, address);
    this.header = header;
    this.answers = new ArrayDeque<>(answers);
    Thread.ofPlatform().daemon().start(this::accept);
  }

  /** Serves everybody; the first requests get these answers instead. */
  static ForwardProxy answering(String... answers) throws IOException {
    return new ForwardProxy(InetAddress.ofLiteral("127.0.0.1"), "", List.of(answers));
  }

  /** Serves everybody, on {@code ::1}. */
  static ForwardProxy onIpv6() throws IOException {
    return new ForwardProxy(InetAddress.ofLiteral("::1"), "", List.of());
  }

  /** Serves a user. */
  static ForwardProxy wanting(String user, String password) throws IOException {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    String header = "Proxy-Authorization: Basic " + Base64.getEncoder().encodeToString(pair);
    return new ForwardProxy(InetAddress.ofLiteral("127.0.0.1"), header, List.of());
  }

  int port() {
    return listener.getLocalPort();
  }

  String url() {
    return "http://127.0.0.1:" + port();
  }

  /** The first head of each connection so far. */
  synchronized List<String> heads() {
    return List.copyOf(heads);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Thread.ofPlatform().daemon().start(() -> serve(client));
      } catch (IOException e) {
        // We are closed.
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      InputStream in = client.getInputStream();
      OutputStream out = client.getOutputStream();
      String head = head(in);
      if (head.isEmpty()) {
        return;
      }
      String answer = answer(head);
      if (!answer.isEmpty()) {
        write(out, answer);
        client.shutdownOutput();
        in.transferTo(OutputStream.nullOutputStream());
        return;
      }
      try (Socket server = new Socket(InetAddress.ofLiteral("127.0.0.1"), serversPort(head))) {
        if (head.startsWith("CONNECT ")) {
          write(out, GRANTED);
        } else {
          write(server.getOutputStream(), head);
        }
        Thread back = Thread.ofPlatform().daemon().start(() -> pass(server, client));
        pass(client, server);
        back.join();
      }
    } catch (IOException e) {
      // Somebody has gone.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized String answer(String head) {
    heads.add(head);
    if (!answers.isEmpty()) {
      return answers.remove();
    }
    return head.contains("\r\n" + header) ? "" : WANTS;
  }

  private static int serversPort(String head) {
    String place = head.split(" ", 3)[1].replaceFirst("^http://([^/]*).*", "$1");
    return Integer.parseInt(place.substring(place.lastIndexOf(':') + 1));
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int b = in.read();
      if (b < 0) {
        return "";
      }
      head.append((char) b);
    }
    return head.toString();
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  private static void pass(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      // Somebody has gone.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
