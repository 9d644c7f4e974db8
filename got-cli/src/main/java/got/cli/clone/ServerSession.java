package got.cli.clone;

import got.cli.process.HelperListener;
import got.cli.process.HelperProgram;
import got.cli.process.HelperStage;
import got.cli.process.Network;
import got.cli.process.Pipeline;
import got.cli.refs.LeftOut;
import got.cli.refs.PackedRefs;
import got.cli.remote.Access;
import got.cli.remote.RepositoryUrl;
import got.cli.remote.SshCommand;
import got.cli.remote.SshProcess;
import got.cli.say.Circumstances;
import got.cli.say.Failure;
import got.cli.say.Phrase;
import got.ipc.BadValueException;
import got.ipc.ErrorKind;
import got.ipc.HashAlgorithm;
import got.ipc.Remote;
import got.ipc.RemoteRef;
import got.ipc.TextBudget;
import got.ipc.fetch.FetchTalk;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of a session: the connection, and what got-fetch-pack says of what is there and
 * of what comes.
 */
public final class ServerSession implements HelperListener<FetchTalk.Reply> {
  /** How long a login may take: people look for passphrases and keys. */
  private static final Duration LOGIN = Duration.ofMinutes(5);

  private final RepositoryUrl url;
  private final Access access;
  private final Pipeline pipeline;
  private final CloneListener listener;
  private final LeftOut leftOut;
  private final TextBudget text = new TextBudget();
  private final TextBudget packets = new TextBudget();
  private final Dialer dialer;
  private Haves haves = Haves.NONE;
  private @Nullable SshProcess ssh;
  private @Nullable HttpSession http;

  private boolean rounds;

  // What got-fetch-pack has said so far.
  private boolean started;
  private boolean answered;
  private PackedRefs refs = new PackedRefs(HashAlgorithm.SHA1);
  private boolean listed;
  private FetchTalk.Heard heard = new FetchTalk.Heard(0, 0);
  private long passedOn;
  private OptionalLong packBytes = OptionalLong.empty();

  /**
   * @param leftOut is told which references are left out
   */
  public ServerSession(
      RepositoryUrl url,
      Access access,
      Pipeline pipeline,
      CloneListener listener,
      LeftOut leftOut) {
    this.url = url;
    this.leftOut = leftOut;
    this.access = access;
    this.pipeline = pipeline;
    this.listener = listener;
    this.dialer = new Dialer(pipeline);
  }

  /**
   * Starts got-fetch-pack.
   *
   * @param handed what it will be handed, in words
   */
  public HelperStage<FetchTalk.Request, FetchTalk.Reply> start(String handed)
      throws Failure, InterruptedException {
    if (access instanceof Access.Http by) {
      http = new HttpSession(url, by, pipeline, listener, () -> passedOn > 0);
    }
    HelperStage<FetchTalk.Request, FetchTalk.Reply> fetchPack =
        pipeline.start(HelperProgram.FETCH_PACK, this);
    listener.started(fetchPack.name(), fetchPack.pid(), handed);
    return fetchPack;
  }

  /** The server may be asked several times what it has in common with us. */
  public void expectRounds() {
    rounds = true;
  }

  /**
   * @throws Failure if the server cannot be reached
   */
  public Network connect() throws Failure, IOException, InterruptedException {
    return switch (access) {
      case Access.Tcp tcp -> dialer.dial(tcp.host(), tcp.port());
      case Access.Http _ -> requireHttp().connect(rounds);
      case Access.Ssh(SshCommand command) -> connect(command);
    };
  }

  private HttpSession requireHttp() {
    if (http == null) {
      throw new IllegalStateException("not started");
    }
    return http;
  }

  /** True if got still connects when all helpers run. */
  public boolean connectsLate() {
    return http != null;
  }

  /** got connects no more: what the server says may come. */
  public void proceed() throws Failure, IOException, InterruptedException {
    if (http != null) {
      http.proceed();
    }
  }

  private Network connect(SshCommand command) throws Failure, InterruptedException {
    try {
      SshProcess process = pipeline.startAbove(() -> SshProcess.start(command));
      listener.started(process.name(), process.pid(), "network, standard error");
      ssh = process;
      return process.network();
    } catch (IOException e) {
      throw Phrase.CANNOT_START_SSH.failure(HelperStage.startReason(e));
    }
  }

  /** Who knows what we have, from now on. */
  public void offer(Haves from) {
    haves = from;
  }

  /**
   * What got-fetch-pack is told of the server.
   *
   * @throws Failure if the URL holds what a request line cannot carry
   */
  public Remote remote() throws Failure {
    try {
      return Remote.check(url.transport(), url.hostAndPort(), url.path());
    } catch (BadValueException e) {
      throw Phrase.BAD_URL.failure(e.reason());
    }
  }

