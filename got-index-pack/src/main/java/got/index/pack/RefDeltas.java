package got.index.pack;

import got.ipc.ObjectId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The ref-deltas that wait for an object with their base's id to turn up.
 *
 * <p>Safe for several threads. Servers send them to clients that do not know ofs-delta, and in thin
 * packs.
 */
final class RefDeltas {
  private final Map<ObjectId, List<Integer>> waiting = new HashMap<>();

  /** Adds the row of a delta. */
  synchronized void add(ObjectId base, int row) {
    waiting.computeIfAbsent(base, b -> new ArrayList<>(1)).add(row);
  }

  synchronized boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** The rows that waited for {@code base}; they do not wait any more. */
  synchronized List<Integer> take(ObjectId base) {
    List<Integer> rows = waiting.remove(base);
    return rows == null ? List.of() : rows;
  }

  /** The bases that did not turn up. */
  synchronized List<ObjectId> missing() {
    return List.copyOf(waiting.keySet());
  }

  /** Likewise, in the order of the first delta that waits for each. */
  synchronized List<ObjectId> missingInOrder() {
    return waiting.entrySet().stream()
        .sorted(Comparator.comparing(entry -> Collections.min(entry.getValue())))
        .map(Map.Entry::getKey)
        .toList();
  }
}
