package got.cli.index;

import got.ipc.ObjectId;
import java.util.ArrayList;
import java.util.List;

/** Cuts lists of ids into messages. */
public final class IdBatches {
  /** Ids in one message; well below the limit of a frame. */
  private static final int IDS_PER_MESSAGE = 1024;

  private IdBatches() {}

  /** Views of the list, in its order. */
  public static List<List<ObjectId>> of(List<ObjectId> ids) {
    List<List<ObjectId>> batches = new ArrayList<>();
    for (int i = 0; i < ids.size(); i += IDS_PER_MESSAGE) {
      batches.add(ids.subList(i, Math.min(ids.size(), i + IDS_PER_MESSAGE)));
    }
    return batches;
  }
}
