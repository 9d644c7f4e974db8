package got.fetch;

import got.ipc.ErrorKind;
import got.ipc.ErrorReport;
import got.ipc.Helper;
import got.ipc.HelperFailure;
import got.ipc.ObjectId;
import got.ipc.Received;
import got.ipc.ReceivedFd;
import got.ipc.Remote;
import got.ipc.Text;
import got.ipc.confine.QuickAck;
import got.ipc.fetch.FetchTalk;
import got.pkt.ProtocolException;
import got.pkt.Server;
import got.pkt.Service;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/** Serves got's one request: list what a server has, or list it and fetch some of it. */
final class FetchPack implements Helper.Work<FetchTalk.Request, FetchTalk.Reply> {
  @Override
  public FetchTalk.Reply run(
      Helper<FetchTalk.Request, FetchTalk.Reply> got, Received<FetchTalk.Request> request)
      throws HelperFailure, InterruptedException {
    Replies replies =
        new Replies() {
          @Override
          public void send(FetchTalk.Reply message) {
            got.send(message);
          }

          @Override
          public FetchTalk.Request next() throws InterruptedException {
            return got.next().message();
          }
        };
    ReceivedFd network = request.descriptors().getFirst();
    return switch (request.message()) {
      case FetchTalk.ListRefs m -> list(m, network.input(), output(m.remote(), network), replies);
      case FetchTalk.Fetch m -> {
        OutputStream pack = request.descriptors().get(1).output();
        yield fetch(m, network.input(), output(m.remote(), network), pack, replies);
      }
      case FetchTalk.Update m -> {
        OutputStream pack = request.descriptors().get(1).output();
        yield update(m, network.input(), output(m.remote(), network), pack, replies);
      }
      case FetchTalk.Wants _, FetchTalk.WantsEnd _, FetchTalk.Haves _, FetchTalk.HavesEnd _ ->
          throw new IllegalStateException("no request");
    };
  }

  /** Over ssh and http the connection to the server is another process's. */
  private static OutputStream output(Remote remote, ReceivedFd network) {
    OutputStream out = network.output();
    return remote.transport() == Remote.Transport.GIT
        ? QuickAck.ofProcess().<OutputStream>map(q -> new PromptOutput(out, q)).orElse(out)
        : out;
  }

  /**
   * Lists everything.
   *
   * @return the end of the list, not yet sent
   */
  static FetchTalk.Reply list(
      FetchTalk.ListRefs request, InputStream in, OutputStream out, Replies got)
      throws HelperFailure {
    ServerWatch watch = new ServerWatch(got, request.packets(), System::nanoTime);
    try {
      Server server = new Server(in, out, watch);
      AdvertisedRefs refs = new AdvertisedRefs(List.of(), got);
      open(server, request.remote(), refs, got, false);
      FetchTalk.Reply end = refs.end();
      server.goodbye();
      return end;
    } catch (ProtocolException e) {
      throw new HelperFailure(e.report(), e);
    } finally {
      watch.end();
    }
  }

  /**
   * Lists, asks for what got then wants, and passes the pack on.
   *
   * @param pack closed here in any case, because its end is what tells got-index-pack to finish
   */
  static FetchTalk.Reply fetch(
      FetchTalk.Fetch request, InputStream in, OutputStream out, OutputStream pack, Replies got)
      throws HelperFailure, InterruptedException {
    Terms terms = new Terms(request.remote(), request.prefixes(), request.packets(), false);
    return fetch(terms, in, out, pack, got);
  }

  /** As {@link #fetch}, with what got has in between. */
  static FetchTalk.Reply update(
      FetchTalk.Update request, InputStream in, OutputStream out, OutputStream pack, Replies got)
      throws HelperFailure, InterruptedException {
    Terms terms = new Terms(request.remote(), request.prefixes(), request.packets(), true);
    return fetch(terms, in, out, pack, got);
  }

  /** What two requests have in common. */
  private record Terms(Remote remote, List<String> prefixes, boolean packets, boolean updates) {}

  private static FetchTalk.Reply fetch(
      Terms terms, InputStream in, OutputStream out, OutputStream pack, Replies got)
      throws HelperFailure, InterruptedException {
    ServerWatch watch = new ServerWatch(got, terms.packets(), System::nanoTime);
    try (pack) {
      Server server = new Server(in, out, watch);
      AdvertisedRefs refs = new AdvertisedRefs(terms.prefixes(), got);
      Conversation conversation = open(server, terms.remote(), refs, got, terms.updates());
      got.send(refs.end());
      if (!ask(conversation, refs, got)) {
        server.goodbye();
        count(terms, watch);
        return new FetchTalk.Fetched(0);
      }
      if (terms.updates()) {
        new Negotiation(conversation, got).run();
      }
      PackReceiver receiver = new PackReceiver(pack, got, System::nanoTime);
      try {
        conversation.receivePack(receiver);
      } finally {
        receiver.endText();
      }
      count(terms, watch);
      return new FetchTalk.Fetched(receiver.bytes());
    } catch (ProtocolException e) {
      throw new HelperFailure(e.report(), e);
    } catch (IOException e) {
      String text = "cannot pass on the pack: " + Text.reason(e);
      throw new HelperFailure(ErrorReport.of(ErrorKind.OUTPUT, -1, text), e);
    } finally {
      watch.end();
    }
  }

  /** Who updates wants to know what it has cost. */
  private static void count(Terms terms, ServerWatch watch) {
    if (terms.updates()) {
      watch.count();
    }
  }

  private static Conversation open(
      Server server, Remote remote, AdvertisedRefs refs, Replies got, boolean updates)
      throws ProtocolException {
    switch (remote.transport()) {
      case GIT -> {
        byte[] request = Service.UPLOAD_PACK.request(remote.path(), remote.host());
        server.send(w -> w.data(request));
      }
      case SSH -> {
        // ssh(1) has started the program and passed it GIT_PROTOCOL.
      }
      case HTTP -> {
        // got-fetch-http has asked, and passes the answer on.
      }
    }
    boolean marked = remote.transport() == Remote.Transport.HTTP;
    Conversation conversation = Conversation.open(server, refs.prefixes(), marked, updates);
    got.send(new FetchTalk.Advertisement(conversation.version(), conversation.algorithm()));
    conversation.listRefs(refs);
    return conversation;
  }

  /**
   * Passes got's wants on as they come.
   *
   * @return false if there are none; nothing was said to the server then
   */
  private static boolean ask(Conversation conversation, AdvertisedRefs refs, Replies got)
      throws ProtocolException, HelperFailure, InterruptedException {
    boolean asked = false;
    while (got.next() instanceof FetchTalk.Wants wants) {
      for (ObjectId id : wants.ids()) {
        if (!refs.contains(id)) {
          String text = "asked for " + id + ", which the server did not advertise";
          throw new HelperFailure(ErrorReport.of(ErrorKind.INTERNAL, -1, text));
        }
        conversation.want(id);
        asked = true;
      }
    }
    return asked;
  }
}
