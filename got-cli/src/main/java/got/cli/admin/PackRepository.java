package got.cli.admin;

import got.cli.files.UntrustedException;
import got.cli.local.LocalObjects;
import got.cli.local.LocalRepository;
import got.cli.local.RepositoryPlace;
import got.cli.process.HelperListener;
import got.cli.process.HelperStage;
import got.cli.process.Pipeline;
import got.cli.read.PeerSocket;
import got.cli.read.RepositoryReader;
import got.cli.say.ExitCode;
import got.cli.say.Failure;
import got.cli.say.FileErrors;
import got.cli.say.Phrase;
import got.cli.say.UsageException;
import got.ipc.HashAlgorithm;
import got.ipc.read.ReadTalk;
import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The repository that a thin pack is for: a got-read-pack that gives its objects to got-index-pack.
 * Nothing is said of its references, because nobody asks what is complete.
 */
final class PackRepository implements HelperListener<ReadTalk.Reply>, Closeable {
  private final LocalRepository repository;
  private final LocalObjects objects;
  private final PeerSocket peers;
  private Optional<RepositoryReader> reader = Optional.empty();
  private boolean serving;
  private boolean finishing;
  private boolean served;

  private PackRepository(LocalRepository repository) throws IOException {
    this.repository = repository;
    this.objects = LocalObjects.open(repository);
    try {
      this.peers = PeerSocket.open();
    } catch (IOException e) {
      objects.close();
      throw e;
    }
  }

  /**
   * Opens it.
   *
   * @param stated --object-format
   * @throws Failure if there is none, got refuses it, or its ids are others
   */
  static PackRepository open(RepositoryPlace place, Optional<HashAlgorithm> stated) throws Failure {
    LocalRepository repository = place.open();
    Path path = repository.directory().path();
    try {
      try {
        HashAlgorithm algorithm = repository.algorithm();
        if (stated.isPresent() && stated.get() != algorithm) {
          throw new UsageException(
              path
                  + ": object format is "
                  + algorithm.gitName()
                  + ", not "
                  + stated.get().gitName(),
              "");
        }
        return new PackRepository(repository);
      } catch (Failure | IOException e) {
        repository.close();
        throw e;
      }
    } catch (UntrustedException e) {
      throw e.failure();
    } catch (IOException e) {
      throw new Failure(ExitCode.FAILED, FileErrors.text(path, e));
    }
  }

  /** Of its ids. */
  HashAlgorithm algorithm() {
    return repository.algorithm();
  }

  /** Starts got-read-pack and describes the repository to it. */
  HelperStage<?, ?> start(Pipeline pipeline) throws Failure, InterruptedException {
    RepositoryReader started = new RepositoryReader(objects, pipeline);
    reader = Optional.of(started);
    HelperStage<?, ?> helper = started.start(this);
    started.describe(algorithm(), List.of());
    return helper;
  }

  /** The end of the socket pair that is for got-index-pack. */
  FileDescriptor asking() throws Failure {
    try {
      return peers.asking();
    } catch (IOException e) {
      throw Phrase.CANNOT_TALK_TO_HELPERS.failure(e.getMessage());
    }
  }

  /** got-index-pack has its end: from now on got-read-pack answers it. */
  void serve() throws Failure, InterruptedException {
    try {
      peers.closeAsking();
      serving = true;
      started().send(new ReadTalk.Serve(), peers.answering());
      peers.closeAnswering();
    } catch (IOException e) {
      throw Phrase.CANNOT_TALK_TO_HELPERS.failure(e.getMessage());
    }
  }

  private RepositoryReader started() {
    return reader.orElseThrow(() -> new IllegalStateException("not started"));
  }

  /** True once got-index-pack has no more questions, and got-read-pack has ended well. */
  boolean isServed() {
    return served;
  }

  @Override
  public void reply(ReadTalk.Reply reply) throws Failure, InterruptedException {
    switch (reply) {
      case ReadTalk.Reading _ -> {
        // There is no limit of time.
      }
      case ReadTalk.LooseWanted m -> started().wanted(m.id());
      case ReadTalk.PeerServed _ -> {
        if (!serving || finishing) {
          throw PackHelper.impossible("an end of what has not begun");
        }
        finishing = true;
        started().send(new ReadTalk.Finish());
      }
      case ReadTalk.Served _ -> {
        if (!finishing) {
          throw PackHelper.impossible("an end before the last question");
        }
        served = true;
      }
      case ReadTalk.Known _, ReadTalk.KnownEnd _, ReadTalk.Haves _, ReadTalk.Ways _ ->
          throw PackHelper.impossible("an answer that nobody asked for");
    }
  }

  @Override
  public void close() {
    for (Closeable held : List.of(peers, objects, repository)) {
      try {
        held.close();
      } catch (IOException e) {
        // It was only read.
      }
    }
  }
}
