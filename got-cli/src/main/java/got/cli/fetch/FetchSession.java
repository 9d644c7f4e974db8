package got.cli.fetch;

import got.cli.clone.CloneListener;
import got.cli.clone.IndexingSession;
import got.cli.clone.SealSteps;
import got.cli.clone.ServerSession;
import got.cli.fetch.FetchPlanner.Here;
import got.cli.files.HeldFile;
import got.cli.files.UntrustedException;
import got.cli.index.IdBatches;
import got.cli.index.PackTerms;
import got.cli.local.CheckedOut;
import got.cli.local.LocalObjects;
import got.cli.local.LocalRefs;
import got.cli.local.LocalRepository;
import got.cli.local.NewPack;
import got.cli.local.RefChange;
import got.cli.local.RefValue;
import got.cli.local.Reflogs;
import got.cli.process.HelperProgram;
import got.cli.process.HelperStage;
import got.cli.process.Network;
import got.cli.process.PackPipe;
import got.cli.process.Pipeline;
import got.cli.read.PeerSocket;
import got.cli.read.RepositoryReader;
import got.cli.refs.LeftOut;
import got.cli.refs.PackedRefs;
import got.cli.remote.Access;
import got.cli.say.Failure;
import got.cli.say.Phrase;
import got.ipc.ObjectId;
import got.ipc.PackEntry;
import got.ipc.RefName;
import got.ipc.Text;
import got.ipc.fetch.FetchTalk;
import got.ipc.index.IndexTalk;
import got.ipc.read.ReadTalk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One fetch, from the connection to the changed references.
 *
 * <p>got-fetch-pack lists what the server has, and got compares. If everything is here, that was
 * all. Otherwise got-index-pack starts, got gives up starting programs and connecting, and the pack
 * passes from one helper to the other as in a clone. Nothing has a name before the pack is
 * verified.
 */
final class FetchSession {
  private final Remote remote;
  private final Wish wish;
  private final LocalRepository repository;
  private final PackTerms terms;
  private final Pipeline pipeline;
  private final CloneListener listener;
  private final ServerSession server;
  private final IndexingSession indexing;
  private final Finish finish;
  private final boolean tellsWays;

  /** got-index-pack has got its request. */
  private boolean handed;

  private final Map<RefName, ReadTalk.Way> ways = new HashMap<>();
  private int objects;
  private int rounds;

  /**
   * What a session needs.
   *
   * @param pipeline to start helpers in; the caller closes it
   * @param listener is told how objects get on
   * @param tellsWays if somebody wants to know whether a reference was forced: history is read then
   */
  record Means(
      Access access,
      PackTerms terms,
      Pipeline pipeline,
      CloneListener listener,
      boolean tellsWays) {}

  FetchSession(Remote remote, Wish wish, LocalRepository repository, Means means, Finish finish) {
    this.remote = remote;
    this.wish = wish;
    this.repository = repository;
    this.terms = means.terms();
    this.pipeline = means.pipeline();
    this.listener = means.listener();
    this.finish = finish;
    this.tellsWays = means.tellsWays();
    LeftOut leftOut = new LeftOut(name -> asksFor(name));
    this.server = new ServerSession(remote.url(), means.access(), pipeline, listener, leftOut);
    server.expectRounds();
    this.indexing = new IndexingSession(server, listener, () -> handed);
  }

  private boolean asksFor(String latin1) {
    return wish.references().stream()
        .anyMatch(r -> latin1.equals(r.latin1()) || latin1.startsWith(r.latin1() + "/"));
  }

  /**
   * Fetches what the plan needs, and changes references.
   *
   * @throws Failure for everything that can go wrong outside got
   */
  FetchPlan run() throws Failure, InterruptedException {
    pipeline.setApart();
    HelperStage<FetchTalk.Request, FetchTalk.Reply> fetchPack =
        server.start("network, pack pipe (write)");
    try (PackPipe pipe = PackPipe.open()) {
      // While got-fetch-pack starts.
      Here here = look();
      try (Network network = server.connect()) {
        server.proceed();
        FetchTalk.Update request =
            new FetchTalk.Update(
                server.remote(), FetchPlanner.prefixes(remote, wish), listener.wantsPackets());
        pipeline.send(() -> fetchPack.send(request, network.descriptor(), pipe.writeEnd()));
      }
      pipe.closeWriteEnd();
      FetchPlan plan = plan(here);
      Reflogs.requireTrust(repository, plan.changes());
      if (plan.needsObjects() || !moves(plan).isEmpty()) {
        fetch(fetchPack, pipe, plan, here.refs());
      } else {
        pipeline.send(() -> fetchPack.send(new FetchTalk.WantsEnd()));
        receiveNothing();
      }
      server.awaitGoodbye();
      finish.change(plan, ways);
      return plan;
    } catch (UntrustedException e) {
      throw e.failure();
    } catch (IOException e) {
      throw Phrase.CANNOT_TALK_TO_HELPERS.failure(e.getMessage());
    }
  }

