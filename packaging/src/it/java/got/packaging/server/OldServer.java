package got.packaging.server;

import got.packaging.support.Git;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * git-upload-pack(1) in version 0 of the protocol, on loopback, that offers the capabilities it is
 * told to and no other, and may leave the connection open in the end. Source: gitprotocol-pack(5).
 */
final class OldServer implements Closeable {
  private static final int LENGTH = 4;

  private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  private final Path repository;
  private final String capabilities;
  private final boolean staysOpen;
  private final List<String> wants = new ArrayList<>();

  /**
   * @param capabilities of git's own, with spaces between
   */
  OldServer(Path repository, String capabilities) throws IOException {
    this(repository, capabilities, false);
  }

  /**
   * @param staysOpen until the client hangs up
   */
  OldServer(Path repository, String capabilities, boolean staysOpen) throws IOException {
    this.repository = repository;
    this.staysOpen = staysOpen;
    this.capabilities = capabilities;
    Thread.ofPlatform().daemon().start(this::serve);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** What a client has asked for first, with the capabilities it uses. */
  synchronized String firstWant() {
    return wants.getFirst();
  }

  private void serve() {
    try (Socket client = listener.accept();
        InputStream in = client.getInputStream();
        OutputStream out = client.getOutputStream()) {
      packet(in);
      Process server =
          Git.clean(new ProcessBuilder("git", "upload-pack", repository.toString()))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (InputStream from = server.getInputStream();
          OutputStream to = server.getOutputStream()) {
        String first = packet(from);
        write(out, first.substring(0, first.indexOf('\0') + 1) + capabilities + "\n");
        Thread upstream = Thread.ofPlatform().daemon().start(() -> upstream(in, to));
        from.transferTo(out);
        if (staysOpen) {
          upstream.join();
        }
      } finally {
        server.destroyForcibly();
      }
    } catch (IOException | InterruptedException e) {
      // got has gone, or we are closed.
    }
  }

  private void upstream(InputStream in, OutputStream to) {
    try {
      String want = packet(in);
      synchronized (this) {
        wants.add(want);
      }
      write(to, want);
      to.flush();
      for (int b = in.read(); b >= 0; b = in.read()) {
        forward(b, to);
      }
    } catch (IOException e) {
      // One of the two has gone.
    }
  }

  private void forward(int b, OutputStream to) throws IOException {
    try {
      to.write(b);
      to.flush();
    } catch (IOException e) {
      // It has ended, and the client may stay.
      if (!staysOpen) {
        throw e;
      }
    }
  }

  private static String packet(InputStream in) throws IOException {
    int length = Integer.parseInt(text(in.readNBytes(LENGTH)), 16);
    return text(in.readNBytes(length - LENGTH));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static void write(OutputStream out, String packet) throws IOException {
    String line = "%04x%s".formatted(packet.length() + LENGTH, packet);
    out.write(line.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
