package got.cli.clone;

import got.cli.files.HeldFile;
import got.cli.index.IdBatches;
import got.cli.index.PackTerms;
import got.cli.process.HelperProgram;
import got.cli.process.HelperStage;
import got.cli.process.Network;
import got.cli.process.PackPipe;
import got.cli.process.Pipeline;
import got.cli.refs.LeftOut;
import got.cli.refs.RefSelection;
import got.cli.refs.Selection;
import got.cli.remote.Access;
import got.cli.remote.RepositoryUrl;
import got.cli.repository.GitConfig;
import got.cli.repository.GotConf;
import got.cli.repository.NewRepository;
import got.cli.say.Failure;
import got.cli.say.Phrase;
import got.ipc.ObjectId;
import got.ipc.Text;
import got.ipc.fetch.FetchTalk;
import got.ipc.index.IndexTalk;
import java.io.IOException;
import java.util.List;

/**
 * One clone, from the first connection to the finished repository.
 *
 * <p>Both helpers start, then the connection is made; got-fetch-pack lists the references, got
 * chooses among them and checks names and ids, got-fetch-pack fetches while got-index-pack indexes
 * through a pipe between them. Only when both have reported and ended well does anything get a name
 * in the new repository.
 */
public final class CloneSession {
  private final RepositoryUrl url;
  private final RefSelection options;
  private final PackTerms terms;
  private final NewRepository repository;
  private final Pipeline pipeline;
  private final CloneListener listener;
  private final ServerSession server;
  private final IndexingSession indexing;

  /**
   * @param asked what to clone
   * @param access to its server
   * @param repository to fill; the caller aborts it if {@link #run} fails
   * @param pipeline to start helpers in; the caller closes it
   */
  public CloneSession(
      CloneOptions asked,
      Access access,
      NewRepository repository,
      Pipeline pipeline,
      CloneListener listener) {
    this.url = asked.url();
    this.options = asked.refs();
    this.terms = asked.pack();
    this.repository = repository;
    this.pipeline = pipeline;
    this.listener = listener;
    LeftOut leftOut = new LeftOut(options::isReference);
    this.server = new ServerSession(url, access, pipeline, listener, leftOut);
    this.indexing = new IndexingSession(server, listener, () -> true);
  }

  /**
   * Fetches, verifies and publishes.
   *
   * @throws Failure for everything that can go wrong outside got
   */
  public void run() throws Failure, InterruptedException {
    listener.connecting(url);
    HelperStage<FetchTalk.Request, FetchTalk.Reply> fetchPack =
        server.start("network, pack pipe (write)");
    HelperStage<IndexTalk.Request, IndexTalk.Reply> indexPack =
        pipeline.start(HelperProgram.INDEX_PACK, indexing);
    listener.started(indexPack.name(), indexPack.pid(), "pack pipe (read), pack file, index file");
    try (PackPipe pipe = PackPipe.open()) {
      SealSteps seals = new SealSteps(pipeline, server, List.of(repository.workplace()));
      seals.beforeConnecting();
      handOverNetwork(fetchPack, pipe, seals);
      Selection selection = options.select(server.readListing());
      // Refused before anything is fetched, if a value cannot be written.
      byte[] config = GitConfig.bytes(url, options, selection);
      byte[] gotConf = GotConf.bytes(url, options, selection);
      if (selection.wants().isEmpty()) {
        pipeline.send(() -> fetchPack.send(new FetchTalk.WantsEnd()));
        receiveNothing();
      } else {
        handOverFiles(indexPack, pipe, selection);
        pipeline.send(() -> sendWants(fetchPack, selection.wants()));
        receive();
      }
      server.awaitGoodbye();
      repository.write(config, gotConf, selection);
      listener.requireHeard();
      repository.publish();
      selection.refs().forEach(listener::created);
      selection.symrefs().forEach(listener::created);
    } catch (IOException e) {
      throw Phrase.CANNOT_TALK_TO_HELPERS.failure(e.getMessage());
    }
  }

