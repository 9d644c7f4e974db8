package got.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketImpl;

/**
 * A connection that somebody else has made, as TLS wants to see it. It has no implementation below
 * it, because that would make a socket of its own, which a confined process cannot.
 */
final class DescriptorSocket extends Socket {
  private final Wire wire;
  private final int port;

  DescriptorSocket(Wire wire, int port) throws SocketException {
    super((SocketImpl) null);
    this.wire = wire;
    this.port = port;
  }

  @Override
  public InputStream getInputStream() {
    return wire.input();
  }

  @Override
  public OutputStream getOutputStream() {
    return wire.output();
  }

  @Override
  public boolean isConnected() {
    return true;
  }

  @Override
  public boolean isBound() {
    return true;
  }

  @Override
  public boolean isClosed() {
    return !wire.isOpen();
  }

  /** Any: the name of the server is known otherwise. */
  @Override
  public InetAddress getInetAddress() {
    return InetAddress.getLoopbackAddress();
  }

  @Override
  public int getPort() {
    return port;
  }

  /** got looks at the clock. */
  @Override
  public void setSoTimeout(int millis) {}

  @Override
  public int getSoTimeout() {
    return 0;
  }

  @Override
  public void close() throws IOException {
    wire.close();
  }
}
