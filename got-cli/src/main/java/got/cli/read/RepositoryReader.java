package got.cli.read;

import got.cli.files.HeldFile;
import got.cli.files.UntrustedException;
import got.cli.index.IdBatches;
import got.cli.local.LocalObjects;
import got.cli.local.NewPack;
import got.cli.process.HelperListener;
import got.cli.process.HelperProgram;
import got.cli.process.HelperStage;
import got.cli.process.Pipeline;
import got.cli.say.ExitCode;
import got.cli.say.Failure;
import got.cli.say.FileErrors;
import got.cli.say.Phrase;
import got.ipc.HashAlgorithm;
import got.ipc.Limits;
import got.ipc.ObjectId;
import got.ipc.confine.ResourceLimits;
import got.ipc.read.ReadTalk;
import java.io.FileDescriptor;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A got-read-pack and the files that it is handed: packs and indexes, and loose objects when it
 * wants one.
 */
public final class RepositoryReader {
  /** What it is handed, in words. */
  public static final String HANDED = "packs, indexes and loose objects (read)";

  private final LocalObjects objects;
  private final Pipeline pipeline;
  private final Set<ObjectId> loose = new HashSet<>();
  private @Nullable HelperStage<ReadTalk.Request, ReadTalk.Reply> helper;

  /** Set by the thread that sends the description, at its end. */
  private volatile boolean described;

  public RepositoryReader(LocalObjects objects, Pipeline pipeline) {
    this.objects = objects;
    this.pipeline = pipeline;
  }

  /**
   * Starts the helper.
   *
   * @param listener hands what the helper wants on to {@link #wanted}
   */
  public HelperStage<ReadTalk.Request, ReadTalk.Reply> start(
      HelperListener<ReadTalk.Reply> listener) throws Failure, InterruptedException {
    HelperStage<ReadTalk.Request, ReadTalk.Reply> started =
        pipeline.start(HelperProgram.READ_PACK, listener);
    helper = started;
    return started;
  }

  private HelperStage<ReadTalk.Request, ReadTalk.Reply> helper() {
    if (helper == null) {
      throw new IllegalStateException("not started");
    }
    return helper;
  }

  /** Some requests. */
  public interface Questions {
    /** Sends them. */
    void sendTo(HelperStage<ReadTalk.Request, ?> readPack) throws IOException;
  }

  /**
   * Sends requests behind the description. A helper that died while it was described gets none: it
   * is not their turn, and its end shows in its events.
   */
  public void ask(Questions questions) throws Failure, IOException, InterruptedException {
    pipeline.send(
        () -> {
          if (described) {
            questions.sendTo(helper());
          }
        });
  }

  /**
   * Sends one request.
   *
   * @param descriptors stay open here
   */
  public void send(ReadTalk.Request request, FileDescriptor... descriptors)
      throws Failure, InterruptedException {
    try {
      ask(readPack -> readPack.send(request, descriptors));
    } catch (IOException e) {
      throw Phrase.CANNOT_TALK_TO_HELPERS.failure(e.getMessage());
    }
  }

  /**
   * Describes the repository.
   *
   * @param tips what references say: they are complete
   * @throws Failure if it has more packs than can be handed over
   */
  public void describe(HashAlgorithm algorithm, Collection<ObjectId> tips)
      throws Failure, InterruptedException {
    try {
      describe(algorithm, tips, objects.packs(), objects.loose());
    } catch (IOException e) {
      throw cannotRead(e);
    }
  }

  private void describe(
      HashAlgorithm algorithm, Collection<ObjectId> tips, List<String> packs, List<ObjectId> ids)
      throws Failure, IOException, InterruptedException {
    requireFew(packs.size(), ResourceLimits.mostOpenFiles());
    loose.addAll(ids);
    pipeline.send(
        () -> {
          helper().send(new ReadTalk.Open(algorithm));
          for (String pack : packs) {
            sendPack(pack + ".pack", pack + ".idx");
          }
          helper().send(new ReadTalk.PacksEnd());
          for (List<ObjectId> batch : IdBatches.of(ids)) {
            helper().send(new ReadTalk.LooseIds(batch));
          }
          for (List<ObjectId> batch : IdBatches.of(List.copyOf(tips))) {
            helper().send(new ReadTalk.Tips(batch));
          }
          helper().send(new ReadTalk.TipsEnd());
          described = true;
        });
  }

  /**
   * Each pack takes two descriptors there. One too many would be dropped on the way, and nobody
   * would say why.
   *
   * @param files that a helper may have open
   */
  static void requireFew(int packs, long files) throws Failure {
    long most = Math.min(Limits.PACKS, Math.max(0, files - Limits.FILES_BESIDE_PACKS) / 2);
    if (packs > most) {
      throw most < Limits.PACKS
          ? Phrase.TOO_MANY_PACKS.withHint(
              "run git gc, or allow more open files (ulimit -n)", packs, most)
          : Phrase.TOO_MANY_PACKS.failure(packs, most);
    }
  }

  /**
   * Hands it one more pack, made since, which need not have its name yet. Nobody gets the files
   * open for writing.
   */
  public void add(NewPack pack) throws Failure, InterruptedException {
    try {
      pipeline.send(() -> sendPack(pack.packName(), pack.indexName()));
    } catch (IOException e) {
      throw cannotRead(e);
    }
  }

  /**
   * One that git has removed meanwhile is left out: its objects are elsewhere, or count as missing.
   */
  private void sendPack(String packName, String indexName) throws IOException {
    Optional<HeldFile> index = objects.pack(indexName);
    Optional<HeldFile> pack = index.isEmpty() ? Optional.empty() : objects.pack(packName);
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
   * Hands it a loose object.
   *
   * @throws Failure if it was not listed: whoever reads objects chooses no files
   */
  public void wanted(ObjectId id) throws Failure, InterruptedException {
    if (!loose.contains(id)) {
      throw Phrase.HELPER_BROKE_THE_RULES.failure(
          "helper", "a wish for an object that was not listed");
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
      throw cannotRead(e);
    }
  }

  /** That a helper is gone is no exception here: what is left concerns files. */
  private Failure cannotRead(IOException e) {
    return e instanceof UntrustedException untrusted
        ? untrusted.failure()
        : new Failure(ExitCode.FAILED, FileErrors.text(objects.path(), e));
  }
}
