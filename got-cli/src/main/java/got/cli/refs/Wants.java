package got.cli.refs;

import got.ipc.ObjectId;
import java.util.List;

/**
 * The ids to ask the server for, each once.
 *
 * @param commits those that have to be commits, because branches, or HEAD, point to them
 * @param others those that may be objects of any type
 */
public record Wants(List<ObjectId> commits, List<ObjectId> others) {
  /** Both, the commits first. */
  List<ObjectId> all() {
    return new LazyList<>(
        commits.size() + others.size(),
        i -> i < commits.size() ? commits.get(i) : others.get(i - commits.size()));
  }
}
