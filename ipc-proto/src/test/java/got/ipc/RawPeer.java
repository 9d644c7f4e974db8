package got.ipc;

import got.ipc.wire.Codec;
import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.newsclub.net.unix.AFUNIXSocket;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketPair;

/** A channel over a real socket pair, and its far end, which can send what no channel would. */
final class RawPeer implements Closeable {
  /** Held, because a pair that is collected closes its sockets. */
  private final AFUNIXSocketPair<AFUNIXSocketChannel> pair;

  private final AFUNIXSocket socket;
  Channel channel;

  /** The library leaves two more sockets open for each pair, for ever. */
  private RawPeer(MessageRules sends, MessageRules receives) throws IOException {
    pair = AFUNIXSocketPair.open();
    channel = over(pair, sends, receives);
    socket = (AFUNIXSocket) pair.getSocket2().socket();
    socket.setAncillaryReceiveBufferSize(256);
  }

  private static Channel over(
      AFUNIXSocketPair<AFUNIXSocketChannel> pair, MessageRules sends, MessageRules receives)
      throws IOException {
    return new Channel((AFUNIXSocket) pair.getSocket1().socket(), sends, receives);
  }

  /** Begins another conversation with got-fetch-pack over the same sockets. */
  void again() throws IOException {
    channel = over(pair, MessageRules.fromFetchPack(), MessageRules.toFetchPack());
  }

  /** The channel is got's; this is got-fetch-pack, which never sends descriptors. */
  static RawPeer asHelper() throws IOException {
    return new RawPeer(MessageRules.toFetchPack(), MessageRules.fromFetchPack());
  }

  /** The channel is got-fetch-pack's; this is got. */
  static RawPeer asGot() throws IOException {
    return new RawPeer(MessageRules.fromFetchPack(), MessageRules.toFetchPack());
  }

  /** A frame as it should be. */
  static byte[] frame(Message message) {
    byte[] body = Codec.encode(message);
    return frame(body.length, body);
  }

  /** A frame whose envelope states {@code count} descriptors, whatever the message needs. */
  static byte[] frameStating(int count, Message message) {
    byte[] body = Codec.encode(message);
    // The count is the first field, left out when it is 0: a tag of 08 and one byte.
    byte[] rest = Arrays.copyOfRange(body, message.descriptors() == 0 ? 0 : 2, body.length);
    byte[] lie = count == 0 ? rest : join(new byte[] {0x08, (byte) count}, rest);
    return frame(lie.length, lie);
  }

  /** A frame with any length in front of any bytes. */
  static byte[] frame(int length, byte[] body) {
    return ByteBuffer.allocate(4 + body.length).putInt(length).put(body).array();
  }

  static byte[] join(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  /** Runs work in a thread of its own; the common pool may have a single one. */
  static CompletableFuture<Void> inThread(Runnable work) {
    return CompletableFuture.runAsync(work, r -> Thread.ofPlatform().daemon().start(r));
  }

  /** Sends bytes in one write; the descriptors travel with the first of them. */
  void send(byte[] bytes, FileDescriptor... descriptors) throws IOException {
    if (descriptors.length > 0) {
      socket.setOutboundFileDescriptors(descriptors);
    }
    socket.getOutputStream().write(bytes);
  }

  /** Reads one frame and returns its body. */
  byte[] receive() throws IOException {
    return read(ByteBuffer.wrap(read(4)).getInt());
  }

  private byte[] read(int count) throws IOException {
    byte[] bytes = new byte[count];
    for (int at = 0; at < count; ) {
      int n = socket.getInputStream().read(bytes, at, count - at);
      if (n < 0) {
        throw new IOException("end of stream");
      }
      at += n;
    }
    return bytes;
  }

  /** The descriptors that came with what was read since the last call. */
  FileDescriptor[] receivedDescriptors() throws IOException {
    FileDescriptor[] received = socket.getReceivedFileDescriptors();
    return received == null ? new FileDescriptor[0] : received;
  }

  /** As the end of the process would. */
  void die() throws IOException {
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
    channel.close();
    pair.close();
  }
}