  /** Once got cannot connect any more: whoever is at the other end may write at once. */
  private void handOverNetwork(
      HelperStage<FetchTalk.Request, FetchTalk.Reply> fetchPack, PackPipe pipe, SealSteps seals)
      throws Failure, IOException, InterruptedException {
    try (Network network = server.connect()) {
      seals.afterConnecting();
      FetchTalk.Fetch request =
          new FetchTalk.Fetch(server.remote(), options.prefixes(), listener.wantsPackets());
      pipeline.send(() -> fetchPack.send(request, network.descriptor(), pipe.writeEnd()));
    }
    pipe.closeWriteEnd();
  }

  private void handOverFiles(
      HelperStage<IndexTalk.Request, ?> indexPack, PackPipe pipe, Selection selection)
      throws Failure, IOException, InterruptedException {
    pipeline.send(
        () -> {
          indexPack.send(
              new IndexTalk.Index(selection.algorithm(), terms.limits()),
              pipe.readEnd(),
              repository.pack().descriptor(),
              repository.index().descriptor());
          sendTips(indexPack, selection.commits(), true);
          sendTips(indexPack, selection.others(), false);
          indexPack.send(new IndexTalk.TipsEnd());
          terms.skipList().send(indexPack, selection.algorithm());
        });
    pipe.closeReadEnd();
  }

  private static void sendTips(
      HelperStage<IndexTalk.Request, ?> indexPack, List<ObjectId> tips, boolean commits)
      throws IOException {
    for (List<ObjectId> batch : IdBatches.of(tips)) {
      indexPack.send(new IndexTalk.Tips(batch, commits));
    }
  }

  private static void sendWants(HelperStage<FetchTalk.Request, ?> fetchPack, List<ObjectId> wants)
      throws IOException {
    for (List<ObjectId> batch : IdBatches.of(wants)) {
      fetchPack.send(new FetchTalk.Wants(batch));
    }
    fetchPack.send(new FetchTalk.WantsEnd());
  }

  /** Nothing was asked for, and nothing may come; got-index-pack has nothing to do. */
  private void receiveNothing() throws Failure, InterruptedException {
    while (server.packBytes().isEmpty()) {
      pipeline.next();
      if (server.passedOn() > 0) {
        throw ServerSession.impossible("a pack that was not asked for");
      }
    }
  }

  /** Follows both helpers to their last messages, then checks what they claim. */
  private void receive() throws Failure, InterruptedException {
    boolean received = false;
    while (!received || indexing.indexed().isEmpty()) {
      pipeline.next();
      listener.requireHeard();
      if (!received && server.packBytes().isPresent()) {
        received = true;
        listener.received(server.passedOn());
      }
    }
    IndexTalk.Indexed claim = indexing.indexed().getFirst();
    requireSame("size of the pack", server.passedOn(), claim.packBytes());
    verify(claim);
    repository.install(claim.checksum());
    listener.fetched(claim.checksum(), claim.objects());
  }

  /** Compares what got-index-pack claims with what is in the files. */
  private void verify(IndexTalk.Indexed claim) throws Failure {
    int idBytes = claim.checksum().algorithm().idBytes();
    try {
      requireSame("size of the pack", claim.packBytes(), repository.pack().length());
      requireSame("size of the index", claim.indexBytes(), repository.index().length());
      requireChecksum(claim.checksum(), repository.pack(), idBytes);
      requireChecksum(claim.checksum(), repository.index(), 2 * idBytes);
    } catch (IOException e) {
      throw Phrase.CANNOT_READ_BACK.failure(Text.reason(e));
    }
  }

  private static void requireChecksum(ObjectId claim, HeldFile file, int fromEnd)
      throws Failure, IOException {
    byte[] bytes = file.read(file.length() - fromEnd, claim.algorithm().idBytes());
    if (!ObjectId.copyOf(claim.algorithm(), bytes, 0).equals(claim)) {
      throw ServerSession.impossible("checksum of the pack");
    }
  }

  private static void requireSame(String what, long claimed, long actual) throws Failure {
    if (claimed != actual) {
      throw ServerSession.impossible(what + ": " + claimed + " is " + actual);
    }
  }
}
