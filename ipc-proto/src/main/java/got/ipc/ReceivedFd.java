package got.ipc;

import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;

/**
 * A descriptor that came over the channel.
 *
 * <p>The views share the one descriptor: closing any of them, or this, closes it. Reading and
 * writing use read(2) and write(2), whatever the descriptor is. A FileChannel is taken from the
 * streams because junixsocket's own cast to one opens, and deletes, /dev/null.
 */
public final class ReceivedFd implements Closeable {
  private final FileDescriptor descriptor;
  private final FileInputStream in;
  private final FileOutputStream out;

  ReceivedFd(FileDescriptor descriptor) {
    this.descriptor = descriptor;
    this.in = new FileInputStream(descriptor);
    this.out = new FileOutputStream(descriptor);
  }

  public InputStream input() {
    return in;
  }

  public OutputStream output() {
    return out;
  }

  /** Positional reads and read-only maps. */
  public FileChannel readChannel() {
    return in.getChannel();
  }

  /** Positional writes, truncate and force. */
  public FileChannel writeChannel() {
    return out.getChannel();
  }

  /** True until closed. */
  public boolean isOpen() {
    return descriptor.valid();
  }

  @Override
  public void close() throws IOException {
    in.close();
    out.close();
  }
}
