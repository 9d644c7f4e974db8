package got.ipc;

import static got.ipc.MessageRules.State.DONE;
import static got.ipc.MessageRules.State.READY;
import static got.ipc.MessageRules.State.START;
import static got.ipc.MessageRules.State.STREAM;
import static got.ipc.MessageRules.State.TAIL;

import java.util.List;

/**
 * Which message may come next in one direction of a channel.
 *
 * <p>The peer of got may have been taken over, the peer of a helper may be confused: a message that
 * the table does not list for the current state ends the conversation. Not thread-safe.
 */
public final class MessageRules {
  /** How far one direction has got. */
  enum State {
    START,
    READY,
    STREAM,
    TAIL,
    DONE
  }

  private record Rule(State before, Class<? extends Message> kind, State after) {}

  private static final List<Rule> TO_FETCH_PACK =
      List.of(
          new Rule(START, Message.ListRefs.class, DONE),
          new Rule(START, Message.Fetch.class, STREAM),
          new Rule(STREAM, Message.Wants.class, STREAM),
          new Rule(STREAM, Message.WantsEnd.class, DONE));

  private static final List<Rule> FROM_FETCH_PACK =
      List.of(
          new Rule(START, Message.Ready.class, READY),
          new Rule(READY, Message.Heard.class, READY),
          new Rule(READY, Message.Packet.class, READY),
          new Rule(READY, Message.Advertisement.class, STREAM),
          new Rule(STREAM, Message.Heard.class, STREAM),
          new Rule(STREAM, Message.Packet.class, STREAM),
          new Rule(STREAM, Message.Refs.class, STREAM),
          new Rule(STREAM, Message.RefsEnd.class, TAIL),
          new Rule(TAIL, Message.Heard.class, TAIL),
          new Rule(TAIL, Message.Packet.class, TAIL),
          new Rule(TAIL, Message.ServerText.class, TAIL),
          new Rule(TAIL, Message.Fetching.class, TAIL),
          new Rule(TAIL, Message.Fetched.class, DONE),
          new Rule(START, Message.Failed.class, DONE),
          new Rule(READY, Message.Failed.class, DONE),
          new Rule(STREAM, Message.Failed.class, DONE),
          new Rule(TAIL, Message.Failed.class, DONE));

  private static final List<Rule> TO_INDEX_PACK =
      List.of(
          new Rule(START, Message.Index.class, STREAM),
          new Rule(STREAM, Message.Tips.class, STREAM),
          new Rule(STREAM, Message.TipsEnd.class, DONE),
          new Rule(START, Message.IndexFile.class, DONE),
          new Rule(START, Message.ListFile.class, DONE));

  private static final List<Rule> FROM_INDEX_PACK =
      List.of(
          new Rule(START, Message.Ready.class, READY),
          new Rule(READY, Message.Indexing.class, READY),
          new Rule(READY, Message.Inspected.class, TAIL),
          new Rule(TAIL, Message.Indexed.class, DONE),
          new Rule(READY, Message.Entries.class, STREAM),
          new Rule(READY, Message.Listed.class, DONE),
          new Rule(STREAM, Message.Entries.class, STREAM),
          new Rule(STREAM, Message.Listed.class, DONE),
          new Rule(START, Message.Failed.class, DONE),
          new Rule(READY, Message.Failed.class, DONE),
          new Rule(TAIL, Message.Failed.class, DONE),
          new Rule(STREAM, Message.Failed.class, DONE));

  private final List<Rule> table;
  private State state = START;

  private MessageRules(List<Rule> table) {
    this.table = table;
  }

  public static MessageRules toFetchPack() {
    return new MessageRules(TO_FETCH_PACK);
  }

  public static MessageRules fromFetchPack() {
    return new MessageRules(FROM_FETCH_PACK);
  }

  public static MessageRules toIndexPack() {
    return new MessageRules(TO_INDEX_PACK);
  }

  public static MessageRules fromIndexPack() {
    return new MessageRules(FROM_INDEX_PACK);
  }

  /** Moves to the state after {@code message}; false, and no move, if it may not come now. */
  boolean advance(Message message) {
    for (Rule rule : table) {
      if (rule.before == state && rule.kind == message.getClass()) {
        state = rule.after;
        return true;
      }
    }
    return false;
  }
}