  /** What it took, once it has run. */
  Cost cost() {
    return new Cost(objects, rounds, server.heard().received(), server.heard().sent());
  }

  /** How references have moved, as far as somebody wanted to know. */
  Map<RefName, ReadTalk.Way> ways() {
    // A copy would be a table that names made to collide fill slowly.
    return Collections.unmodifiableMap(ways);
  }

  /** The references that had an object before and get another one; of tags nobody asks. */
  private List<RefChange> moves(FetchPlan plan) {
    return plan.changes().stream()
        .filter(
            change ->
                tellsWays
                    && change.from() instanceof RefValue.Direct
                    && change.to() instanceof RefValue.Direct
                    && !change.name().startsWith(ServerRefs.TAGS))
        .toList();
  }

  /** Asks how these references move. */
  private void ask(ReadSession read, FetchPlan plan) throws Failure, InterruptedException {
    List<RefChange> changes = moves(plan);
    List<ReadTalk.Move> moves = new ArrayList<>();
    for (RefChange change : changes) {
      if (change.from() instanceof RefValue.Direct(ObjectId from)
          && change.to() instanceof RefValue.Direct(ObjectId to)) {
        moves.add(new ReadTalk.Move(from, to));
      }
    }
    List<ReadTalk.Way> answers = read.ways(moves);
    for (int i = 0; i < answers.size(); i++) {
      ways.put(changes.get(i).name(), answers.get(i));
    }
  }

  private Here look() throws Failure {
    LocalRefs refs = LocalRefs.read(repository);
    return new Here(
        refs, CheckedOut.of(repository, refs), repository.isBare(), repository.workTreeBranch());
  }

  private FetchPlan plan(Here here) throws Failure, InterruptedException {
    PackedRefs listed = server.readListing();
    if (listed.received() > 0 && listed.algorithm() != repository.algorithm()) {
      throw Phrase.OTHER_ALGORITHM.failure(
          listed.algorithm().gitName(), repository.algorithm().gitName());
    }
    ServerRefs refs = ServerRefs.of(listed);
    FetchPlanner.missing(remote, wish, refs).ifPresent(listener::warning);
    return FetchPlanner.plan(remote, wish, here, refs);
  }

  private void fetch(
      HelperStage<FetchTalk.Request, FetchTalk.Reply> fetchPack,
      PackPipe pipe,
      FetchPlan plan,
      LocalRefs refs)
      throws Failure, IOException, InterruptedException {
    try (LocalObjects objects = LocalObjects.open(repository)) {
      ReadSession read =
          new ReadSession(
              objects, refs.ids(), pipeline, fetchPack, () -> !indexing.indexed().isEmpty());
      HelperStage<ReadTalk.Request, ReadTalk.Reply> readPack = read.start();
      listener.started(readPack.name(), readPack.pid(), RepositoryReader.HANDED);
      if (plan.needsObjects()) {
        fetch(fetchPack, pipe, plan, read, Early.of(plan, refs));
      } else {
        read.describe(repository.algorithm());
        end(fetchPack, plan, read);
      }
    }
  }

  /** Nothing is wanted of the server. */
  private void end(
      HelperStage<FetchTalk.Request, FetchTalk.Reply> fetchPack, FetchPlan plan, ReadSession read)
      throws Failure, IOException, InterruptedException {
    ask(read, plan);
    read.finish();
    pipeline.send(() -> fetchPack.send(new FetchTalk.WantsEnd()));
    receiveNothing();
  }

  private static List<ObjectId> all(FetchPlan plan, List<ObjectId> more) {
    Set<ObjectId> ids = new LinkedHashSet<>(plan.commits());
    ids.addAll(plan.others());
    ids.addAll(more);
    return List.copyOf(ids);
  }

  /**
   * @param known what is here, with everything it leads to
   */
  private static FetchPlan missing(FetchPlan plan, Map<ObjectId, PackEntry.Type> known)
      throws Failure {
    for (ObjectId id : plan.commits()) {
      if (known.containsKey(id) && known.get(id) != PackEntry.Type.COMMIT) {
        throw Phrase.NO_COMMIT.failure(id);
      }
    }
    return plan.without(known.keySet());
  }

  private void fetch(
      HelperStage<FetchTalk.Request, FetchTalk.Reply> fetchPack,
      PackPipe pipe,
      FetchPlan plan,
      ReadSession read,
      Early early)
      throws Failure, IOException, InterruptedException {
    // What the server has and no reference of ours is seldom here already: both helpers start at
    // once. One that is not needed after all has been handed nothing, and ends with got.
    HelperStage<IndexTalk.Request, IndexTalk.Reply> indexPack =
        pipeline.start(HelperProgram.INDEX_PACK, indexing);
    try (PeerSocket peers = pipeline.freely(PeerSocket::open)) {
      new SealSteps(pipeline, server, List.of(repository.directory().path())).atOnce();
      if (early.isPossible()) {
        read.offerFirst(early.haves());
        server.offer(read);
        sendWants(fetchPack, early.wants());
      }
      read.describe(repository.algorithm());
      FetchPlan missing = missing(plan, read.have(all(plan, early.haves())));
      if (!early.isPossible() && !missing.needsObjects()) {
        end(fetchPack, plan, read);
        return;
      }
      NewPack pack = finish.pack();
      index(indexPack, pipe, missing, pack, peers);
      if (!early.isPossible()) {
        server.offer(read);
        sendWants(fetchPack, missing);
      }
      IndexTalk.Indexed claim = receive(pack, read, peers);
      if (claim.objects() == 0 && missing.needsObjects()) {
        throw ServerSession.impossible("a pack without objects");
      }
      finish(plan, pack, read, claim);
    }
  }

