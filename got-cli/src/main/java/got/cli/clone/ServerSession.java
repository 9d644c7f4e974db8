package got.cli.clone;

import got.cli.ExitCode;
import got.cli.Failure;
import got.cli.process.Connection;
import got.cli.process.HelperEvent;
import got.cli.process.HelperProcess;
import got.cli.process.HelperProgram;
import got.cli.process.HelperTeam;
import got.ipc.BadValueException;
import got.ipc.ChannelException;
import got.ipc.HashAlgorithm;
import got.ipc.Limits;
import got.ipc.Message;
import got.ipc.Remote;
import got.ipc.RemoteRef;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The part of a session that listing and cloning share: connect, and learn what is there. */
final class ServerSession {
  private static final int GIT_PORT = 9418;

  private final RepositoryUrl url;
  private final HelperTeam team;
  private final Timeouts timeouts;

  /**
   * How long to wait.
   *
   * @param connect for each address of the host
   * @param silence between two messages of the helpers
   */
  record Timeouts(Duration connect, Duration silence) {
    static final Timeouts DEFAULT = new Timeouts(Duration.ofSeconds(15), Duration.ofSeconds(60));
  }

  /** What the server has. */
  record Listing(HashAlgorithm algorithm, List<RemoteRef> refs) {}

  ServerSession(RepositoryUrl url, HelperTeam team, Timeouts timeouts) {
    this.url = url;
    this.team = team;
    this.timeouts = timeouts;
  }

  /**
   * @throws Failure if the server cannot be reached
   */
  Connection connect() throws Failure {
    int port = url.port() == 0 ? GIT_PORT : url.port();
    try {
      return Connection.open(url.host(), port, timeouts.connect());
    } catch (UnknownHostException e) {
      throw new Failure(ExitCode.CONNECTION, "could not resolve host name: " + url.host());
    } catch (SocketTimeoutException e) {
      throw unreachable(port, "timed out");
    } catch (IOException e) {
      String reason = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
      throw unreachable(port, reason);
    }
  }

  private Failure unreachable(int port, String reason) {
    return new Failure(
        ExitCode.CONNECTION,
        "could not connect to " + url.host() + " port " + port + ": " + reason);
  }

  /**
   * What got-fetch-pack is told of the server.
   *
   * @throws Failure if the URL holds what a request line cannot carry
   */
  Remote remote() throws Failure {
    try {
      return Remote.check(url.transport(), url.hostAndPort(), url.path());
    } catch (BadValueException e) {
      throw new Failure(ExitCode.USAGE, "failed to parse uri: " + e.reason());
    }
  }

  /** Reads the helper's messages up to the end of the list of references. */
  Listing readListing() throws Failure, InterruptedException {
    List<RemoteRef> refs = new ArrayList<>();
    HashAlgorithm algorithm = HashAlgorithm.SHA1;
    long nameBytes = 0;
    while (true) {
      HelperEvent.Said said = next();
      switch (said.message()) {
        case Message.Ready _ -> {
          // Its request waits for it already.
        }
        case Message.Advertisement m -> algorithm = m.algorithm();
        case Message.Refs m -> {
          refs.addAll(m.refs());
          for (RemoteRef ref : m.refs()) {
            nameBytes += ref.name().latin1().length();
          }
          if (refs.size() > Limits.REFS || nameBytes > Limits.REF_NAME_BYTES) {
            throw impossible("more references than allowed");
          }
        }
        case Message.RefsEnd m -> {
          if (m.count() != refs.size()) {
            throw impossible("wrong number of references");
          }
          return new Listing(algorithm, List.copyOf(refs));
        }
        default -> throw impossible("unexpected " + said.message().getClass().getSimpleName());
      }
    }
  }

  /** The next message of any helper. */
  HelperEvent.Said next() throws Failure, InterruptedException {
    return team.next(timeouts.silence());
  }

  /** A helper said something that cannot be: it is broken, or taken over. */
  static Failure impossible(String what) {
    return new Failure(ExitCode.HELPER, "helper broke the rules: " + what);
  }

  /** Sends requests; that a helper is gone shows in its events, with the reason. */
  static void send(HelperProcess helper, Requests requests) throws Failure, IOException {
    try {
      requests.sendTo(helper);
    } catch (ChannelException e) {
      // Its last words are in the queue, and say more than this exception.
    }
  }

  /** Some requests to one helper. */
  interface Requests {
    void sendTo(HelperProcess helper) throws ChannelException, IOException;
  }

  /** The helper is done, and has to have ended well to be believed. */
  void finish(HelperProgram program) throws Failure, InterruptedException {
    team.finish(program);
    team.requireEndedWell(program);
  }
}
