package got.caches;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Serves a history on loopback as git-daemon(1) does. */
final class Server implements Closeable {
  private final ServerSocket socket;
  private volatile Upload upload;

  Server(History history) throws IOException {
    serve(history);
    socket = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().name("server").start(this::accept);
  }

  /** From the next connection on. */
  void serve(History history) {
    upload = new Upload(history, true);
  }

  String url() {
    return "git://127.0.0.1:" + socket.getLocalPort() + "/small.git";
  }

  private void accept() {
    while (!socket.isClosed()) {
      try (Socket client = socket.accept()) {
        Upload current = upload;
        DataInputStream in = new DataInputStream(client.getInputStream());
        String _ = Packets.read(in);
        current.greet(client.getOutputStream());
        while (true) {
          current.answer(in, client.getOutputStream());
        }
      } catch (IOException e) {
        // The client has what it wants and is gone, or this is closed.
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
