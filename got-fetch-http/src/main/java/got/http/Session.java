package got.http;

import got.ipc.http.Authorization;
import got.ipc.http.HttpTalk;
import got.ipc.http.Origin;
import got.ipc.http.Via;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** One run: what is known of the server, and the connections to it. */
final class Session {
  /** Statuses that a server may redirect with. Source: RFC 9110, 15.4. */
  private static final List<Integer> REDIRECTS = List.of(301, 302, 303, 307, 308);

  private final Dialogue got;
  private final Tls tls;
  private final SignOfLife life;

  /** What was handed over, and for whom. */
  private Optional<HttpTalk.Open> given = Optional.empty();

  private final Deque<Wire> spares = new ArrayDeque<>();
  private Requests requests =
      new Requests(new Origin(false, "", 0), "", Authorization.NONE, Via.SERVER);
  private Optional<HttpConnection> connection = Optional.empty();

  /**
   * @param nanoClock for the signs of life
   */
  Session(Dialogue got, CaBundle bundle, LongSupplier nanoClock) {
    this.got = got;
    this.tls = new Tls(bundle);
    this.life = new SignOfLife(got, nanoClock);
  }

  /**
   * Asks a server for its references, then relays what follows.
   *
   * @param network the connection to it
   * @param fetchPack one end of the pair, whose other end got-fetch-pack has
   * @throws Relay.GoneException if got-fetch-pack has gone, with all it wants or without
   * @throws IOException whatever the server does wrong
   */
  void run(HttpTalk.Open open, Wire network, Wire fetchPack)
      throws IOException, InterruptedException {
    given = Optional.of(open);
    relay(discover(open, network), fetchPack);
  }

  /** Asks, as often as got follows a redirect. */
  private Discovery discover(HttpTalk.Open open, Wire network)
      throws IOException, InterruptedException {
    Answer answer = ask(requests(open.origin(), open.path(), open.via()), network);
    Wire current = network;
    while (REDIRECTS.contains(answer.status()) && !answer.header("Location").isEmpty()) {
      got.send(new HttpTalk.Redirect(answer.status(), Locations.check(answer)));
      Dialogue.Given next = got.next();
      if (!(next.message() instanceof HttpTalk.Connection there)) {
        throw new IllegalStateException("a redirect is followed, or got gives up");
      }
      current.close();
      current = next.wires().getFirst();
      answer = ask(requests(there.origin(), there.path(), there.via()), current);
    }
    Discovery discovery = Discovery.read(answer);
    got.send(new HttpTalk.Discovered(answer.keepsConnection(), tls.description()));
    for (Dialogue.Given next = got.next();
        next.message() instanceof HttpTalk.Spare;
        next = got.next()) {
      spares.add(next.wires().getFirst());
    }
    return discovery;
  }

  private Requests requests(Origin origin, String path, Via via) {
    // got follows no redirect elsewhere with a password; if it did, this one would stay here.
    Authorization authorization =
        given
            .filter(open -> open.origin().isSame(origin))
            .map(HttpTalk.Open::authorization)
            .orElse(Authorization.NONE);
    return new Requests(origin, path, authorization, via);
  }

  private Answer ask(Requests next, Wire network) throws IOException {
    requests = next;
    HttpConnection opened = open(network);
    connection = Optional.of(opened);
    return opened.ask(requests.discovery(), List.of());
  }

  private HttpConnection open(Wire network) throws IOException {
    Wire watched = network.watched(life);
    if (!requests.origin().secure()) {
      return new HttpConnection(watched.input(), watched.output());
    }
    if (requests.via().proxy()) {
      Tunnel.open(watched, requests);
    }
    return tls.open(watched, requests.origin());
  }

  /**
   * @param fetchPack is closed when the last answer of versions 0 and 1 is passed on, because
   *     nothing else may end that one
   */
  private void relay(Discovery found, Wire fetchPack) throws IOException {
    Relay relay = new Relay(fetchPack.output());
    if (!relay.discovery(found)) {
      // What is missing is for got-fetch-pack to say; it may also be told why nothing follows.
      fetchPack.close();
      return;
    }
    GitRequests ask = new GitRequests(fetchPack.input(), found.isVersion2());
    while (true) {
      Optional<GitRequests.Body> body = nextOf(ask);
      if (body.isEmpty()) {
        return;
      }
      Answer answer = post(body.get());
      Judgement.require(answer, "application/x-git-upload-pack-result", Discovery.TYPE);
      if (body.get().last()) {
        relay.bytes(answer.body());
        fetchPack.close();
        return;
      }
      relay.packets(answer.body());
    }
  }

  private static Optional<GitRequests.Body> nextOf(GitRequests ask) throws IOException {
    try {
      return ask.next();
    } catch (IOException e) {
      throw new Relay.GoneException(e);
    }
  }

  /** Over a spare connection if the one before has ended, or ends without an answer. */
  private Answer post(GitRequests.Body body) throws IOException {
    HttpConnection current = connection.orElseThrow();
    if (!current.isUsable()) {
      current = spare();
    }
    String head = requests.upload(body.bytes().length, body.gzip());
    try {
      return current.ask(head, List.of(body.bytes()));
    } catch (HttpConnection.StaleException e) {
      if (spares.isEmpty()) {
        throw e;
      }
      // Fetching changes nothing over there, so that it may be asked for again.
      return spare().ask(head, List.of(body.bytes()));
    }
  }

  private HttpConnection spare() throws IOException {
    if (spares.isEmpty()) {
      throw HttpFault.unreachable("the server closes each connection, and none is left");
    }
    HttpConnection opened = open(spares.remove());
    connection = Optional.of(opened);
    return opened;
  }
}
