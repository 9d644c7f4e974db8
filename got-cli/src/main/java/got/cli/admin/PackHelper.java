package got.cli.admin;

import got.cli.process.Confining;
import got.cli.process.HelperProcess;
import got.cli.process.HelperProgram;
import got.cli.process.HelperSandbox;
import got.cli.process.HelperTeam;
import got.cli.process.Installation;
import got.cli.process.Patience;
import got.cli.process.Timeouts;
import got.cli.say.Failure;
import got.cli.say.Phrase;
import got.ipc.ChannelException;
import got.ipc.Message;
import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.IOException;

/** The one got-index-pack of a command. */
final class PackHelper implements Closeable {
  private final HelperTeam team;

  /** There is no server that could fall silent; how long a pack takes is the user's affair. */
  private final Patience patience =
      new Patience(
          Timeouts.NONE,
          time ->
              Phrase.HELPER_HANGS.failure(
                  HelperProgram.INDEX_PACK.programName(), time.toSeconds()));

  PackHelper(Confining confining) throws Failure {
    try {
      team =
          new HelperTeam(
              Installation.own(),
              HelperSandbox.of(confining),
              _ -> {
                // What is not in force ends the run.
              });
    } catch (IOException e) {
      throw Phrase.NOT_INSTALLED.failure(e.getMessage());
    }
  }

  /**
   * Starts the helper and hands it its request.
   *
   * @return the helper's process id
   */
  long start(Message.Request request, FileDescriptor... files)
      throws Failure, InterruptedException {
    HelperProcess helper = team.start(HelperProgram.INDEX_PACK);
    try {
      helper.send(request, files);
    } catch (ChannelException e) {
      // Its last words are in the queue, and say more than this exception.
    }
    return helper.pid();
  }

  /**
   * @throws Failure if the helper failed, died, or broke the rules
   */
  Message next() throws Failure, InterruptedException {
    return team.next(patience).message();
  }

  /** After its last message, which is believed only if the helper ends well. */
  void finish() throws Failure, InterruptedException {
    team.finish(HelperProgram.INDEX_PACK);
    team.requireEndedWell(HelperProgram.INDEX_PACK);
  }

  /** The helper said something that cannot be: it is broken, or taken over. */
  static Failure impossible(String what) {
    return Phrase.HELPER_BROKE_THE_RULES.failure("helper", what);
  }

  /** Ends the helper; from any thread. */
  void kill() {
    team.close();
  }

  @Override
  public void close() {
    kill();
  }
}