  /** Hands got-index-pack what it needs. */
  private void index(
      HelperStage<IndexTalk.Request, IndexTalk.Reply> indexPack,
      PackPipe pipe,
      FetchPlan plan,
      NewPack pack,
      PeerSocket peers)
      throws Failure, IOException, InterruptedException {
    listener.started(
        indexPack.name(),
        indexPack.pid(),
        "pack pipe (read), pack file, index file, socket to got-read-pack");
    handed = true;
    pipeline.send(
        () -> {
          indexPack.send(
              new IndexTalk.IndexThin(repository.algorithm(), terms.limits()),
              pipe.readEnd(),
              pack.pack().descriptor(),
              pack.index().descriptor(),
              peers.asking());
          sendTips(indexPack, plan.commits(), true);
          sendTips(indexPack, plan.others(), false);
          indexPack.send(new IndexTalk.TipsEnd());
          terms.skipList().send(indexPack, repository.algorithm());
        });
    pipe.closeReadEnd();
    peers.closeAsking();
  }

  private static void sendTips(
      HelperStage<IndexTalk.Request, ?> indexPack, List<ObjectId> tips, boolean commits)
      throws IOException {
    for (List<ObjectId> batch : IdBatches.of(tips)) {
      indexPack.send(new IndexTalk.Tips(batch, commits));
    }
  }

  private void sendWants(HelperStage<FetchTalk.Request, ?> fetchPack, FetchPlan plan)
      throws Failure, IOException, InterruptedException {
    pipeline.send(
        () -> {
          sendWants(fetchPack, plan.commits());
          sendWants(fetchPack, plan.others());
          fetchPack.send(new FetchTalk.WantsEnd());
        });
  }

  private static void sendWants(HelperStage<FetchTalk.Request, ?> fetchPack, List<ObjectId> wants)
      throws IOException {
    for (List<ObjectId> batch : IdBatches.of(wants)) {
      fetchPack.send(new FetchTalk.Wants(batch));
    }
  }

  private void receiveNothing() throws Failure, InterruptedException {
    while (server.packBytes().isEmpty()) {
      pipeline.next();
      if (server.passedOn() > 0) {
        throw ServerSession.impossible("a pack that was not asked for");
      }
    }
  }

  /**
   * Follows the helpers to their last messages, then checks what they claim.
   *
   * @return what got-index-pack claims
   */
  private IndexTalk.Indexed receive(NewPack pack, ReadSession read, PeerSocket peers)
      throws Failure, IOException, InterruptedException {
    boolean received = false;
    while (true) {
      listener.requireHeard();
      if (!received && server.packBytes().isPresent()) {
        received = true;
        listener.received(server.passedOn());
      }
      if (!read.isServing() && (read.isOffered() || server.passedOn() > 0 || received)) {
        read.serve(peers.answering());
        peers.closeAnswering();
      }
      if (received && !indexing.indexed().isEmpty() && read.isPeerServed()) {
        break;
      }
      pipeline.next();
    }
    IndexTalk.Indexed claim = indexing.indexed().getFirst();
    requireSame("size of the pack", server.passedOn(), claim.packBytes() - claim.appendedBytes());
    verify(claim, pack);
    return claim;
  }

  /** The pack gets its name, unless all was here: then it is empty. */
  private void finish(FetchPlan plan, NewPack pack, ReadSession read, IndexTalk.Indexed claim)
      throws Failure, IOException, InterruptedException {
    if (!moves(plan).isEmpty()) {
      read.add(pack);
      ask(read, plan);
    }
    read.finish();
    objects = claim.objects();
    rounds = read.rounds();
    if (objects > 0) {
      pack.install(claim.checksum());
    }
    listener.fetched(claim.checksum(), objects);
  }

  /** Compares what got-index-pack claims with what is in the files. */
  private static void verify(IndexTalk.Indexed claim, NewPack pack) throws Failure {
    int idBytes = claim.checksum().algorithm().idBytes();
    try {
      requireSame("size of the pack", claim.packBytes(), pack.pack().length());
      requireSame("size of the index", claim.indexBytes(), pack.index().length());
      requireChecksum(claim.checksum(), pack.pack(), idBytes);
      requireChecksum(claim.checksum(), pack.index(), 2 * idBytes);
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
