package got.cli.clone;

import got.cli.process.HelperListener;
import got.cli.process.HelperProgram;
import got.cli.say.Failure;
import got.cli.say.Phrase;
import got.ipc.index.IndexTalk;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** What got-index-pack says of the pack that got-fetch-pack passes on to it. */
public final class IndexingSession implements HelperListener<IndexTalk.Reply> {
  private final ServerSession server;
  private final CloneListener listener;
  private final BooleanSupplier handed;
  private long bytes;
  private List<IndexTalk.Indexed> indexed = List.of();

  /**
   * @param handed true once got-index-pack has its end of the pipe; before that it can take nothing
   */
  public IndexingSession(ServerSession server, CloneListener listener, BooleanSupplier handed) {
    this.server = server;
    this.listener = listener;
    this.handed = handed;
  }

  /** The claim it ended with, or nothing yet. */
  public List<IndexTalk.Indexed> indexed() {
    return indexed;
  }

  @Override
  public void reply(IndexTalk.Reply reply) throws Failure {
    switch (reply) {
      case IndexTalk.Indexing m -> {
        bytes = m.bytes();
        listener.indexing(m);
      }
      case IndexTalk.Inspected m -> listener.inspected(m);
      case IndexTalk.Indexed m -> indexed = List.of(m);
      case IndexTalk.Entries _, IndexTalk.Listed _ ->
          throw ServerSession.impossible("answer to another request");
    }
  }

  /**
   * One that does not take what got-fetch-pack has for it keeps that one from reading, and a server
   * that is not read from has to be silent.
   */
  @Override
  public Optional<Failure> silent(Duration time) {
    boolean has = server.packBytes().isPresent() || server.passedOn() > bytes;
    return has && handed.getAsBoolean() && indexed.isEmpty()
        ? Optional.of(
            Phrase.HELPER_HANGS.failure(HelperProgram.INDEX_PACK.programName(), time.toSeconds()))
        : Optional.empty();
  }
}
