package got.cli.fetch;

import got.cli.clone.Haves;
import got.cli.clone.ServerSession;
import got.cli.index.IdBatches;
import got.cli.local.LocalObjects;
import got.cli.local.NewPack;
import got.cli.process.HelperListener;
import got.cli.process.HelperProgram;
import got.cli.process.HelperStage;
import got.cli.process.Pipeline;
import got.cli.read.RepositoryReader;
import got.cli.say.Failure;
import got.cli.say.Phrase;
import got.ipc.HashAlgorithm;
import got.ipc.Limits;
import got.ipc.ObjectId;
import got.ipc.PackEntry;
import got.ipc.fetch.FetchTalk;
import got.ipc.read.ReadTalk;
import java.io.FileDescriptor;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * What got-read-pack says of the objects that are here. It is handed packs and indexes, and loose
 * objects when it wants one; ids alone come back.
 */
final class ReadSession implements HelperListener<ReadTalk.Reply>, Haves {
  private final RepositoryReader reader;
  private final Collection<ObjectId> tips;
  private final Pipeline pipeline;
  private final HelperStage<FetchTalk.Request, ?> fetchPack;
  private final BooleanSupplier indexed;
  private final Map<ObjectId, PackEntry.Type> known = new HashMap<>();

  /** What {@link #have} has asked about, and is not yet told of. */
  private final Set<ObjectId> question = new HashSet<>();

  private HashAlgorithm algorithm = HashAlgorithm.SHA1;
  private boolean started;
  private boolean asked;

  /** What is offered before got-read-pack is asked. */
  private Set<ObjectId> first = Set.of();

  private boolean firstOffered;

  /** What was offered, and the server has not said that it has. */
  private final Set<ObjectId> unanswered = new HashSet<>();

  /** What of that got-read-pack may still give: it does not know that it was offered. */
  private final Set<ObjectId> repeats = new HashSet<>();

  /** What of that the server has, until it is known whether these are commits that are here. */
  private final Set<ObjectId> firstCommon = new LinkedHashSet<>();

  /** {@link #have} is answered. Before that got-read-pack is not asked for commits. */
  private boolean told;

  /** How many commits were asked for; 0 once they have come. */
  private int wanted;

  private int moving;
  private List<ReadTalk.Way> ways = List.of();
  private boolean peerServed;
  private int rounds;

  private boolean noMore;
  private boolean offered;
  private boolean serving;
  private boolean finishing;
  private boolean served;

  /**
   * @param tips what references say: they are complete
   * @param fetchPack gets the commits to offer
   * @param indexed true once got-index-pack has no more questions
   */
  ReadSession(
      LocalObjects objects,
      Collection<ObjectId> tips,
      Pipeline pipeline,
      HelperStage<FetchTalk.Request, ?> fetchPack,
      BooleanSupplier indexed) {
    this.tips = tips;
    this.indexed = indexed;
    this.reader = new RepositoryReader(objects, pipeline);
    this.pipeline = pipeline;
    this.fetchPack = fetchPack;
  }

  /** Starts the helper. */
  HelperStage<ReadTalk.Request, ReadTalk.Reply> start() throws Failure, InterruptedException {
    return reader.start(this);
  }

  private void send(ReadTalk.Request request, FileDescriptor... descriptors)
      throws Failure, InterruptedException {
    reader.send(request, descriptors);
  }

  /** Describes the repository. */
  void describe(HashAlgorithm algorithm) throws Failure, InterruptedException {
    this.algorithm = algorithm;
    reader.describe(algorithm, tips);
  }

  /**
   * Asks which of these are here with everything that they lead to.
   *
   * @return those, and what they are
   */
  Map<ObjectId, PackEntry.Type> have(List<ObjectId> ids)
      throws Failure, IOException, InterruptedException {
    question.addAll(ids);
    asked = true;
    reader.ask(
        readPack -> {
          for (List<ObjectId> batch : IdBatches.of(ids)) {
            readPack.send(new ReadTalk.Have(batch));
          }
          readPack.send(new ReadTalk.HaveEnd());
        });
    while (asked) {
      pipeline.next();
    }
    return Map.copyOf(known);
  }

  /**
   * What is offered first, whether or not got-read-pack runs yet; {@link #have} is to ask about it.
   */
  void offerFirst(List<ObjectId> ids) {
    first = Set.copyOf(ids);
    repeats.addAll(ids);
  }

  /** Nothing more is asked. */
  void finish() throws Failure, InterruptedException {
    finishing = true;
    send(new ReadTalk.Finish());
    while (!served) {
      pipeline.next();
    }
  }

  /** How often commits were offered. */
  int rounds() {
    return rounds;
  }

  /** True once no more commits can be offered. */
  boolean isOffered() {
    return offered;
  }

  /** From now on got-index-pack asks. */
  void serve(FileDescriptor end) throws Failure, InterruptedException {
    serving = true;
    send(new ReadTalk.Serve(), end);
  }

  boolean isServing() {
    return serving;
  }

  /** True once got-index-pack has no more questions. */
  boolean isPeerServed() {
    return peerServed;
  }

  /**
   * Has the new pack looked into too, once got-index-pack has no more questions. Nobody gets the
   * files open for writing.
   */
  void add(NewPack pack) throws Failure, InterruptedException {
    reader.add(pack);
  }

