package got.cli.admin;

import got.cli.process.Confining;
import got.cli.process.HelperProgram;
import got.cli.process.HelperSandbox;
import got.cli.process.HelperStage;
import got.cli.process.Installation;
import got.cli.process.Pipeline;
import got.cli.process.Timeouts;
import got.cli.say.Failure;
import got.cli.say.Phrase;
import got.ipc.index.IndexTalk;
import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.IOException;
import java.util.ArrayDeque;

/** The one got-index-pack of a command. */
final class PackHelper implements Closeable {
  private final Pipeline pipeline;
  private final ArrayDeque<IndexTalk.Reply> replies = new ArrayDeque<>();

  /** There is no server that could fall silent; how long a pack takes is the user's affair. */
  PackHelper(Confining confining) throws Failure {
    try {
      pipeline =
          new Pipeline(
              Installation.own(),
              HelperSandbox.of(confining),
              Timeouts.NONE,
              _ -> {
                // What is not in force ends the run.
              });
    } catch (IOException e) {
      throw Phrase.NOT_INSTALLED.failure(e.getMessage());
    }
  }

  /** What got-index-pack is told. */
  private interface Request {
    void sendTo(HelperStage<IndexTalk.Request, ?> indexPack) throws IOException;
  }

  /**
   * Starts the helper and has it index a pack.
   *
   * @return the helper's process id
   */
  long index(AdminCommandLines.IndexPack command, FileDescriptor pack, FileDescriptor index)
      throws Failure, InterruptedException {
    return start(
        helper -> {
          helper.send(
              new IndexTalk.IndexFile(command.algorithm(), command.terms().limits()), pack, index);
          command.terms().skipList().send(helper, command.algorithm());
        });
  }

  /** Starts the helper and has it list what is in a pack. */
  void list(AdminCommandLines.ListPack command, FileDescriptor pack)
      throws Failure, InterruptedException {
    long ignored =
        start(
            helper ->
                helper.send(new IndexTalk.ListFile(command.algorithm(), command.limits()), pack));
  }

  private long start(Request request) throws Failure, InterruptedException {
    HelperStage<IndexTalk.Request, IndexTalk.Reply> helper =
        pipeline.start(HelperProgram.INDEX_PACK, replies::add);
    try {
      request.sendTo(helper);
    } catch (IOException e) {
      // Its last words are in the queue, and say more than this exception.
    }
    return helper.pid();
  }

  /**
   * Waits for its next reply. After the last one, the helper has ended well.
   *
   * @throws Failure if the helper failed, died, or broke the rules
   */
  IndexTalk.Reply next() throws Failure, InterruptedException {
    while (replies.isEmpty()) {
      pipeline.next();
    }
    return replies.remove();
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
