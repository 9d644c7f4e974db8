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
import java.util.Deque;
import java.util.List;

/**
 * Answers request after request what it was told to, over whatever connection the request came, and
 * closes a connection when an answer says that, or when there is no answer left.
 */
final class HttpScript implements Closeable {
  /** In an answer: the connection ends here. */
  static final String HANG_UP = "\0";

  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final Deque<String> answers;
  private final List<String> requests = new ArrayList<>();

  HttpScript(List<String> answers) throws IOException {
    this.answers = new ArrayDeque<>(answers);
    Thread.ofPlatform().daemon().start(this::accept);
  }

  /** Status 200 with a length, and a content type of Git's. */
  static String git(String type, String body) {
    return "HTTP/1.1 200 OK\r\nContent-Type: application/x-git-upload-pack-%s\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(type, body.length(), body);
  }

  String url() {
    return "http://127.0.0.1:" + listener.getLocalPort() + "/r.git";
  }

  /** First lines of the requests so far. */
  synchronized List<String> requests() {
    return List.copyOf(requests);
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
      while (readRequest(in)) {
        String answer = next();
        boolean last = answer.endsWith(HANG_UP);
        out.write(answer.replace(HANG_UP, "").getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        if (last) {
          client.shutdownOutput();
          in.transferTo(OutputStream.nullOutputStream());
          return;
        }
      }
    } catch (IOException e) {
      // The client has gone.
    }
  }

  private synchronized String next() {
    return answers.isEmpty() ? HANG_UP : answers.remove();
  }

  private boolean readRequest(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int b = in.read();
      if (b < 0) {
        return false;
      }
      head.append((char) b);
    }
    synchronized (this) {
      requests.add(head.substring(0, head.indexOf("\r\n")));
    }
    for (String line : head.toString().split("\r\n", -1)) {
      if (line.startsWith("Content-Length: ")) {
        in.readNBytes(Integer.parseInt(line.substring("Content-Length: ".length())));
      }
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
