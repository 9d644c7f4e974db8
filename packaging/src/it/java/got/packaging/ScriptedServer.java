package got.packaging;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Says the same to everybody, and hangs up. */
final class ScriptedServer implements Closeable {
  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final List<String> requests = new ArrayList<>();
  private final byte[] answer;

  ScriptedServer(String answer) throws IOException {
    this.answer = answer.getBytes(StandardCharsets.UTF_8);
    Thread.ofPlatform().daemon().start(this::serve);
  }

  /** A packet with its length in front. */
  static String packet(String text) {
    return "%04x%s".formatted(text.getBytes(StandardCharsets.UTF_8).length + 4, text);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** The request lines so far, without their lengths. */
  synchronized List<String> requests() {
    return List.copyOf(requests);
  }

  private void serve() {
    while (!listener.isClosed()) {
      try (Socket client = listener.accept()) {
        InputStream in = client.getInputStream();
        int length = Integer.parseInt(new String(in.readNBytes(4), StandardCharsets.US_ASCII), 16);
        String request = new String(in.readNBytes(length - 4), StandardCharsets.UTF_8);
        synchronized (this) {
          requests.add(request);
        }
        client.getOutputStream().write(answer);
      } catch (IOException e) {
        // The client has gone, or we are closed.
      }
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
