package got.cli.fetch;

import got.cli.local.LocalRefs;
import got.cli.local.RefChange;
import got.cli.local.RefValue;
import got.cli.refs.RefOrder;
import got.cli.refs.RefSelection;
import got.cli.say.ExitCode;
import got.cli.say.Failure;
import got.cli.say.Phrase;
import got.ipc.RefName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says before anything is fetched that names exclude one another, as a file and a directory do. */
final class FreeNames {
  private final Map<RefName, RefChange> changes;
  private final LocalRefs refs;
  private final Hint hint;

  /** What to do about a reference that is in the way. */
  interface Hint {
    String of(RefName inTheWay) throws Failure;
  }

  FreeNames(Map<RefName, RefChange> changes, LocalRefs refs, Hint hint) {
    this.changes = changes;
    this.refs = refs;
    this.hint = hint;
  }

  /** A new name is looked at beside others; those that are here do not exclude one another. */
  void require() throws Failure {
    List<RefChange> made = changes.values().stream().filter(FreeNames::makes).toList();
    if (made.isEmpty()) {
      return;
    }
    requireOfOneAnother();
    for (RefChange change : made) {
      Optional<RefName> other =
          refs.excluding(change.name(), n -> changes.containsKey(n) && changes.get(n).deletes());
      if (other.isPresent()) {
        throw new Failure(
            ExitCode.FAILED,
            "references exclude one another: " + change.name() + " and " + other.get(),
            hint.of(other.get()));
      }
    }
  }

  private static boolean makes(RefChange change) {
    return change.from() instanceof RefValue.Absent
        && !change.deletes()
        && !change.name().equals(RefName.HEAD);
  }

  /** A server can list names that exclude one another, which would make every later fetch fail. */
  private void requireOfOneAnother() throws Failure {
    List<RefName> names = new ArrayList<>();
    for (RefChange change : changes.values()) {
      if (!change.deletes() && !change.name().equals(RefName.HEAD)) {
        names.add(change.name());
      }
    }
    names.sort(RefOrder.PATH);
    for (int i = 1; i < names.size(); i++) {
      if (RefSelection.covers(names.get(i - 1).latin1(), names.get(i))) {
        throw Phrase.REFS_EXCLUDE.failure(names.get(i - 1), names.get(i));
      }
    }
  }
}
