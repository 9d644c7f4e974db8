package got.cli.fetch;

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
final class PeerSocket implements Closeable {
  private final AFUNIXSocketPair<AFUNIXSocketChannel> pair;

  private PeerSocket(AFUNIXSocketPair<AFUNIXSocketChannel> pair) {
    this.pair = pair;
  }

  static PeerSocket open() throws IOException {
    return new PeerSocket(AFUNIXSocketPair.open());
  }

  FileDescriptor asking() throws IOException {
    return pair.getSocket1().getFileDescriptor();
  }

  FileDescriptor answering() throws IOException {
    return pair.getSocket2().getFileDescriptor();
  }

  void closeAsking() throws IOException {
    new FileOutputStream(asking()).close();
  }

  void closeAnswering() throws IOException {
    new FileOutputStream(answering()).close();
  }

  @Override
  public void close() throws IOException {
    closeAsking();
    closeAnswering();
  }
}
