package got.packaging.server;

import got.packaging.proxy.ServerProxy;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** What a server does in the middle of a pack to keep a client waiting, through a proxy. */
final class SlowServer {
  private static final long INTERVAL_MILLIS = 200;

  /** The pack of {@link TestRepositories#large} is longer. */
  private static final long OFFSET = 500_000;

  private SlowServer() {}

  /** What is sent, again and again, until got hangs up. */
  interface Trickle {
    void send(OutputStream client) throws IOException;
  }

  /** Sends empty packets of the pack's band, as servers do while they compute. */
  static ServerProxy.Script keepsAlive() {
    byte[] empty = "0005\u0001".getBytes(StandardCharsets.ISO_8859_1);
    return instead(client -> client.write(empty));
  }

  /** Begins a packet of the server's text and sends it byte by byte. */
  static ServerProxy.Script trickles() {
    return new ServerProxy.Script() {
      private boolean begun;

      @Override
      public void pass(ServerProxy.Packet packet, OutputStream client)
          throws IOException, InterruptedException {
        instead(
                out -> {
                  out.write((begun ? "x" : "fff0\u0002").getBytes(StandardCharsets.ISO_8859_1));
                  begun = true;
                })
            .pass(packet, client);
      }
    };
  }

  private static ServerProxy.Script instead(Trickle trickle) {
    return (packet, client) -> {
      while (packet.packOffset() >= OFFSET) {
        trickle.send(client);
        client.flush();
        Thread.sleep(INTERVAL_MILLIS);
      }
      client.write(packet.bytes());
    };
  }
}
