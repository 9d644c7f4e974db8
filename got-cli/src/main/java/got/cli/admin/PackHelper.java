package got.cli.admin;

import got.cli.index.PackTerms;
import got.cli.process.Confining;
import got.cli.process.HelperListener;
import got.cli.process.HelperProgram;
import got.cli.process.HelperSandbox;
import got.cli.process.HelperStage;
import got.cli.process.Installation;
import got.cli.process.Pipeline;
import got.cli.process.Timeouts;
import got.cli.read.RepositoryReader;
import got.cli.say.Console;
import got.cli.say.Failure;
import got.cli.say.Phrase;
import got.ipc.ErrorKind;
import got.ipc.HashAlgorithm;
import got.ipc.PackLimits;
import got.ipc.confine.Seal;
import got.ipc.index.IndexTalk;
import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.List;

/** The one got-index-pack of a command, and the got-read-pack that it may ask. */
final class PackHelper implements Closeable {
  private final Console console;
  private final Pipeline pipeline;
  private final ArrayDeque<IndexTalk.Reply> replies = new ArrayDeque<>();

  /** There is no server that could fall silent; how long a pack takes is the user's affair. */
  PackHelper(Confining confining, Console console) throws Failure {
    this.console = console;
    try {
      pipeline =
          new Pipeline(
              Installation.own(),
              HelperSandbox.of(confining),
              Timeouts.NONE,
              line -> console.trace(1, line));
    } catch (IOException e) {
      throw Phrase.NOT_INSTALLED.failure(e.getMessage());
    }
  }

  /** What got-index-pack is told. */
  private interface Request {
    void sendTo(HelperStage<IndexTalk.Request, ?> indexPack) throws IOException;
  }

  /** Starts the helper and has it index a pack. */
  void index(HashAlgorithm algorithm, PackTerms terms, FileDescriptor pack, FileDescriptor index)
      throws Failure, InterruptedException {
    start(
        "pack file (read), index file",
        new Replies() {
          @Override
          public Failure gaveUp(ErrorKind kind, Failure failure) {
            return kind == ErrorKind.THIN ? Phrase.THIN_PACK.failure(failure.text()) : failure;
          }
        },
        helper -> {
          helper.send(new IndexTalk.IndexFile(algorithm, terms.limits()), pack, index);
          terms.skipList().send(helper, algorithm);
        });
  }

  /**
   * Starts the helpers and has a pack indexed, and completed if it is thin.
   *
   * @param copy gets the complete pack
   */
  void complete(
      PackRepository repository,
      PackTerms terms,
      FileDescriptor pack,
      FileDescriptor copy,
      FileDescriptor index)
      throws Failure, InterruptedException {
    read(repository);
    FileDescriptor asking = repository.asking();
    start(
        "pack file (read), new pack file, index file, socket to got-read-pack",
        new Replies(),
        helper -> {
          helper.send(
              new IndexTalk.IndexThinFile(repository.algorithm(), terms.limits()),
              pack,
              copy,
              index,
              asking);
          terms.skipList().send(helper, repository.algorithm());
        });
    repository.serve();
  }

  /** Starts the helper and has it list what is in a pack. */
  void list(HashAlgorithm algorithm, PackLimits limits, FileDescriptor pack)
      throws Failure, InterruptedException {
    start(
        "pack file (read)",
        new Replies(),
        helper -> helper.send(new IndexTalk.ListFile(algorithm, limits), pack));
  }

  /** As {@link #list}, with bases from a repository. */
  void list(PackRepository repository, PackLimits limits, FileDescriptor pack)
      throws Failure, InterruptedException {
    read(repository);
    FileDescriptor asking = repository.asking();
    start(
        "pack file (read), socket to got-read-pack",
        new Replies(),
        helper ->
            helper.send(new IndexTalk.ListThinFile(repository.algorithm(), limits), pack, asking));
    repository.serve();
  }

  private void read(PackRepository repository) throws Failure, InterruptedException {
    started(repository.start(pipeline), RepositoryReader.HANDED);
  }

  private void started(HelperStage<?, ?> helper, String handed) {
    console.trace(1, helper.name() + " (process " + helper.pid() + ") was handed: " + handed);
  }

  /** Keeps what got-index-pack says. */
  private class Replies implements HelperListener<IndexTalk.Reply> {
    @Override
    public void reply(IndexTalk.Reply reply) {
      replies.add(reply);
    }
  }

  private void start(String handed, Replies listener, Request request)
      throws Failure, InterruptedException {
    HelperStage<IndexTalk.Request, IndexTalk.Reply> helper =
        pipeline.start(HelperProgram.INDEX_PACK, listener);
    try {
      request.sendTo(helper);
    } catch (IOException e) {
      // Its last words are in the queue, and say more than this exception.
    }
    started(helper, handed);
  }

  /**
   * All helpers run: gotadmin gives up programs and connections.
   *
   * @param directory where it still writes; empty if nowhere
   */
  void seal(List<Path> directory) throws Failure {
    pipeline.seal("gotadmin", EnumSet.allOf(Seal.class), directory);
  }

  /**
   * Waits for its next reply. After the last one, the helper has ended well.
   *
   * @throws Failure if a helper failed, died, or broke the rules
   */
  IndexTalk.Reply next() throws Failure, InterruptedException {
    while (replies.isEmpty()) {
      pipeline.next();
    }
    return replies.remove();
  }

  /** Waits until got-read-pack has ended well too. */
  void awaitEndOf(PackRepository repository) throws Failure, InterruptedException {
    while (!repository.isServed()) {
      pipeline.next();
    }
  }

  /** The helper said something that cannot be: it is broken, or taken over. */
  static Failure impossible(String what) {
    return Phrase.HELPER_BROKE_THE_RULES.failure("helper", what);
  }

  /** Ends the helper; from any thread. */
  void kill() {
    pipeline.close();
  }

  @Override
  public void close() {
    kill();
  }
}
