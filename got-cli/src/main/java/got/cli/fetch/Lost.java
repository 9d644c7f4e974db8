package got.cli.fetch;

import static got.cli.fetch.ServerRefs.HEADS;
import static got.cli.fetch.ServerRefs.TAGS;
import static got.cli.refs.RefSelection.REFS;

import got.cli.local.LocalRefs;
import got.cli.local.RefValue;
import got.cli.refs.RefSelection;
import got.cli.say.Failure;
import got.ipc.RefName;
import java.util.function.Predicate;

/**
 * Which of our references the server no longer has, within what the settings, or -a and -R, name. A
 * branch that comes because nobody names one is not among them.
 */
final class Lost {
  private final Remote remote;
  private final Wish wish;
  private final LocalRefs refs;
  private final ServerRefs server;
  private final Predicate<RefName> kept;

  /**
   * @param kept true for one that stays in any case
   */
  Lost(Remote remote, Wish wish, LocalRefs refs, ServerRefs server, Predicate<RefName> kept) {
    this.remote = remote;
    this.wish = wish;
    this.refs = refs;
    this.server = server;
    this.kept = kept;
  }

  /**
   * True for one that -d deletes.
   *
   * @param tags if tags may go
   */
  boolean covers(RefName name, boolean tags) throws Failure {
    if (name.startsWith(TAGS)) {
      return tags && !server.has(name);
    }
    return remote.mirror() ? mirrorLost(name) : remoteLost(name);
  }

  private boolean mirrorLost(RefName name) {
    boolean configured = remote.everything() || follows(name) || refersTo(name);
    return configured && !server.has(name) && !kept.test(name);
  }

  /** A symbolic reference is somebody's own: git leaves it too. */
  private boolean remoteLost(RefName name) throws Failure {
    if (!name.startsWith(remote.directory())
        || refs.value(name) instanceof RefValue.Symbolic
        || kept.test(name)) {
      return false;
    }
    String rest = name.latin1From(remote.directory().length());
    RefName branch = FetchPlanner.name(HEADS + rest);
    RefName reference = FetchPlanner.name(REFS + rest);
    boolean asReference = refersTo(reference);
    boolean there = server.has(branch) || (asReference && server.has(reference));
    return !there && (asReference || follows(branch));
  }

  /** True for a branch that settings name, or all of them with -a. */
  boolean follows(RefName branch) {
    return (wish.all() && branch.startsWith(HEADS)) || remote.branches().follow(branch);
  }

  private boolean refersTo(RefName name) {
    return remote.references().stream().anyMatch(r -> RefSelection.covers(r.latin1(), name))
        || wish.references().stream().anyMatch(r -> RefSelection.covers(r.latin1(), name));
  }
}
