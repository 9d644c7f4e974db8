package got.caches;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Serves one history on loopback as git-daemon(1) does. */
final class Server implements Closeable {
  private final ServerSocket socket;
  private final Upload upload;

  Server(History history) throws IOException {
    upload = new Upload(history, true);
    socket = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().name("server").start(this::accept);
  }

  String url() {
    return "git://127.0.0.1:" + socket.getLocalPort() + "/small.git";
  }

  private void accept() {
    while (!socket.isClosed()) {
      try (Socket client = socket.accept()) {
        DataInputStream in = new DataInputStream(client.getInputStream());
        String _ = Packets.read(in);
        upload.greet(client.getOutputStream());
        while (true) {
          upload.answer(in, client.getOutputStream());
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
