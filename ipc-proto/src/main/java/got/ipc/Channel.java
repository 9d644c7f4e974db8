package got.ipc;

import static got.ipc.Envelope.LENGTH_BYTES;

import got.ipc.ChannelException.Reason;
import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.newsclub.net.unix.AFUNIXSocket;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketPair;
import org.newsclub.net.unix.FileDescriptorCast;

/**
 * One end of the conversation between got and a helper, or between two helpers, over a Unix stream
 * socket.
 *
 * <p>A frame is a 4-byte big-endian length, at most {@link Limits#FRAME}, and one {@link Envelope}.
 * A read never goes beyond the frame at hand, so the kernel cannot merge it with the descriptors of
 * the one behind it: what has arrived when a frame is whole must be as many as the frame states.
 *
 * <p>The receiver looks at the length of a frame first, then at the kind of its message, whether
 * that kind may come now, and the stated number of descriptors. Only then it decodes the message
 * itself: a helper that was taken over reaches no decoder but those of its own talk, each when it
 * is its turn.
 *
 * <p>Sending is safe from several threads; receiving is for one. Closing the channel closes every
 * descriptor that came over it.
 *
 * @param <S> what is sent
 * @param <R> what is received
 */
public final class Channel<S, R> implements Closeable {
  /** Room for the control data of {@link Limits#DESCRIPTORS} descriptors and then some. */
  private static final int ANCILLARY_BYTES = 256;

  private final Closeable end;

  /** Null if no descriptors can travel. */
  private final @Nullable AFUNIXSocket socket;

  private final InputStream in;
  private final OutputStream out;
  private final Codec<S> writer;
  private final Turns<S> sends;
  private final Turns<R> receives;
  private final ArrayDeque<FileDescriptor> arrived = new ArrayDeque<>();
  private final byte[] frame = new byte[LENGTH_BYTES + Limits.FRAME];

  /** Takes over one end of a pair. */
  Channel(AFUNIXSocket socket, Direction<S> sends, Direction<R> receives) throws IOException {
    this.end = socket;
    this.socket = socket;
    this.writer = sends.codec();
    this.sends = new Turns<>(sends);
    this.receives = new Turns<>(receives);
    socket.setAncillaryReceiveBufferSize(ANCILLARY_BYTES);
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
  }

  private Channel(ReceivedFd peer, Direction<S> sends, Direction<R> receives) {
    this.end = peer;
    this.socket = null;
    this.writer = sends.codec();
    this.sends = new Turns<>(sends);
    this.receives = new Turns<>(receives);
    this.in = peer.input();
    this.out = peer.output();
  }

  /**
   * A helper's end of a channel to another helper, which got made. It is read with read(2), so that
   * the kernel drops every descriptor that a peer might send.
   *
   * @param peer taken over
   */
  public static <S, R> Channel<S, R> toPeer(
      ReceivedFd peer, Direction<S> sends, Direction<R> receives) {
    return new Channel<>(peer, sends, receives);
  }

  /**
   * Loads what the first channel and its first message need, so that another thread can do it.
   *
   * @param some any message
   */
  public static <M> void link(Direction<M> sends, M some) {
    if (AFUNIXSocket.isSupported()) {
      Envelope.frame(0, sends.codec().encode(some));
    }
  }

  /**
   * A helper's end, which got made its standard input.
   *
   * @throws IOException if descriptor 0 is no Unix stream socket
   */
  public static <Q, R> Channel<FromHelper<R>, Q> inherited(Protocol<Q, R> protocol)
      throws IOException {
    return new Channel<>(
        FileDescriptorCast.using(FileDescriptor.in).as(AFUNIXSocket.class),
        protocol.replies(),
        protocol.requests());
  }

  /** Both ends, for got: its own, and the one to become a child's standard input. */
  public static <Q, R> ForChild<Q, R> open(Protocol<Q, R> protocol) throws IOException {
    AFUNIXSocketPair<AFUNIXSocketChannel> pair = AFUNIXSocketPair.open();
    return new ForChild<>(
        new Channel<>(
            (AFUNIXSocket) pair.getSocket1().socket(), protocol.requests(), protocol.replies()),
        pair.getSocket2());
  }

  /** What {@link #open} made. The child's end must be closed here once the child has it. */
  public static final class ForChild<Q, R> {
    private final Channel<Q, FromHelper<R>> channel;
    private final AFUNIXSocketChannel childEnd;

