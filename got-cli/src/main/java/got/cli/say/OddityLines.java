package got.cli.say;

import got.ipc.index.IndexTalk;
import java.util.List;

/** What {@code -v} says of the objects of a pack: {@code zero-padded file mode: 12 objects}. */
public final class OddityLines {
  private OddityLines() {}

  /** A line for each kind, in the order in which the helper knows them. */
  public static List<String> of(IndexTalk.Inspected inspected) {
    return inspected.oddities().stream()
        .map(o -> o.name() + ": " + o.objects() + (o.objects() == 1 ? " object" : " objects"))
        .toList();
  }
}
