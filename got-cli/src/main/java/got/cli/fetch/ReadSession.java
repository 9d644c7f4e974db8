package got.cli.fetch;

import got.cli.clone.Haves;
import got.cli.clone.ServerSession;
import got.cli.files.HeldFile;
import got.cli.index.IdBatches;
import got.cli.local.LocalObjects;
import got.cli.process.HelperListener;
import got.cli.process.HelperProgram;
import got.cli.process.HelperStage;
import got.cli.process.Pipeline;
import got.cli.say.Failure;
import got.cli.say.Phrase;
import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.ipc.PackEntry;
import got.ipc.fetch.FetchTalk;
import got.ipc.read.ReadTalk;
import java.io.FileDescriptor;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What got-read-pack says of the objects that are here. It is handed packs and indexes, and loose
 * objects when it wants one; ids alone come back.
 */
final class ReadSession implements HelperListener<ReadTalk.Reply>, Haves {
  private final LocalObjects objects;
  private final Pipeline pipeline;
  private final HelperStage<FetchTalk.Request, ?> fetchPack;
  private final Set<ObjectId> loose = new HashSet<>();
  private final Map<ObjectId, PackEntry.Type> known = new HashMap<>();
  private @Nullable HelperStage<ReadTalk.Request, ReadTalk.Reply> helper;
  private boolean asked;
  private boolean noMore;
  private boolean offered;
  private boolean serving;
  private boolean served;

  /**
   * @param fetchPack gets the commits to offer
   */
  ReadSession(
      LocalObjects objects, Pipeline pipeline, HelperStage<FetchTalk.Request, ?> fetchPack) {
    this.objects = objects;
    this.pipeline = pipeline;
    this.fetchPack = fetchPack;
  }

  /** Starts the helper. */
  HelperStage<ReadTalk.Request, ReadTalk.Reply> start() throws Failure, InterruptedException {
    HelperStage<ReadTalk.Request, ReadTalk.Reply> started =
        pipeline.start(HelperProgram.READ_PACK, this);
    helper = started;
    return started;
  }

  private HelperStage<ReadTalk.Request, ReadTalk.Reply> helper() {
    if (helper == null) {
      throw new IllegalStateException("not started");
    }
    return helper;
  }

  private void send(ReadTalk.Request request, FileDescriptor... descriptors)
      throws Failure, InterruptedException {
    try {
      pipeline.send(() -> helper().send(request, descriptors));
    } catch (IOException e) {
      throw Phrase.CANNOT_TALK_TO_HELPERS.failure(e.getMessage());
    }
  }

  /**
   * Describes the repository.
   *
   * @param tips what references say: they are complete
   */
  void describe(HashAlgorithm algorithm, Collection<ObjectId> tips)
      throws Failure, IOException, InterruptedException {
    List<ObjectId> ids = objects.loose();
    loose.addAll(ids);
    List<String> packs = objects.packs();
    pipeline.send(
        () -> {
          helper().send(new ReadTalk.Open(algorithm));
          for (String pack : packs) {
            sendPack(pack);
          }
          helper().send(new ReadTalk.PacksEnd());
          for (List<ObjectId> batch : IdBatches.of(ids)) {
            helper().send(new ReadTalk.LooseIds(batch));
          }
          for (List<ObjectId> batch : IdBatches.of(List.copyOf(tips))) {
            helper().send(new ReadTalk.Tips(batch));
          }
          helper().send(new ReadTalk.TipsEnd());
        });
  }

  /**
   * One that git has removed meanwhile is left out: its objects are elsewhere, or fetched again.
   */
  private void sendPack(String stem) throws IOException {
    Optional<HeldFile> index = objects.pack(stem + ".idx");
    Optional<HeldFile> pack = index.isEmpty() ? Optional.empty() : objects.pack(stem + ".pack");
    try {
      if (pack.isPresent()) {
        helper().send(new ReadTalk.Pack(), pack.get().descriptor(), index.get().descriptor());
      }
    } finally {
      if (pack.isPresent()) {
        pack.get().close();
      }
      if (index.isPresent()) {
        index.get().close();
      }
    }
  }

  /**
   * Asks which of these are here with everything that they lead to.
   *
   * @return those, and what they are
   */
  Map<ObjectId, PackEntry.Type> have(List<ObjectId> ids)
      throws Failure, IOException, InterruptedException {
    pipeline.send(
        () -> {
          for (List<ObjectId> batch : IdBatches.of(ids)) {
            helper().send(new ReadTalk.Have(batch));
          }
          helper().send(new ReadTalk.HaveEnd());
        });
    asked = true;
    while (asked) {
      pipeline.next();
    }
    return Map.copyOf(known);
  }

  /** Nothing more is asked. */
  void finish() throws Failure, InterruptedException {
    send(new ReadTalk.Finish());
    while (!served) {
      pipeline.next();
    }
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

  /** True once got-index-pack has no more questions, and the helper has ended well. */
  boolean isServed() {
    return served;
  }

  @Override
  public void wanted(int count) throws Failure, InterruptedException {
    if (serving || offered) {
      throw ServerSession.impossible("a question after the last one");
    }
    if (noMore) {
      endOffer();
    } else {
      send(new ReadTalk.MoreHaves(count));
    }
  }

  @Override
  public void common(List<ObjectId> ids) throws Failure, InterruptedException {
    if (serving) {
      throw ServerSession.impossible("an answer after the last one");
    }
    send(new ReadTalk.Common(ids));
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
          known.put(object.id(), object.type());
        }
      }
      case ReadTalk.KnownEnd _ -> asked = false;
      case ReadTalk.Haves m -> {
        noMore = m.end();
        if (m.ids().isEmpty()) {
          endOffer();
        } else {
          tell(new FetchTalk.Haves(m.ids()));
        }
      }
      case ReadTalk.LooseWanted m -> loose(m.id());
      case ReadTalk.Served _ -> served = true;
    }
  }

  /** Only what was listed may be wanted: whoever reads objects chooses no files. */
  private void loose(ObjectId id) throws Failure, InterruptedException {
    if (!loose.contains(id)) {
      throw ServerSession.impossible("a wish for an object that was not listed");
    }
    try {
      Optional<HeldFile> found = objects.loose(id);
      if (found.isEmpty()) {
        send(new ReadTalk.NotLoose());
        return;
      }
      try (HeldFile file = found.get()) {
        send(new ReadTalk.Loose(), file.descriptor());
      }
    } catch (IOException e) {
      throw Phrase.CANNOT_TALK_TO_HELPERS.failure(e.getMessage());
    }
  }

  @Override
  public Optional<Failure> silent(Duration time) {
    return asked
        ? Optional.of(
            Phrase.HELPER_HANGS.failure(HelperProgram.READ_PACK.programName(), time.toSeconds()))
        : Optional.empty();
  }
}
