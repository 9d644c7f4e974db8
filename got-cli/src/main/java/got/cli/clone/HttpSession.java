package got.cli.clone;

import got.cli.process.HelperListener;
import got.cli.process.HelperProgram;
import got.cli.process.HelperStage;
import got.cli.process.Network;
import got.cli.process.Pipeline;
import got.cli.remote.Access;
import got.cli.remote.CaCertificates;
import got.cli.remote.Connection;
import got.cli.remote.Proxy;
import got.cli.remote.Redirects;
import got.cli.remote.RepositoryUrl;
import got.cli.remote.Route;
import got.cli.say.Circumstances;
import got.cli.say.Failure;
import got.cli.say.Phrase;
import got.ipc.ErrorKind;
import got.ipc.http.Authorization;
import got.ipc.http.HttpTalk;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketPair;

/**
 * A server that speaks HTTP: got makes the connections and decides on redirects, got-fetch-http
 * does the rest, and got-fetch-pack has one end of a socket pair for its network.
 *
 * <p>got-fetch-pack gets its end of the pair when got has given up connecting, and got-fetch-http
 * passes nothing on before {@link #proceed}.
 */
final class HttpSession implements HelperListener<HttpTalk.Reply> {
  /**
   * Connections made ahead, for a server that keeps its first one open, and for one that does not.
   */
  private static final int SPARES = 1;

  private static final int SPARES_IF_CLOSED = 2;

  /**
   * With each round twice as many commits are offered; so many rounds are enough for hundreds that
   * the server does not know.
   */
  private static final int SPARES_FOR_ROUNDS = 8;

  private static final int UNAUTHORIZED = 401;
  private static final int PROXY_UNAUTHORIZED = 407;

  /**
   * Statuses that may be others later; 0 is no answer at all. Source: RFC 6585, 4; RFC 9110, 15.6.
   */
  private static final Set<Integer> PASSING = Set.of(0, 429, 502, 503, 504);

  private final Access.Http access;
  private final Pipeline pipeline;
  private final CloneListener listener;
  private final Dialer dialer;
  private final Redirects redirects;
  private final HelperStage<HttpTalk.Request, HttpTalk.Reply> helper;
  private final BooleanSupplier packHasBegun;
  private boolean started;
  private Route route;
  private Optional<HttpTalk.Reply> answer = Optional.empty();
  private Optional<HttpTalk.Trouble> trouble = Optional.empty();

  /**
   * Starts got-fetch-http; what it passes data to is to be started later.
   *
   * @param packHasBegun once a byte of the pack has come
   */
  HttpSession(
      RepositoryUrl url,
      Access.Http access,
      Pipeline pipeline,
      CloneListener listener,
      BooleanSupplier packHasBegun)
      throws Failure, InterruptedException {
    this.packHasBegun = packHasBegun;
    this.access = access;
    this.pipeline = pipeline;
    this.listener = listener;
    this.dialer = new Dialer(pipeline);
    this.redirects = new Redirects(url, access.options().redirects());
    this.route = access.route(access.origin());
    this.helper = pipeline.start(HelperProgram.FETCH_HTTP, this);
    listener.started(
        helper.name(), helper.pid(), "network, CA certificates, one end of a socket pair");
  }

  /** True once the helper runs and is confined. */
  boolean isStarted() {
    return started;
  }

  /**
   * Has the server asked, follows redirects, and makes the connections that are needed later.
   *
   * @param rounds if there may be more requests than for a list and a pack
   * @return what got-fetch-pack takes for the network
   */
  Network connect(boolean rounds) throws Failure, IOException, InterruptedException {
    AFUNIXSocketPair<AFUNIXSocketChannel> pair = pipeline.freely(AFUNIXSocketPair::open);
    FileDescriptor helpers = pair.getSocket2().getFileDescriptor();
    try {
      open(helpers);
    } finally {
      // Not by closing the socket: that would shut down the connection for both ends.
      new FileOutputStream(helpers).close();
    }
    boolean discovered = false;
    while (!discovered) {
      switch (next()) {
        case HttpTalk.Redirect m -> follow(m);
        case HttpTalk.Discovered m -> {
          if (!m.session().isEmpty()) {
            listener.connection(m.session());
          }
          int closed = rounds ? SPARES_FOR_ROUNDS : SPARES_IF_CLOSED;
          spare(m.keepAlive() ? SPARES : closed);
          discovered = true;
        }
        case HttpTalk.Heard _, HttpTalk.Trouble _ -> throw new IllegalStateException("no answer");
        case HttpTalk.Relayed _ -> throw ServerSession.impossible("an end before its time");
      }
    }
    return new Network() {
      @Override
      public FileDescriptor descriptor() {
        try {
          return pair.getSocket1().getFileDescriptor();
        } catch (IOException e) {
          throw new IllegalStateException("closed", e);
        }
      }

      @Override
      public void close() throws IOException {
        new FileOutputStream(descriptor()).close();
      }
    };
  }