  /**
   * Asks how objects follow one another.
   *
   * @return one for each move
   */
  List<ReadTalk.Way> ways(List<ReadTalk.Move> moves) throws Failure, InterruptedException {
    List<ReadTalk.Way> all = new ArrayList<>();
    for (int i = 0; i < moves.size(); i += Limits.MOVES) {
      List<ReadTalk.Move> some = moves.subList(i, Math.min(i + Limits.MOVES, moves.size()));
      moving = some.size();
      send(new ReadTalk.Moves(List.copyOf(some)));
      while (moving > 0) {
        pipeline.next();
      }
      all.addAll(ways);
    }
    return all;
  }

  @Override
  public void wanted(int count) throws Failure, InterruptedException {
    if (serving || offered) {
      throw ServerSession.impossible("a question after the last one");
    }
    if (wanted > 0) {
      throw ServerSession.impossible("a question before the last one is answered");
    }
    if (noMore) {
      endOffer();
    } else if (!first.isEmpty() && !firstOffered) {
      firstOffered = true;
      offer(List.copyOf(first));
    } else {
      wanted = count;
      askForHaves();
    }
  }

  private void askForHaves() throws Failure, InterruptedException {
    if (told) {
      send(new ReadTalk.MoreHaves(wanted));
    }
  }

  /** The server may have what is no commit here, and nobody else was told of that. */
  @Override
  public void common(List<ObjectId> ids) throws Failure, InterruptedException {
    if (serving) {
      throw ServerSession.impossible("an answer after the last one");
    }
    require(!ids.isEmpty(), "an answer of nothing");
    for (ObjectId id : ids) {
      require(unanswered.remove(id), "an answer to what was not offered");
    }
    if (told) {
      List<ObjectId> commits =
          ids.stream().filter(id -> !first.contains(id) || isCommit(id)).toList();
      if (!commits.isEmpty()) {
        send(new ReadTalk.Common(commits));
      }
      return;
    }
    firstCommon.addAll(ids);
  }

  private boolean isCommit(ObjectId id) {
    return known.get(id) == PackEntry.Type.COMMIT;
  }

  /** got-read-pack may choose what is offered next. */
  private void tellOfFirst() throws Failure, InterruptedException {
    told = true;
    List<ObjectId> common = firstCommon.stream().filter(this::isCommit).toList();
    if (!common.isEmpty()) {
      send(new ReadTalk.Common(common));
    }
    if (wanted > 0) {
      askForHaves();
    }
  }

  private void offer(ReadTalk.Haves commits) throws Failure, InterruptedException {
    List<ObjectId> ids = commits.ids();
    require(told && !serving, "commits at the wrong time");
    require(ids.size() <= wanted && wanted > 0, "commits that nobody asked for");
    require(
        ids.stream().allMatch(id -> id.algorithm() == algorithm), "id of another hash algorithm");
    for (ObjectId id : ids) {
      require(!first.contains(id) || repeats.remove(id), "a commit twice");
    }
    noMore = commits.end();
    List<ObjectId> news = ids.stream().filter(id -> !first.contains(id)).toList();
    if (news.isEmpty() && !ids.isEmpty() && !noMore) {
      askForHaves();
      return;
    }
    wanted = 0;
    if (news.isEmpty()) {
      endOffer();
    } else {
      offer(news);
    }
  }

  private void offer(List<ObjectId> ids) throws Failure, InterruptedException {
    rounds++;
    unanswered.addAll(ids);
    tell(new FetchTalk.Haves(ids));
  }

  private void endOffer() throws Failure, InterruptedException {
    offered = true;
    tell(new FetchTalk.HavesEnd());
  }

  private void tell(FetchTalk.Request request) throws Failure, InterruptedException {
    try {
      pipeline.send(() -> fetchPack.send(request));
    } catch (IOException e) {
      throw Phrase.CANNOT_TALK_TO_HELPERS.failure(e.getMessage());
    }
  }

  @Override
  public void reply(ReadTalk.Reply reply) throws Failure, InterruptedException {
    switch (reply) {
      case ReadTalk.Reading _ -> {
        // That something moved is known from its coming.
      }
      case ReadTalk.Known m -> {
        for (ReadTalk.KnownObject object : m.objects()) {
          require(question.remove(object.id()), "an object that nobody asked about");
          known.put(object.id(), object.type());
        }
      }
      case ReadTalk.KnownEnd _ -> {
        require(asked, "an answer without a question");
        asked = false;
        question.clear();
        tellOfFirst();
      }
      case ReadTalk.Haves m -> offer(m);
      case ReadTalk.LooseWanted m -> reader.wanted(m.id());
      case ReadTalk.PeerServed _ -> {
        require(serving && !peerServed, "an end of what has not begun");
        peerServed = true;
      }
      case ReadTalk.Ways m -> {
        require(m.ways().size() == moving, "an answer to another question");
        moving = 0;
        ways = m.ways();
      }
      case ReadTalk.Served _ -> {
        require(finishing, "an end before the last question");
        served = true;
      }
    }
  }

  /** What could not be refused otherwise would go to the server, or take memory without end. */
  private static void require(boolean expected, String what) throws Failure {
    if (!expected) {
      throw ServerSession.impossible(what);
    }
  }

  @Override
  public void ready() {
    started = true;
  }

  /**
   * While it serves, it may be got-index-pack that has no question; that one is looked at first.
   */
  @Override
  public Optional<Failure> silent(Duration time) {
    String name = HelperProgram.READ_PACK.programName();
    if (!started) {
      return Optional.of(Phrase.HELPER_DID_NOT_START.failure(name, time.toSeconds()));
    }
    boolean serves = serving && !peerServed && indexed.getAsBoolean();
    return asked || wanted > 0 || moving > 0 || (finishing && !served) || serves
        ? Optional.of(Phrase.HELPER_HANGS.failure(name, time.toSeconds()))
        : Optional.empty();
  }
}