  /**
   * Waits for the end of the list of references, and warns of those that are left out.
   *
   * @throws Failure if one of these was asked for
   */
  public PackedRefs readListing() throws Failure, InterruptedException {
    while (!listed) {
      pipeline.next();
    }
    leftOut.warnings().forEach(listener::warning);
    return refs;
  }

  /** The size of the pack, once all of it was passed on and got-fetch-pack has ended well. */
  public OptionalLong packBytes() {
    return packBytes;
  }

  /** Bytes of the pack that were passed on so far. */
  public long passedOn() {
    return passedOn;
  }

  /** What the network has carried, as far as it was told: all of it after an update. */
  public FetchTalk.Heard heard() {
    return heard;
  }

  @Override
  public void ready() {
    started = true;
  }

  @Override
  public void reply(FetchTalk.Reply reply) throws Failure, InterruptedException {
    switch (reply) {
      case FetchTalk.Heard m -> heard = m;
      case FetchTalk.Packet m -> {
        if (!packets.spend(m.text(), false)) {
          throw impossible("more packets than allowed");
        }
        listener.packet(m.text());
      }
      case FetchTalk.Advertisement m -> {
        refs = new PackedRefs(m.algorithm());
        answered = true;
        if (ssh != null) {
          ssh.serverAnswered();
        }
      }
      case FetchTalk.Refs m -> {
        for (RemoteRef ref : m.refs()) {
          refs.add(ref);
        }
      }
      case FetchTalk.LeftOut m -> {
        for (String name : m.names()) {
          leftOut.add(name);
        }
      }
      case FetchTalk.RefsEnd m -> {
        if (m.count() != refs.received() + leftOut.received()) {
          throw impossible("wrong number of references");
        }
        listed = true;
      }
      case FetchTalk.HavesWanted m -> {
        if (packHasBegun()) {
          throw impossible("a question after the last one");
        }
        haves.wanted(m.count());
      }
      case FetchTalk.Common m -> {
        if (packHasBegun()) {
          throw impossible("an answer after the last one");
        }
        haves.common(m.ids());
      }
      case FetchTalk.ServerText m -> {
        if (!text.spend(m.text(), m.passing())) {
          throw impossible("more text than allowed");
        }
        listener.serverText(m.text(), m.passing());
      }
      case FetchTalk.Fetching m -> {
        passedOn = m.bytes();
        listener.fetching(m.bytes());
      }
      case FetchTalk.Fetched m -> {
        passedOn = m.bytes();
        packBytes = OptionalLong.of(m.bytes());
      }
    }
  }

  /** Nobody negotiates any more. */
  private boolean packHasBegun() {
    return passedOn > 0 || packBytes.isPresent();
  }

  /** A got-fetch-pack that hangs itself cannot be told from its server. */
  @Override
  public Optional<Failure> silent(Duration time) {
    if (!started) {
      return Optional.of(notStarted(HelperProgram.FETCH_PACK, time));
    }
    return Optional.of(
        http != null && !http.isStarted()
            ? notStarted(HelperProgram.FETCH_HTTP, time)
            : Phrase.SILENT_SERVER.failure(time.toSeconds()));
  }

  private static Failure notStarted(HelperProgram<?, ?> program, Duration time) {
    return Phrase.HELPER_DID_NOT_START.failure(program.programName(), time.toSeconds());
  }

  /** Something else answers than git-upload-pack(1). */
  @Override
  public Failure gaveUp(ErrorKind kind, Failure failure) {
    if (kind == ErrorKind.CONNECTION && passedOn == 0 && (ssh == null || answered)) {
      // What ssh(1) could not do before may be a login that was refused.
      return failure.in(Circumstances.PASSING);
    }
    if (kind != ErrorKind.NOT_GIT) {
      return failure;
    }
    return switch (url.transport()) {
      case GIT -> Phrase.NO_GIT_DAEMON.failure(failure.text());
      case SSH -> Phrase.NO_UPLOAD_PACK.failure(failure.text());
      // got-fetch-http has looked at the type and the beginning of the answer.
      case HTTP -> failure;
    };
  }

  /** While ssh(1) may be asking. */
  @Override
  public Duration patience() {
    return ssh != null && started && !answered ? LOGIN : Duration.ZERO;
  }

  /**
   * Waits for ssh(1), which may still have something to say. How it ends is of no interest: what
   * was fetched is complete, or the helpers say that it is not.
   */
  public void awaitGoodbye() throws InterruptedException {
    if (ssh != null) {
      OptionalInt ignored = ssh.awaitEnd();
    }
  }

  /** A helper said something that cannot be: it is broken, or taken over. */
  public static Failure impossible(String what) {
    return Phrase.HELPER_BROKE_THE_RULES.failure("helper", what);
  }
}
