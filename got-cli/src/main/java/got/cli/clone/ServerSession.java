package got.cli.clone;

import got.cli.process.HelperEvent;
import got.cli.process.HelperProcess;
import got.cli.process.HelperProgram;
import got.cli.process.HelperTeam;
import got.cli.process.Network;
import got.cli.process.Patience;
import got.cli.process.SshCommand;
import got.cli.process.SshProcess;
import got.cli.process.Timeouts;
import got.cli.refs.PackedRefs;
import got.cli.remote.Access;
import got.cli.remote.Connection;
import got.cli.remote.RepositoryUrl;
import got.cli.remote.SshEnd;
import got.cli.say.Failure;
import got.cli.say.Phrase;
import got.ipc.BadValueException;
import got.ipc.ChannelException;
import got.ipc.HashAlgorithm;
import got.ipc.Message;
import got.ipc.Remote;
import got.ipc.RemoteRef;
import got.ipc.Text;
import got.ipc.TextBudget;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The part of a session that listing and cloning share: connect, and learn what is there. */
final class ServerSession {
  /** How long a login may take: people look for passphrases and keys. */
  private static final Duration LOGIN = Duration.ofMinutes(5);

  private final RepositoryUrl url;
  private final Access access;
  private final HelperTeam team;
  private final CloneListener listener;
  private final Patience patience;
  private final TextBudget text = new TextBudget();
  private final TextBudget packets = new TextBudget();
  private @Nullable SshProcess ssh;

  // What the helpers have said so far, to tell who is silent.
  private boolean started;
  private boolean answered;
  private boolean complete;
  private long packBytes;
  private long indexedBytes;

  ServerSession(
      RepositoryUrl url,
      Access access,
      HelperTeam team,
      Timeouts timeouts,
      CloneListener listener) {
    this.url = url;
    this.access = access;
    this.team = team;
    this.listener = listener;
    this.patience = new Patience(timeouts, this::silent);
  }

  /**
   * Who has said nothing for too long. A got-index-pack that does not take what got-fetch-pack has
   * for it keeps that one from reading, and a server that is not read from has to be silent. A
   * got-fetch-pack that hangs itself cannot be told from its server.
   */
  private Failure silent(Duration time) {
    long seconds = time.toSeconds();
    if (!started) {
      return Phrase.HELPER_DID_NOT_START.failure(HelperProgram.FETCH_PACK.programName(), seconds);
    }
    if (complete || packBytes > indexedBytes) {
      return Phrase.HELPER_HANGS.failure(HelperProgram.INDEX_PACK.programName(), seconds);
    }
    return Phrase.SILENT_SERVER.failure(seconds);
  }

  /**
   * @throws Failure if the server cannot be reached
   */
  Network connect() throws Failure, InterruptedException {
    return switch (access) {
      case Access.Tcp tcp -> connect(tcp);
      case Access.Ssh(SshCommand command) -> {
        SshProcess process = team.start(command);
        listener.started("ssh", process.pid(), "network, standard error");
        ssh = process;
        yield process.network();
      }
    };
  }

  private Connection connect(Access.Tcp tcp) throws Failure, InterruptedException {
    try {
      return Connection.open(tcp.host(), tcp.port(), patience);
    } catch (UnknownHostException e) {
      throw Phrase.UNKNOWN_HOST.failure(tcp.host());
    } catch (SocketTimeoutException e) {
      patience.check();
      throw unreachable(tcp, "timed out");
    } catch (IOException e) {
      throw unreachable(tcp, Text.reason(e));
    }
  }

  private static Failure unreachable(Access.Tcp tcp, String reason) {
    return Phrase.UNREACHABLE.failure(tcp.host(), tcp.port(), reason);
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
      throw Phrase.BAD_URL.failure(e.reason());
    }
  }

  /** Reads the helper's messages up to the end of the list of references. */
  PackedRefs readListing() throws Failure, InterruptedException {
    PackedRefs refs = new PackedRefs(HashAlgorithm.SHA1);
    while (true) {
      HelperEvent.Said said = next();
      switch (said.message()) {
        case Message.Ready _ -> {
          // Its request waits for it already.
        }
        case Message.Advertisement m -> refs = new PackedRefs(m.algorithm());
        case Message.Refs m -> {
          for (RemoteRef ref : m.refs()) {
            refs.add(ref);
          }
        }
        case Message.RefsEnd m -> {
          if (m.count() != refs.received()) {
            throw impossible("wrong number of references");
          }
          return refs;
        }
        default -> throw impossible("unexpected " + said.message().getClass().getSimpleName());
      }
    }
  }

  /** The next message of any helper. */
  HelperEvent.Said next() throws Failure, InterruptedException {
    while (true) {
      HelperEvent.Said said = receive();
      switch (said.message()) {
        case Message.Heard _ -> {
          continue;
        }
        case Message.Packet m -> {
          if (!packets.spend(m.text(), false)) {
            throw impossible("more packets than allowed");
          }
          listener.packet(m.text());
          continue;
        }
        case Message.Ready _ when said.from() == HelperProgram.FETCH_PACK -> {
          started = true;
          patience.atLeast(ssh == null ? Duration.ZERO : LOGIN);
        }
        case Message.Advertisement _ -> {
          answered = true;
          patience.atLeast(Duration.ZERO);
        }
        case Message.ServerText m -> {
          if (!text.spend(m.text(), m.passing())) {
            throw impossible("more text than allowed");
          }
        }
        case Message.Fetching m -> packBytes = m.bytes();
        case Message.Fetched _ -> complete = true;
        case Message.Indexing m -> indexedBytes = m.bytes();
        default -> {}
      }
      return said;
    }
  }

  private HelperEvent.Said receive() throws Failure, InterruptedException {
    try {
      return team.next(patience);
    } catch (Failure e) {
      // Ssh knows nothing of a limit of ours.
      throw ssh == null || patience.isOver() ? e : SshEnd.explain(e, ssh, answered);
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
    return Phrase.HELPER_BROKE_THE_RULES.failure("helper", what);
  }

  /**
   * Sends requests; that a helper is gone shows in its events, with the reason. From a thread of
   * their own, because a helper that is stopped does not take them.
   */
  void send(HelperProcess helper, Requests requests)
      throws Failure, IOException, InterruptedException {
    FutureTask<Boolean> task = new FutureTask<>(() -> sendTo(helper, requests));
    Thread.ofPlatform().daemon().name("requests").start(task);
    patience.moved();
    while (true) {
      try {
        task.get(Patience.SLICE_MILLIS, TimeUnit.MILLISECONDS);
        return;
      } catch (TimeoutException e) {
        patience.check();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof IOException cause) {
          throw cause;
        }
        throw new IllegalStateException(e);
      }
    }
  }

  private static boolean sendTo(HelperProcess helper, Requests requests) throws IOException {
    try {
      requests.sendTo(helper);
      return true;
    } catch (ChannelException e) {
      // Its last words are in the queue, and say more than this exception.
      return false;
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
