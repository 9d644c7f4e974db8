package got.cli.remote;

import got.cli.process.Network;
import got.cli.process.Patience;
import got.cli.say.Failure;
import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** A TCP connection whose descriptor is handed to a helper; got itself never reads from it. */
public final class Connection implements Network {
  private final SocketChannel socket;

  private final InetAddress address;

  private Connection(SocketChannel socket, InetAddress address) {
    this.socket = socket;
    this.address = address;
  }

  /** No address of a host may be connected to. */
  public static final class ForbiddenException extends IOException {
    ForbiddenException(InetAddress address) {
      super(address.getHostAddress());
    }
  }

  /**
   * Connects to the first address of a host that answers.
   *
   * @param patience for the look-up and for each address
   * @param allowed which addresses may be connected to
   * @throws ForbiddenException if none may
   * @throws IOException if the name is unknown, or no address answers; the last one's reason
   * @throws Failure if there is no time left
   */
  public static Connection open(
      String host, int port, Patience patience, Predicate<InetAddress> allowed)
      throws IOException, Failure, InterruptedException {
    IOException reason = new IOException("no address");
    for (InetAddress address : lookUp(host, patience.connect())) {
      if (!allowed.test(address)) {
        reason = new ForbiddenException(address);
        continue;
      }
      Duration timeout = patience.connect();
      SocketChannel socket = SocketChannel.open();
      try {
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        socket
            .socket()
            .connect(new InetSocketAddress(address, port), Math.toIntExact(timeout.toMillis()));
        return new Connection(socket, address);
      } catch (IOException e) {
        socket.close();
        reason = e;
      }
    }
    throw reason;
  }

  /** In a thread of its own, because getaddrinfo(3) takes the time it takes. */
  private static InetAddress[] lookUp(String host, Duration timeout)
      throws IOException, InterruptedException {
    FutureTask<InetAddress[]> task = new FutureTask<>(() -> InetAddress.getAllByName(host));
    Thread.ofPlatform().daemon().name("look-up").start(task);
    try {
      return timeout.isZero() ? task.get() : task.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new SocketTimeoutException("look-up of the name");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IllegalStateException(e);
    }
  }

  /** The address that was connected to. */
  public InetAddress address() {
    return address;
  }

  /** Java has no public way to it: the launcher opens the package that has one to us. */
  @Override
  public FileDescriptor descriptor() {
    try {
      Class<?> type = Class.forName("sun.nio.ch.SelChImpl");
      Method getter = type.getMethod("getFD");
      getter.setAccessible(true);
      return (FileDescriptor) getter.invoke(socket);
    } catch (ClassNotFoundException
        | NoSuchMethodException
        | IllegalAccessException
        | InvocationTargetException e) {
      throw new IllegalStateException("this Java hides its descriptors", e);
    }
  }

  /** Closes our copy; the connection goes on if a helper has one. */
  @Override
  public void close() throws IOException {
    socket.close();
  }
}
