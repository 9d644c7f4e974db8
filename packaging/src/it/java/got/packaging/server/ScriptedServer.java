package got.packaging.server;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Says the same to everybody, whatever they ask for, and hangs up. */
public final class ScriptedServer implements Closeable {
  private static final int LENGTH = 4;

  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final List<String> requests = new ArrayList<>();
  private final Part part;
  private volatile Socket last = new Socket();

  /** What is said to one client, behind its request line. */
  @FunctionalInterface
  public interface Part {
    void play(Socket client) throws IOException, InterruptedException;
  }

  ScriptedServer(String answer) throws IOException {
    this(saying(answer.getBytes(StandardCharsets.UTF_8)));
  }

  public ScriptedServer(Part part) throws IOException {
    this.part = part;
    Thread.ofPlatform().daemon().start(this::serve);
  }

  /** All at once, and then the end, as soon as the client has seen it. */
  public static Part saying(byte[] answer) {
    return client -> {
      OutputStream out = client.getOutputStream();
      out.write(answer);
      out.flush();
      client.shutdownOutput();
      // Closing with something unread would be a reset, which may overtake the answer.
      client.getInputStream().transferTo(OutputStream.nullOutputStream());
    };
  }

  /** A packet with its length in front. */
  static String packet(String text) {
    return "%04x%s".formatted(text.getBytes(StandardCharsets.UTF_8).length + LENGTH, text);
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** The request lines so far, without their lengths. */
  synchronized List<String> requests() {
    return List.copyOf(requests);
  }

  private void serve() {
    while (!listener.isClosed()) {
      try (Socket client = listener.accept()) {
        last = client;
        client.setTcpNoDelay(true);
        InputStream in = client.getInputStream();
        String digits = new String(in.readNBytes(LENGTH), StandardCharsets.US_ASCII);
        int length = Integer.parseInt(digits, 16);
        String request = new String(in.readNBytes(length - LENGTH), StandardCharsets.UTF_8);
        synchronized (this) {
          requests.add(request);
        }
        part.play(client);
      } catch (IOException e) {
        // The client has gone, or we are closed.
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    last.close();
  }
}
