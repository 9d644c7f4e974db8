package got.cli.clone;

import got.cli.process.Patience;
import got.cli.process.Pipeline;
import got.cli.remote.Connection;
import got.cli.remote.Route;
import got.cli.say.Circumstances;
import got.cli.say.Failure;
import got.cli.say.Phrase;
import got.ipc.Text;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.function.Predicate;

/** Connects to servers in the course of one run, and says why it cannot. */
record Dialer(Pipeline pipeline) {
  /**
   * No lambda: got is trained with https, and making one that no cache of classes holds takes
   * milliseconds.
   */
  private static final class Anywhere implements Predicate<InetAddress> {
    @Override
    public boolean test(InetAddress address) {
      return true;
    }
  }

  /**
   * Connects to whatever address the host has.
   *
   * @throws Failure if the server cannot be reached
   */
  Connection dial(String host, int port) throws Failure, InterruptedException {
    return dial(host, port, new Anywhere());
  }

  /**
   * @param allowed which addresses may be connected to
   * @throws Failure if the server cannot be reached
   */
  Connection dial(String host, int port, Predicate<InetAddress> allowed)
      throws Failure, InterruptedException {
    Patience patience = pipeline.patience();
    try {
      return pipeline.freely(() -> Connection.open(host, port, patience, allowed));
    } catch (Connection.ForbiddenException e) {
      throw Phrase.REDIRECTED_INWARDS.failure(e.getMessage());
    } catch (UnknownHostException e) {
      throw Phrase.UNKNOWN_HOST.failure(host);
    } catch (SocketTimeoutException e) {
      patience.check();
      throw unreachable(host, port, "timed out");
    } catch (IOException e) {
      throw unreachable(host, port, Text.reason(e));
    }
  }

  /**
   * Connects to a proxy: somebody here has named it, so that any address is allowed.
   *
   * @throws Failure if it cannot be reached
   */
  Connection dialProxy(Route route) throws Failure, InterruptedException {
    try {
      return dial(route.host(), route.port());
    } catch (Failure e) {
      throw new Failure(e.exitCode(), e.text(), route.hint()).in(e.circumstances());
    }
  }

  private static Failure unreachable(String host, int port, String reason) {
    return Phrase.UNREACHABLE.failure(host, port, reason).in(Circumstances.PASSING);
  }
}
