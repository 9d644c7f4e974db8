package got.packaging.proxy;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

/**
 * Stands between got and a server of git's protocol, on loopback, and passes on packet by packet
 * what a {@link Script} makes of them. Source: gitprotocol-common(5), gitprotocol-pack(5).
 */
public final class ServerProxy implements Closeable {
  private static final int LENGTH = 4;
  private static final int BAND_PACK = 1;

  private final ServerSocket listener;
  private final int serverPort;
  private final UnaryOperator<String> request;
  private final Script script;
  private final List<Socket> sockets = new ArrayList<>();

  /**
   * A packet of the server's.
   *
   * @param number from 0, in each connection
   * @param bytes with the four digits of the length
   * @param packOffset of the first byte of the pack that is in it, or -1 if there is none
   */
  public record Packet(int number, byte[] bytes, long packOffset) {
    /** Where in the packet that byte of the pack is, or -1. */
    public int indexOf(long packByte) {
      long index = packByte - packOffset + LENGTH + 1;
      return packOffset >= 0 && packByte >= packOffset && index < bytes.length ? (int) index : -1;
    }
  }

  /** What becomes of the server's packets. */
  public interface Script {
    void pass(Packet packet, OutputStream client) throws IOException, InterruptedException;
  }

  /** The connection to got ends here. */
  private static final class Cut extends IOException {}

  /**
   * @param request what becomes of the request line, without its length
   */
  public ServerProxy(int serverPort, UnaryOperator<String> request, Script script)
      throws IOException {
    this.serverPort = serverPort;
    this.request = request;
    this.script = script;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().start(this::accept);
  }

  public ServerProxy(int serverPort, Script script) throws IOException {
    this(serverPort, UnaryOperator.identity(), script);
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** Changes nothing. */
  public static Script faithful() {
    return (packet, client) -> client.write(packet.bytes());
  }

  /** Falls silent before a packet. */
  public static Script pauseAtPacket(int number, Pause pause) {
    return (packet, client) -> {
      if (packet.number() == number) {
        pause.here();
      }
      client.write(packet.bytes());
    };
  }

  /** Falls silent before a byte of the pack. */
  public static Script pauseAtPackByte(long offset, Pause pause) {
    return (packet, client) -> {
      int index = Math.max(0, packet.indexOf(offset));
      client.write(packet.bytes(), 0, index);
      if (index > 0) {
        client.flush();
        pause.here();
      }
      client.write(packet.bytes(), index, packet.bytes().length - index);
    };
  }

  /** Falls silent before the flush that follows the pack. */
  public static Script pauseAfterPack(Pause pause) {
    AtomicBoolean inPack = new AtomicBoolean();
    return (packet, client) -> {
      if (packet.packOffset() >= 0) {
        inPack.set(true);
      } else if (inPack.get() && packet.bytes().length == LENGTH) {
        pause.here();
      }
      client.write(packet.bytes());
    };
  }

  /** Hangs up before a byte of the pack. */
  public static Script cutAtPackByte(long offset) {
    return (packet, client) -> {
      int index = packet.indexOf(offset);
      client.write(packet.bytes(), 0, index < 0 ? packet.bytes().length : index);
      if (index >= 0) {
        throw new Cut();
      }
    };
  }

  /** Turns over one bit of the pack. */
  public static Script spoilPackByte(long offset) {
    return (packet, client) -> {
      int index = packet.indexOf(offset);
      if (index >= 0) {
        packet.bytes()[index] ^= 0x10;
      }
      client.write(packet.bytes());
    };
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
        client.setTcpNoDelay(true);
        synchronized (sockets) {
          sockets.add(client);
          sockets.add(server);
        }
        Thread.ofPlatform().daemon().start(() -> upstream(client, server));
        Thread.ofPlatform().daemon().start(() -> downstream(server, client));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void upstream(Socket client, Socket server) {
    try (InputStream in = client.getInputStream();
        OutputStream out = server.getOutputStream()) {
      byte[] line = readPacket(in);
      String text = new String(line, LENGTH, line.length - LENGTH, StandardCharsets.UTF_8);
      byte[] changed = request.apply(text).getBytes(StandardCharsets.UTF_8);
      out.write("%04x".formatted(changed.length + LENGTH).getBytes(StandardCharsets.US_ASCII));
      out.write(changed);
      in.transferTo(out);
    } catch (IOException e) {
      // One of the two has hung up.
    }
  }

  private void downstream(Socket server, Socket client) {
    long packBytes = -1;
    try (InputStream in = server.getInputStream();
        OutputStream out = client.getOutputStream()) {
      for (int number = 0; ; number++) {
        byte[] bytes = readPacket(in);
        boolean pack = packBytes >= 0 && bytes.length > LENGTH && bytes[LENGTH] == BAND_PACK;
        script.pass(new Packet(number, bytes, pack ? packBytes : -1), out);
        out.flush();
        if (pack) {
          packBytes += bytes.length - LENGTH - 1;
        } else if (packBytes < 0 && startsPack(bytes)) {
          packBytes = 0;
        }
      }
    } catch (IOException e) {
      // Cut, or one of the two has hung up.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean startsPack(byte[] packet) {
    String text = new String(packet, StandardCharsets.ISO_8859_1);
    return text.equals("000dpackfile\n") || text.equals("0008NAK\n");
  }

  private static byte[] readPacket(InputStream in) throws IOException {
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    packet.write(in.readNBytes(LENGTH));
    if (packet.size() < LENGTH) {
      throw new EOFException();
    }
    int length = Integer.parseInt(packet.toString(StandardCharsets.US_ASCII), 16);
    packet.write(in.readNBytes(Math.max(0, length - LENGTH)));
    return packet.toByteArray();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    synchronized (sockets) {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }
}