  private void open(FileDescriptor helpers) throws Failure, IOException, InterruptedException {
    boolean secure = access.origin().secure();
    try (FileInputStream bundle =
            CaCertificates.open(access.options().caCertificates(), secure, System.getenv());
        Connection connection = dialFirst()) {
      Authorization authorization = access.authorization();
      if (authorization.isPresent()) {
        listener.connection(
            "User and password from " + access.options().netrc() + " for " + access.origin());
      }
      HttpTalk.Open request =
          new HttpTalk.Open(access.origin(), access.path(), authorization, route.via());
      pipeline.send(() -> helper.send(request, connection.descriptor(), bundle.getFD(), helpers));
    }
  }

  /** Connects to whoever leads to where the repository is now thought to be. */
  private Connection dialFirst() throws Failure, InterruptedException {
    route = access.route(redirects.url().origin());
    if (route.proxy().isPresent()) {
      Proxy proxy = route.proxy().get();
      listener.connection("Proxy " + proxy + ", from " + proxy.source());
      if (route.via().authorization().isPresent()) {
        listener.connection(
            "User and password from " + access.options().netrc() + " for the proxy " + proxy);
      }
    }
    return dial();
  }

  private Connection dial() throws Failure, InterruptedException {
    if (route.proxy().isPresent()) {
      redirects.askBehindProxy();
      return dialer.dialProxy(route);
    }
    Connection connection =
        dialer.dial(route.host(), route.port(), address -> redirects.allows(address));
    redirects.asked(connection.address());
    return connection;
  }

  private void follow(HttpTalk.Redirect redirect)
      throws Failure, IOException, InterruptedException {
    redirects.follow(redirect.location());
    RepositoryUrl url = redirects.url();
    if (access.authorization().isPresent() && !url.origin().isSame(access.origin())) {
      // A helper that has held a password speaks with nobody else, and no other can be started.
      throw Phrase.REDIRECTED_WITH_PASSWORD.failure(url.gitUrl());
    }
    listener.redirected(url);
    try (Connection connection = dialFirst()) {
      HttpTalk.Connection request =
          new HttpTalk.Connection(url.origin(), url.encodedPath(), route.via());
      pipeline.send(() -> helper.send(request, connection.descriptor()));
    }
  }

  private void spare(int count) throws Failure, IOException, InterruptedException {
    for (int i = 0; i < count; i++) {
      try (Connection connection = dial()) {
        pipeline.send(() -> helper.send(new HttpTalk.Spare(), connection.descriptor()));
      }
    }
  }

  /** got connects no more: lets the server's answer go on. */
  void proceed() throws Failure, IOException, InterruptedException {
    pipeline.send(() -> helper.send(new HttpTalk.Proceed()));
  }

  private HttpTalk.Reply next() throws Failure, InterruptedException {
    while (answer.isEmpty()) {
      pipeline.next();
    }
    HttpTalk.Reply reply = answer.get();
    answer = Optional.empty();
    return reply;
  }

  @Override
  public void ready() {
    started = true;
  }

  @Override
  public void reply(HttpTalk.Reply reply) {
    if (reply instanceof HttpTalk.Trouble numbers) {
      trouble = Optional.of(numbers);
    } else if (!(reply instanceof HttpTalk.Heard)) {
      answer = Optional.of(reply);
    }
  }

  /** What the helper says in words, with what it has said in numbers. */
  @Override
  public Failure gaveUp(ErrorKind kind, Failure failure) {
    if (trouble.isEmpty()) {
      return failure;
    }
    int status = trouble.get().status();
    Failure told = failure;
    if (status == UNAUTHORIZED) {
      told = new Failure(failure.exitCode(), failure.text(), credentialsHint());
    } else if (status == PROXY_UNAUTHORIZED) {
      told = new Failure(failure.exitCode(), failure.text(), route.credentialsHint());
    }
    boolean passing = PASSING.contains(status) && !packHasBegun.getAsBoolean();
    return told.in(new Circumstances(status, passing, trouble.get().later()));
  }

  private String credentialsHint() {
    return access.options().netrc().isEmpty()
        ? "--netrc-file names a file with user and password"
        : "the file of --netrc-file has other credentials for this host, or none";
  }
}
