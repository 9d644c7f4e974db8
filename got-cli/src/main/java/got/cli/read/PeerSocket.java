package got.cli.read;

import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketPair;

/**
 * The connection between got-index-pack, which asks, and got-read-pack. got reads nothing of it,
 * and closes its copy of each end once the helper has its own, so that each sees the other's end.
 * Closing a socket would shut the connection down, so the descriptors are closed.
 */
public final class PeerSocket implements Closeable {
  private final AFUNIXSocketPair<AFUNIXSocketChannel> pair;

  private PeerSocket(AFUNIXSocketPair<AFUNIXSocketChannel> pair) {
    this.pair = pair;
  }

  /** Makes the pair. */
  public static PeerSocket open() throws IOException {
    return new PeerSocket(AFUNIXSocketPair.open());
  }

  /** The end of got-index-pack. */
  public FileDescriptor asking() throws IOException {
    return pair.getSocket1().getFileDescriptor();
  }

  /** The end of got-read-pack. */
  public FileDescriptor answering() throws IOException {
    return pair.getSocket2().getFileDescriptor();
  }

  /** got-index-pack has its end. */
  public void closeAsking() throws IOException {
    new FileOutputStream(asking()).close();
  }

  /** got-read-pack has its end. */
  public void closeAnswering() throws IOException {
    new FileOutputStream(answering()).close();
  }

  @Override
  public void close() throws IOException {
    closeAsking();
    closeAnswering();
  }
}
