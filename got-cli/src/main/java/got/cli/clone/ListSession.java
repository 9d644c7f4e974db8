package got.cli.clone;

import got.cli.process.HelperStage;
import got.cli.process.Network;
import got.cli.process.Pipeline;
import got.cli.refs.LeftOut;
import got.cli.remote.Access;
import got.cli.remote.RepositoryUrl;
import got.cli.say.Failure;
import got.cli.say.Phrase;
import got.ipc.RemoteRef;
import got.ipc.fetch.FetchTalk;
import java.io.IOException;
import java.util.List;

/** Asks a server for its references, and nothing else. */
public final class ListSession {
  private final ServerSession server;
  private final Pipeline pipeline;
  private final RepositoryUrl url;
  private final CloneListener listener;

  /**
   * @param pipeline to start the helper in; the caller closes it
   */
  public ListSession(RepositoryUrl url, Access access, Pipeline pipeline, CloneListener listener) {
    this.url = url;
    this.pipeline = pipeline;
    this.listener = listener;
    this.server = new ServerSession(url, access, pipeline, listener, new LeftOut(_ -> false));
  }

  /**
   * @return HEAD and then the others, sorted; made as they are looked at
   */
  public List<RemoteRef> run() throws Failure, InterruptedException {
    listener.connecting(url);
    HelperStage<FetchTalk.Request, FetchTalk.Reply> fetchPack = server.start("network");
    SealSteps seals = new SealSteps(pipeline, server, List.of());
    seals.beforeConnecting();
    try (Network network = server.connect()) {
      FetchTalk.ListRefs request = new FetchTalk.ListRefs(server.remote(), listener.wantsPackets());
      seals.afterConnecting();
      pipeline.send(() -> fetchPack.send(request, network.descriptor()));
      List<RemoteRef> refs = server.readListing().listing();
      fetchPack.finish();
      server.awaitGoodbye();
      return refs;
    } catch (IOException e) {
      throw Phrase.CANNOT_TALK_TO_HELPERS.failure(e.getMessage());
    }
  }
}
