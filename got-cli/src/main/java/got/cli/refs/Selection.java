package got.cli.refs;

import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.ipc.RefName;
import java.util.List;
import java.util.Set;

/**
 * What to fetch, and the references it becomes.
 *
 * @param branches the branches that later fetches will follow, in {@link RefOrder}; empty means all
 * @param wants the ids to ask the server for, each once; empty if the server has nothing for us
 * @param refs what to create, in {@link RefOrder}, without duplicates or names below one another
 * @param symrefs HEAD first, then {@code refs/remotes/origin/HEAD} if the server has such a HEAD
 */
public record Selection(
    HashAlgorithm algorithm,
    List<RefName> branches,
    List<ObjectId> wants,
    List<NewRef> refs,
    List<NewSymref> symrefs) {
  /** The wants that have to be commits, because branches point to them; each once. */
  public List<ObjectId> commits() {
    return refs.stream()
        .filter(ref -> ref.name().startsWith(RefSelection.HEADS))
        .map(NewRef::id)
        .distinct()
        .toList();
  }

  /** The other wants, which may be objects of any type. */
  public List<ObjectId> others() {
    Set<ObjectId> commits = Set.copyOf(commits());
    return wants.stream().filter(id -> !commits.contains(id)).toList();
  }

  /** The branch that HEAD will point to. */
  public RefName head() {
    return symrefs.getFirst().target();
  }
}
