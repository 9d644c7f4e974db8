package got.cli.fetch;

import got.cli.local.CheckedOut;
import got.cli.local.RefChange;
import got.cli.local.RefValue;
import got.ipc.ObjectId;
import got.ipc.RefName;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a fetch is to do.
 *
 * @param changes of our references, in the order in which they are told
 * @param rejected tags that exist and are not to move, with the server's ids
 * @param commits ids that branches get, that no branch of ours has, and that must be commits
 * @param others other ids that changes need and no reference of ours has, of objects of any type
 */
record FetchPlan(
    List<RefChange> changes,
    List<Rejected> rejected,
    List<ObjectId> commits,
    List<ObjectId> others) {
  /**
   * A tag that the server has elsewhere.
   *
   * @param old what it is here
   * @param id what it is there
   */
  record Rejected(RefName name, RefValue old, ObjectId id) {}

  boolean needsObjects() {
    return !commits.isEmpty() || !others.isEmpty();
  }

  /** False if nobody can stand on what this changes, wherever all have gone meanwhile. */
  boolean mayTake() {
    return changes.stream().anyMatch(c -> c.deletes() || c.name().startsWith(ServerRefs.HEADS));
  }

  /** A reference that this changes although somebody stands on it. */
  Optional<RefName> takenFrom(CheckedOut checkedOut) {
    boolean headLeaves = changes.stream().anyMatch(c -> c.name().equals(RefName.HEAD));
    return changes.stream()
        .filter(change -> checkedOut.forbids(change, headLeaves))
        .map(RefChange::name)
        .findFirst();
  }

  /** The same changes, for which these objects are here already. */
  FetchPlan without(Set<ObjectId> here) {
    return new FetchPlan(
        changes,
        rejected,
        commits.stream().filter(id -> !here.contains(id)).toList(),
        others.stream().filter(id -> !here.contains(id)).toList());
  }
}