    private ForChild(Channel<Q, FromHelper<R>> channel, AFUNIXSocketChannel childEnd) {
      this.channel = channel;
      this.childEnd = childEnd;
    }

    public Channel<Q, FromHelper<R>> channel() {
      return channel;
    }

    public ProcessBuilder.Redirect stdin() throws IOException {
      return FileDescriptorCast.using(childEnd.getFileDescriptor())
          .as(ProcessBuilder.Redirect.class);
    }

    /**
     * Drops got's copy of the child's end. Not by closing the socket: that would shut down the
     * connection under the child.
     */
    public void closeChildEnd() throws IOException {
      new FileOutputStream(childEnd.getFileDescriptor()).close();
    }
  }

  /**
   * Sends one message; returns when the kernel has it.
   *
   * @param descriptors as many as the message has; they stay open here
   * @throws ChannelException if the peer is gone
   * @throws IllegalStateException if the rules do not allow the message, or it is too long: our bug
   */
  public void send(S message, FileDescriptor... descriptors) throws ChannelException {
    for (FileDescriptor descriptor : descriptors) {
      if (descriptor == null || !descriptor.valid()) {
        throw new IllegalStateException("closed descriptor"); // null would crash the process
      }
    }
    Body body = writer.encode(message);
    byte[] bytes = Envelope.frame(descriptors.length, body);
    if (bytes.length - LENGTH_BYTES > Limits.FRAME) {
      throw new IllegalStateException("frame of " + (bytes.length - LENGTH_BYTES) + " bytes");
    }
    Class<?> kind = writer.kind(body.number());
    synchronized (sends) {
      sends.take(kind, descriptors.length);
      try {
        if (descriptors.length > 0) {
          if (socket == null) {
            throw new IllegalStateException("no descriptors go to a peer");
          }
          socket.setOutboundFileDescriptors(descriptors);
        }
        out.write(bytes);
      } catch (IOException e) {
        throw new ChannelException(Reason.CLOSED, "channel closed", e);
      }
    }
  }

  /**
   * Waits for the next message.
   *
   * @throws ChannelException if the peer closed its end or broke the rules; descriptors that came
   *     with it are closed then
   */
  public Received<R> receive() throws ChannelException {
    try {
      readFully(0, LENGTH_BYTES);
      int length = ByteBuffer.wrap(frame).getInt();
      if (length < 0 || length > Limits.FRAME) {
        throw ChannelException.rules("frame of " + Integer.toUnsignedString(length) + " bytes");
      }
      readFully(LENGTH_BYTES, length);
      Turns.Turn<R> turn = receives.read(frame, LENGTH_BYTES, length);
      return new Received<>(turn.message(), take(turn.descriptors()), receives.areOver());
    } catch (ChannelException e) {
      closeArrived();
      throw e;
    }
  }

  private void readFully(int offset, int length) throws ChannelException {
    int end = offset + length;
    try {
      for (int at = offset; at < end; ) {
        int n = in.read(frame, at, end - at);
        if (n < 0) {
          throw new ChannelException(
              Reason.CLOSED, at == 0 ? "channel closed" : "channel closed inside a frame");
        }
        at += n;
        queueDescriptors();
      }
    } catch (ChannelException e) {
      throw e;
    } catch (IOException e) {
      throw new ChannelException(Reason.CLOSED, "channel closed", e);
    }
  }

  private void queueDescriptors() throws IOException {
    FileDescriptor[] received = socket == null ? null : socket.getReceivedFileDescriptors();
    if (received == null) {
      return;
    }
    arrived.addAll(List.of(received));
    if (arrived.size() > Limits.DESCRIPTORS) {
      throw ChannelException.rules("more than " + Limits.DESCRIPTORS + " descriptors");
    }
  }

  /** The descriptors of the frame just read. */
  private List<ReceivedFd> take(int count) throws ChannelException {
    if (arrived.size() != count) {
      throw ChannelException.rules(
          arrived.size() < count
              ? "descriptors announced, but not sent"
              : "more descriptors than announced");
    }
    List<ReceivedFd> taken = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      taken.add(new ReceivedFd(arrived.remove()));
    }
    return List.copyOf(taken);
  }

  private void closeArrived() {
    for (FileDescriptor descriptor : arrived) {
      try {
        new FileOutputStream(descriptor).close();
      } catch (IOException ignored) {
        // A descriptor that cannot be closed is gone all the same.
      }
    }
    arrived.clear();
  }

  @Override
  public void close() throws IOException {
    end.close();
  }
}
