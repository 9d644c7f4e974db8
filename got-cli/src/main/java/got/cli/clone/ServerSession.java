package got.cli.clone;

import got.cli.ExitCode;
import got.cli.Failure;
import got.cli.process.Connection;
import got.cli.process.HelperEvent;
import got.cli.process.HelperProcess;
import got.cli.process.HelperProgram;
import got.cli.process.HelperTeam;
import got.cli.process.Network;
import got.cli.process.SshCommand;
import got.cli.process.SshProcess;
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
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The part of a session that listing and cloning share: connect, and learn what is there. */
final class ServerSession {
  /** How long a login may take: people look for passphrases and keys. */
  private static final Duration LOGIN = Duration.ofMinutes(5);

  private final RepositoryUrl url;
  private final Access access;
  private final HelperTeam team;
  private final Timeouts timeouts;
  private @Nullable SshProcess ssh;
  private boolean answered;

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

  ServerSession(RepositoryUrl url, Access access, HelperTeam team, Timeouts timeouts) {
    this.url = url;
    this.access = access;
    this.team = team;
    this.timeouts = timeouts;
  }

  /**
   * @throws Failure if the server cannot be reached
   */
  Network connect() throws Failure {
    return switch (access) {
      case Access.Tcp tcp -> connect(tcp);
      case Access.Ssh(SshCommand command) -> {
        SshProcess started = team.start(command);
        ssh = started;
        yield started.network();
      }
    };
  }

  private Connection connect(Access.Tcp tcp) throws Failure {
    try {
      return Connection.open(tcp.host(), tcp.port(), timeouts.connect());
    } catch (UnknownHostException e) {
      throw new Failure(ExitCode.CONNECTION, "could not resolve host name: " + tcp.host());
    } catch (SocketTimeoutException e) {
      throw unreachable(tcp, "timed out");
    } catch (IOException e) {
      String reason = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
      throw unreachable(tcp, reason);
    }
  }

  private static Failure unreachable(Access.Tcp tcp, String reason) {
    return new Failure(
        ExitCode.CONNECTION,
        "could not connect to " + tcp.host() + " port " + tcp.port() + ": " + reason);
  }

  /** The process of ssh(1), if there is one. */
  OptionalLong sshPid() {
    return ssh == null ? OptionalLong.empty() : OptionalLong.of(ssh.pid());
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
    try {
      HelperEvent.Said said = team.next(ssh == null || answered ? timeouts.silence() : LOGIN);
      answered |= said.message() instanceof Message.Advertisement;
      return said;
    } catch (Failure e) {
      throw ssh == null ? e : SshEnd.explain(e, ssh, answered);
    }
  }

  /**
   * Waits for ssh(1), which may still have something to say. How it ends is of no interest: what
   * was fetched is complete, or the helpers say that it is not.
   */
  void awaitGoodbye() throws InterruptedException {
    if (ssh != null) {
      OptionalInt ignored = ssh.awaitEnd(SshEnd.LIMIT);
    }
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
