package got.ipc;

import got.ipc.fetch.FetchTalk;
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
final class RawPeer<S, R> implements Closeable {
  private static final Direction<FetchTalk.Request> REQUESTS = FetchTalk.PROTOCOL.requests();
  private static final Direction<FromHelper<FetchTalk.Reply>> REPLIES =
      FetchTalk.PROTOCOL.replies();

  /** Held, because a pair that is collected closes its sockets. */
  private final AFUNIXSocketPair<AFUNIXSocketChannel> pair;

  private final Direction<S> sends;
  private final Direction<R> receives;
  private final AFUNIXSocket socket;
  Channel<S, R> channel;

  /** The library leaves two more sockets open for each pair, for ever. */
  private RawPeer(Direction<S> sends, Direction<R> receives) throws IOException {
    this.sends = sends;
    this.receives = receives;
    pair = AFUNIXSocketPair.open();
    channel = new Channel<>((AFUNIXSocket) pair.getSocket1().socket(), sends, receives);
    socket = (AFUNIXSocket) pair.getSocket2().socket();
    socket.setAncillaryReceiveBufferSize(256);
  }

  /** Begins another conversation over the same sockets. */
  void again() throws IOException {
    channel = new Channel<>((AFUNIXSocket) pair.getSocket1().socket(), sends, receives);
  }

  /** The channel is got's; this is got-fetch-pack, which never sends descriptors. */
  static RawPeer<FetchTalk.Request, FromHelper<FetchTalk.Reply>> asHelper() throws IOException {
    return new RawPeer<>(REQUESTS, REPLIES);
  }

  /** The channel is got-fetch-pack's; this is got. */
  static RawPeer<FromHelper<FetchTalk.Reply>, FetchTalk.Request> asGot() throws IOException {
    return new RawPeer<>(REPLIES, REQUESTS);
  }

  /** A frame as it should be. */
  static <M> byte[] frame(Direction<M> direction, M message) {
    byte[] envelope = Envelopes.of(direction, message);
    return frame(envelope.length, envelope);
  }

  static byte[] frame(FetchTalk.Request message) {
    return frame(REQUESTS, message);
  }

  static byte[] frame(FromHelper<FetchTalk.Reply> message) {
    return frame(REPLIES, message);
  }

  static byte[] frame(FetchTalk.Reply message) {
    return frame(REPLIES, new FromHelper.Answer<>(message));
  }

  /** A frame whose envelope states {@code count} descriptors, whatever the message needs. */
  static byte[] frameStating(int count, FetchTalk.Request message) {
    byte[] envelope = Envelopes.stating(count, REQUESTS.codec().encode(message));
    return frame(envelope.length, envelope);
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
