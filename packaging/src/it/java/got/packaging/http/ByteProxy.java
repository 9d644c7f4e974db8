package got.packaging.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * Stands before a server and counts the bytes that it sends, over all connections together. At one
 * of them something happens.
 */
final class ByteProxy implements Closeable {
  private static final long DRIP_MILLIS = 300;
  private static final int BUFFER = 1 << 14;

  /** What happens at a byte. */
  enum What {
    /** It and all others come one by one. */
    DRIPS,
    /** It and thirteen others come one by one, then it goes on as usual. */
    DRIPS_FOR_A_WHILE,
    /** Nothing more comes. */
    FALLS_SILENT,
    /** All connections are closed, and there are no more. */
    CLOSES,
    /** All connections are reset, and there are no more. */
    RESETS
  }

  /** Together longer than the silence that a test allows. */
  private static final int A_WHILE = 14;

  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final int server;
  private final long at;
  private final What what;
  private final List<Socket> sockets = new ArrayList<>();
  private long passed;
  private boolean ended;

  /**
   * @param at bytes of the server's before it happens
   */
  ByteProxy(int server, long at, What what) throws IOException {
    this.server = server;
    this.at = at;
    this.what = what;
    Thread.ofPlatform().daemon().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Bytes of the server's so far. */
  synchronized long passed() {
    return passed;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Socket upstream = new Socket(InetAddress.getLoopbackAddress(), server);
        add(client, upstream);
        Thread.ofPlatform().daemon().start(() -> request(client, upstream));
        Thread.ofPlatform().daemon().start(() -> answer(upstream, client));
      } catch (IOException e) {
        // We are closed, or the server is.
      }
    }
  }

  private synchronized void add(Socket client, Socket upstream) throws IOException {
    sockets.add(client);
    sockets.add(upstream);
    if (ended) {
      closeAll();
    }
  }

  private static void request(Socket client, Socket upstream) {
    try {
      client.getInputStream().transferTo(upstream.getOutputStream());
      upstream.shutdownOutput();
    } catch (IOException e) {
      // Somebody has gone.
    }
  }

  private void answer(Socket upstream, Socket client) {
    try {
      InputStream in = upstream.getInputStream();
      OutputStream out = client.getOutputStream();
      byte[] buffer = new byte[BUFFER];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        pass(buffer, n, out);
      }
      client.shutdownOutput();
    } catch (IOException | InterruptedException e) {
      // Somebody has gone.
    }
  }

  private void pass(byte[] buffer, int length, OutputStream out)
      throws IOException, InterruptedException {
    int sent = 0;
    while (sent < length) {
      long before = at - passed();
      int count = (int) Math.min(Math.max(before, 0), length - sent);
      if (count == 0) {
        count = happen(before, length - sent);
      }
      out.write(buffer, sent, count);
      out.flush();
      sent += count;
      count(count);
    }
  }

  /**
   * @param before negative once bytes from there on have passed
   * @return how many bytes pass
   */
  private int happen(long before, int left) throws IOException, InterruptedException {
    switch (what) {
      case DRIPS -> Thread.sleep(DRIP_MILLIS);
      case DRIPS_FOR_A_WHILE -> {
        if (-before >= A_WHILE) {
          return left;
        }
        Thread.sleep(DRIP_MILLIS);
      }
      case FALLS_SILENT -> Thread.sleep(Long.MAX_VALUE);
      case CLOSES, RESETS -> {
        end();
        throw new IOException("ended");
      }
    }
    return 1;
  }

  private synchronized void count(int count) {
    passed += count;
  }

  private synchronized void end() throws IOException {
    ended = true;
    listener.close();
    closeAll();
  }

  private void closeAll() throws IOException {
    for (Socket socket : sockets) {
      if (what == What.RESETS && !socket.isClosed()) {
        socket.setSoLinger(true, 0);
      }
      socket.close();
    }
  }

  @Override
  public synchronized void close() throws IOException {
    listener.close();
    closeAll();
  }
}
