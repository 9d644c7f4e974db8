package got.http;

import got.ipc.ReceivedFd;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A connection, or one end of a socket pair, that somebody else has made. */
final class Wire implements Closeable {
  private final InputStream in;
  private final OutputStream out;
  private final Closeable descriptor;
  private boolean open = true;

  /**
   * @param descriptor is closed with this
   */
  Wire(InputStream in, OutputStream out, Closeable descriptor) {
    this.in = in;
    this.out = out;
    this.descriptor = descriptor;
  }

  static Wire of(ReceivedFd descriptor) {
    return new Wire(descriptor.input(), descriptor.output(), descriptor);
  }

  /** Bytes that come over this one are a sign of life. */
  Wire watched(SignOfLife life) {
    return new Wire(life.in(in), out, descriptor);
  }

  InputStream input() {
    return in;
  }

  OutputStream output() {
    return out;
  }

  boolean isOpen() {
    return open;
  }

  @Override
  public void close() throws IOException {
    open = false;
    descriptor.close();
  }
}
