package got.ipc;

import java.util.ArrayList;
import java.util.List;

/** The table of one direction of a talk: which message may come in which state. */
public final class Rules {
  /** The states that every helper's replies have, around those of its own talk. */
  private enum Life {
    STARTING,
    FAILED
  }

  private final Enum<?> first;
  private final List<Rule<?>> rows;

  private Rules(Enum<?> first, List<Rule<?>> rows) {
    this.first = first;
    this.rows = rows;
  }

  /**
   * @param first the state before anything was said
   */
  public static <Q> Rules ofRequests(Enum<?> first, List<Rule<Q>> rows) {
    return new Rules(first, List.copyOf(rows));
  }

  /**
   * Adds what holds for every helper: it says {@link FromHelper.Ready} before anything else, and
   * until its last message it may give up with {@link FromHelper.Failed} instead.
   *
   * @param first the state after it is ready
   */
  public static <R> Rules ofReplies(Enum<?> first, List<Rule<R>> rows) {
    List<Rule<?>> all = new ArrayList<>(rows);
    all.add(new Rule<>(Life.STARTING, FromHelper.Ready.class, first));
    all.add(new Rule<>(Life.STARTING, FromHelper.Failed.class, Life.FAILED));
    List<Enum<?>> states = new ArrayList<>();
    for (Rule<R> row : rows) {
      if (!states.contains(row.now())) {
        states.add(row.now());
        all.add(new Rule<>(row.now(), FromHelper.Failed.class, Life.FAILED));
      }
    }
    return new Rules(Life.STARTING, List.copyOf(all));
  }

  Enum<?> first() {
    return first;
  }

  List<Rule<?>> rows() {
    return rows;
  }
}
