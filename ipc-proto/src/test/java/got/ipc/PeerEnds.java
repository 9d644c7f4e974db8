package got.ipc;

import got.ipc.base.BaseTalk;
import java.io.Closeable;
import java.io.IOException;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketPair;

/** Both ends of the channel between got-index-pack and got-read-pack. */
public final class PeerEnds implements Closeable {
  private final AFUNIXSocketPair<AFUNIXSocketChannel> pair;
  private final ReceivedFd asking;
  private final ReceivedFd answering;

  private PeerEnds(AFUNIXSocketPair<AFUNIXSocketChannel> pair) throws IOException {
    this.pair = pair;
    this.asking = new ReceivedFd(pair.getSocket1().getFileDescriptor());
    this.answering = new ReceivedFd(pair.getSocket2().getFileDescriptor());
  }

  public static PeerEnds open() throws IOException {
    return new PeerEnds(AFUNIXSocketPair.open());
  }

  /** As got-index-pack gets it. */
  public ReceivedFd askingFd() {
    return asking;
  }

  public Channel<BaseTalk.Request, BaseTalk.Reply> asking() {
    return Channel.toPeer(asking, BaseTalk.REQUESTS, BaseTalk.REPLIES);
  }

  public Channel<BaseTalk.Reply, BaseTalk.Request> answering() {
    return Channel.toPeer(answering, BaseTalk.REPLIES, BaseTalk.REQUESTS);
  }

  /** Keeps the pair, which would close the descriptors if it were collected. */
  @Override
  public void close() throws IOException {
    asking.close();
    answering.close();
    pair.close();
  }
}
