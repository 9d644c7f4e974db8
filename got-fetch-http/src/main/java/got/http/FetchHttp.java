package got.http;

import got.ipc.Helper;
import got.ipc.HelperFailure;
import got.ipc.Received;
import got.ipc.ReceivedFd;
import got.ipc.confine.ConfinementException;
import got.ipc.http.HttpTalk;
import got.ipc.http.Origin;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Serves got's one request: ask a server for its references, then relay what follows. */
final class FetchHttp implements Helper.Work<HttpTalk.Request, HttpTalk.Reply> {
  /** Statuses that a server may redirect with. Source: RFC 9110, 15.4. */
  private static final List<Integer> REDIRECTS = List.of(301, 302, 303, 307, 308);

  @Override
  public void prepare() throws ConfinementException {
    Warmth.prepare();
  }

  @Override
  public HttpTalk.Reply run(
      Helper<HttpTalk.Request, HttpTalk.Reply> got, Received<HttpTalk.Request> request)
      throws HelperFailure, InterruptedException {
    if (!(request.message() instanceof HttpTalk.Open open)) {
      throw new IllegalStateException("no request");
    }
    List<ReceivedFd> given = request.descriptors();
    try {
      Session session = new Session(got, CaBundle.read(given.get(1).input()));
      session.discover(open, given.getFirst());
      session.relay(given.get(2));
      return new HttpTalk.Relayed();
    } catch (Relay.GoneException e) {
      return new HttpTalk.Relayed();
    } catch (IOException e) {
      throw new HelperFailure(HttpConnection.fault(e).report(), e);
    }
  }

  /** What is known in the course of one run. */
  private static final class Session {
    private final Helper<HttpTalk.Request, HttpTalk.Reply> got;
    private final Tls tls;
    private final Deque<ReceivedFd> spares = new ArrayDeque<>();

    Session(Helper<HttpTalk.Request, HttpTalk.Reply> got, CaBundle bundle) {
      this.got = got;
      this.tls = new Tls(bundle);
    }

    private Requests requests = new Requests(new Origin(false, "", 0), "");
    private Optional<HttpConnection> connection = Optional.empty();
    private Optional<Discovery> discovery = Optional.empty();

    /** Asks, as often as got follows a redirect. */
    void discover(HttpTalk.Open open, ReceivedFd network) throws IOException, InterruptedException {
      Answer answer = ask(open.origin(), open.path(), network);
      ReceivedFd current = network;
      while (REDIRECTS.contains(answer.status()) && !answer.header("Location").isEmpty()) {
        got.send(new HttpTalk.Redirect(answer.status(), Locations.check(answer)));
        Received<HttpTalk.Request> next = got.next();
        if (!(next.message() instanceof HttpTalk.Connection there)) {
          throw new IllegalStateException("a redirect is followed, or got gives up");
        }
        current.close();
        current = next.descriptors().getFirst();
        answer = ask(there.origin(), there.path(), current);
      }
      discovery = Optional.of(Discovery.read(answer));
      got.send(new HttpTalk.Discovered(answer.keepsConnection(), tls.description()));
      for (Received<HttpTalk.Request> next = got.next();
          next.message() instanceof HttpTalk.Spare;
          next = got.next()) {
        spares.add(next.descriptors().getFirst());
      }
    }

    private Answer ask(Origin origin, String path, ReceivedFd network) throws IOException {
      requests = new Requests(origin, path);
      HttpConnection opened = open(network);
      connection = Optional.of(opened);
      return opened.ask(requests.discovery(), List.of());
    }

    private HttpConnection open(ReceivedFd network) throws IOException {
      return requests.origin().secure()
          ? tls.open(network, requests.origin())
          : new HttpConnection(network.input(), network.output());
    }

    /**
     * @param fetchPack its end of the pair is closed when the only answer of versions 0 and 1 is
     *     passed on, because nothing else may end that one
     */
    void relay(ReceivedFd fetchPack) throws IOException {
      Discovery found = discovery.orElseThrow();
      Relay relay = new Relay(fetchPack.output());
      relay.discovery(found);
      GitRequests ask = new GitRequests(fetchPack.input(), found.isVersion2());
      while (true) {
        Optional<GitRequests.Body> body = nextOf(ask);
        if (body.isEmpty()) {
          return;
        }
        Answer answer = post(body.get());
        Judgement.require(answer, "application/x-git-upload-pack-result", Discovery.TYPE);
        if (!found.isVersion2()) {
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
}
