package got.caches;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Serves one history on loopback, to a client that asks for all of it in version 2 of the protocol.
 * Source: gitprotocol-v2(5), gitprotocol-pack(5).
 */
final class Server implements Closeable {
  private static final int LENGTH = 4;

  /** Of a pack in one packet: the most that git sends. */
  private static final int PIECE = 65_515;

  private static final byte PACK = 1;
  private static final byte PROGRESS = 2;

  private final ServerSocket socket;
  private final History history;

  Server(History history) throws IOException {
    this.history = history;
    socket = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().name("server").start(this::accept);
  }

  String url() {
    return "git://127.0.0.1:" + socket.getLocalPort() + "/small.git";
  }

  private void accept() {
    while (!socket.isClosed()) {
      try (Socket client = socket.accept()) {
        talk(new DataInputStream(client.getInputStream()), client.getOutputStream());
      } catch (IOException e) {
        // The client has what it wants and is gone, or this is closed.
      }
    }
  }

  private void talk(DataInputStream in, OutputStream out) throws IOException {
    request(in);
    say(out, "version 2\n", "agent=git/2\n", "ls-refs=unborn\n", "fetch=shallow\n");
    say(out, "server-option\n", "object-format=sha1\n");
    flush(out);
    while (true) {
      String command = request(in);
      for (String more = command; !more.isEmpty(); ) {
        more = request(in);
      }
      if (command.startsWith("command=ls-refs")) {
        say(out, history.head() + " HEAD symref-target:refs/heads/main\n");
        say(out, history.head() + " refs/heads/main\n");
        say(out, history.tag() + " refs/tags/v1 peeled:" + history.head() + "\n");
      } else {
        say(out, "packfile\n");
        sendPack(out);
      }
      flush(out);
    }
  }

  private void sendPack(OutputStream out) throws IOException {
    for (String line : new String[] {"Enumerating", "Counting", "Compressing"}) {
      for (int percent = 0; percent <= 100; percent += 20) {
        String end = percent == 100 ? ", done.\n" : "\r";
        packet(out, PROGRESS, bytes(line + " objects: " + percent + "% (2/9)" + end));
      }
    }
    byte[] pack = history.pack();
    for (int i = 0; i < pack.length; i += PIECE) {
      byte[] piece = new byte[Math.min(PIECE, pack.length - i)];
      System.arraycopy(pack, i, piece, 0, piece.length);
      packet(out, PACK, piece);
    }
    packet(out, PROGRESS, bytes("Total 9 (delta 2), reused 9 (delta 2), pack-reused 0\n"));
  }

  /** The content of a packet; empty for those that only divide: flush and delimiter. */
  private static String request(DataInputStream in) throws IOException {
    while (true) {
      int length = Integer.parseInt(new String(exactly(in, LENGTH), StandardCharsets.US_ASCII), 16);
      if (length == 0) {
        return "";
      }
      if (length > LENGTH) {
        return new String(exactly(in, length - LENGTH), StandardCharsets.UTF_8);
      }
    }
  }

  private static byte[] exactly(DataInputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException();
    }
    return bytes;
  }

  private static void say(OutputStream out, String... lines) throws IOException {
    for (String line : lines) {
      header(out, line.length());
      out.write(bytes(line));
    }
  }

  private static void packet(OutputStream out, byte band, byte[] content) throws IOException {
    header(out, content.length + 1);
    out.write(band);
    out.write(content);
  }

  private static void header(OutputStream out, int length) throws IOException {
    out.write(bytes("%04x".formatted(LENGTH + length)));
  }

  private static void flush(OutputStream out) throws IOException {
    out.write(bytes("0000"));
    out.flush();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
