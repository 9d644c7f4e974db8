package got.cli.fetch;

import static got.cli.fetch.ServerRefs.HEADS;
import static got.cli.fetch.ServerRefs.TAGS;

import got.cli.local.LocalRefs;
import got.cli.local.RefChange;
import got.cli.local.RefValue;
import got.cli.refs.RefOrder;
import got.cli.refs.RefSelection;
import got.cli.say.ExitCode;
import got.cli.say.Failure;
import got.cli.say.Phrase;
import got.ipc.BadValueException;
import got.ipc.ObjectId;
import got.ipc.RefName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Compares what the server has with what is here. It looks at names and ids alone, so every rule of
 * got(1) about references is here.
 *
 * <p>What the server no longer has is looked for in all that it lists, and only within what the
 * remote is set up to fetch: that one branch alone was asked for makes no other one go.
 */
final class FetchPlanner {
  private static final String REFS = RefSelection.REFS;
  private static final String REMOTE_HEAD = "HEAD";

  private final Remote remote;
  private final Wish wish;
  private final Here here;
  private final ServerRefs server;

  private final Map<RefName, RefChange> changes = new LinkedHashMap<>();
  private final Set<RefName> branchesOfServer = new HashSet<>();
  private final List<FetchPlan.Rejected> rejected = new ArrayList<>();

  /**
   * Our side.
   *
   * @param checkedOut branches that must stay
   * @param bare if there is no work tree, so that HEAD may move
   * @param branch of got's work tree
   */
  record Here(
      LocalRefs refs, Collection<RefName> checkedOut, boolean bare, Optional<RefName> branch) {}

  private FetchPlanner(Remote remote, Wish wish, Here here, ServerRefs server) {
    this.remote = remote;
    this.wish = wish;
    this.here = here;
    this.server = server;
  }

  /**
   * @throws Failure if something that was asked for by name is not there
   */
  static FetchPlan plan(Remote remote, Wish wish, Here here, ServerRefs server) throws Failure {
    FetchPlanner planner = new FetchPlanner(remote, wish, here, server);
    planner.updates();
    planner.heads();
    if (wish.prune()) {
      planner.prune();
    }
    planner.requireFree();
    return planner.plan();
  }

  /**
   * Beginnings of the names to ask the server for. With -d all that may be pruned is compared, so
   * all of it is asked for.
   */
  static List<String> prefixes(Remote remote, Wish wish) {
    Set<String> prefixes = new LinkedHashSet<>();
    prefixes.add(RefName.HEAD.latin1());
    if (remote.everything()) {
      prefixes.add(REFS);
      return List.copyOf(prefixes);
    }
    if (wish.branches().isEmpty() || wish.prune()) {
      prefixes.add(HEADS);
    }
    wish.branches().forEach(b -> prefixes.add(b.latin1()));
    prefixes.add(TAGS);
    wish.references().forEach(r -> prefixes.add(r.latin1()));
    if (wish.references().isEmpty() || wish.prune()) {
      remote.references().forEach(r -> prefixes.add(r.latin1()));
    }
    return List.copyOf(prefixes);
  }

  private static RefName name(String latin1) throws Failure {
    try {
      return RefName.check(latin1.getBytes(StandardCharsets.ISO_8859_1));
    } catch (BadValueException e) {
      throw new Failure(ExitCode.SERVER, e.reason());
    }
  }

  private static String text(RefName name, String prefix) {
    byte[] bytes = name.latin1From(prefix.length()).getBytes(StandardCharsets.ISO_8859_1);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Whether all is taken as it is. */
  private boolean takesEverything() {
    return remote.mirror()
        && remote.everything()
        && wish.branches().isEmpty()
        && wish.references().isEmpty();
  }

  private void updates() throws Failure {
    if (takesEverything()) {
      for (Map.Entry<RefName, ObjectId> ref : server.refs().entrySet()) {
        force(ref.getKey(), ref.getValue(), ref.getKey().startsWith(HEADS));
      }
      return;
    }
    for (RefName branch : branches()) {
      branch(branch);
    }
    for (RefName tag : server.below(TAGS)) {
      tag(tag);
    }
    for (RefName reference : references()) {
      reference(reference);
    }
  }

  private ObjectId id(RefName name) {
    ObjectId id = server.refs().get(name);
    if (id == null) {
      throw new IllegalStateException("not listed: " + name);
    }
    return id;
  }

  private List<RefName> branches() throws Failure {
    List<RefName> all = server.below(HEADS);
    if (!wish.branches().isEmpty()) {
      for (RefName branch : wish.branches()) {
        if (!server.has(branch)) {
          throw Phrase.NOT_FOUND.failure("branch", text(branch, HEADS));
        }
      }
      return wish.branches();
    }
    if (wish.all() || remote.all()) {
      return all;
    }
    if (!remote.branches().isEmpty()) {
      return remote.branches().stream().filter(server::has).toList();
    }
    if (here.branch().isPresent() && server.has(here.branch().get())) {
      return List.of(here.branch().get());
    }
    return server.headBranch().map(List::of).orElse(all);
  }

  private List<RefName> references() throws Failure {
    boolean asked = !wish.references().isEmpty();
    List<RefName> found = new ArrayList<>();
    for (RefName reference : asked ? wish.references() : remote.references()) {
      List<RefName> some =
          server.refs().keySet().stream()
              .filter(name -> RefSelection.covers(reference.latin1(), name))
              .toList();
      if (some.isEmpty() && asked) {
        throw Phrase.NOT_FOUND.failure("reference", text(reference, REFS));
      }
      found.addAll(some);
    }
    return found;
  }

  /** A branch is remembered as the server's; ours of that name is made, and then left alone. */
  private void branch(RefName branch) throws Failure {
    ObjectId id = id(branch);
    if (remote.mirror()) {
      force(branch, id, true);
      return;
    }
    force(name(remote.directory() + branch.latin1From(HEADS.length())), id, true);
    if (here.refs().value(branch) instanceof RefValue.Absent
        && here.refs().excluding(branch, _ -> false).isEmpty()) {
      put(branch, RefValue.NONE, id, true);
    }
  }

  private void tag(RefName tag) throws Failure {
    ObjectId id = id(tag);
    RefValue now = here.refs().value(tag);
    boolean differs = !now.equals(new RefValue.Direct(id));
    if (differs && !(now instanceof RefValue.Absent) && !remote.mirror() && !wish.moveTags()) {
      rejected.add(new FetchPlan.Rejected(tag, id));
    } else {
      put(tag, now, id, false);
    }
  }

  private void reference(RefName reference) throws Failure {
    if (RefSelection.covers("refs/tags", reference)) {
      tag(reference);
    } else if (remote.mirror()) {
      force(reference, id(reference), false);
    } else {
      String name = remote.directory() + reference.latin1From(REFS.length());
      force(name(name), id(reference), false);
    }
  }

  private void force(RefName name, ObjectId id, boolean commit) throws Failure {
    RefValue now = here.refs().value(name);
    boolean moves = !now.equals(new RefValue.Direct(id)) && !(now instanceof RefValue.Absent);
    if (moves && remote.mirror() && !here.bare() && here.checkedOut().contains(name)) {
      throw new Failure(ExitCode.FAILED, "branch is checked out, and cannot be mirrored: " + name);
    }
    put(name, now, id, commit);
  }

  private void put(RefName name, RefValue now, ObjectId id, boolean commit) {
    changes.put(name, new RefChange(name, now, new RefValue.Direct(id)));
    if (commit || name.startsWith(HEADS)) {
      branchesOfServer.add(name);
    }
  }

  private void set(RefName name, RefValue value) {
    RefValue now = here.refs().value(name);
    changes.put(name, new RefChange(name, now, value));
  }

  /** HEAD of a mirror, or what we remember as the server's HEAD, follows the server. */
  private void heads() throws Failure {
    Optional<RefName> target = server.headTarget();
    if (target.isEmpty()) {
      return;
    }
    if (remote.mirror()) {
      boolean moves = here.bare() && willBe(target.get());
      if (moves) {
        set(RefName.HEAD, new RefValue.Symbolic(target.get()));
      }
      return;
    }
    RefName head = name(remote.directory() + REMOTE_HEAD);
    RefName branch = name(remote.directory() + target.get().latin1From(HEADS.length()));
    boolean free = changes.keySet().stream().noneMatch(n -> RefSelection.covers(head.latin1(), n));
    if (free && willBe(branch)) {
      set(head, new RefValue.Symbolic(branch));
    }
  }

  private boolean willBe(RefName name) {
    return changes.containsKey(name) || !(here.refs().value(name) instanceof RefValue.Absent);
  }

  private void prune() throws Failure {
    for (RefName name : here.refs().values().keySet()) {
      boolean goes = remote.mirror() ? mirrorLost(name) : remoteLost(name);
      if (goes && !changes.containsKey(name)) {
        delete(name);
      }
    }
    if (!remote.mirror()) {
      pruneRemoteHead();
    }
  }

  private void delete(RefName name) throws Failure {
    RefValue old = here.refs().value(name);
    set(name, RefValue.NONE);
    if (remote.mirror() || !name.startsWith(remote.directory())) {
      return;
    }
    RefName own = name(HEADS + name.latin1From(remote.directory().length()));
    boolean same = here.refs().value(own).equals(old);
    if (same && !here.checkedOut().contains(own) && !server.has(own) && !changes.containsKey(own)) {
      set(own, RefValue.NONE);
    }
  }

  private boolean tagLost(RefName name) {
    return wish.moveTags() && name.startsWith(TAGS) && !server.has(name);
  }

  private boolean mirrorLost(RefName name) {
    if (name.startsWith(TAGS) || server.has(name)) {
      return tagLost(name);
    }
    boolean configured = remote.everything() || follows(name) || refersTo(name);
    return configured && !protectedHere(name);
  }

  /** HEAD's branch stays, and so does that of a work tree; HEAD may be about to leave it. */
  private boolean protectedHere(RefName name) {
    RefChange head = changes.get(RefName.HEAD);
    if (head == null) {
      return here.checkedOut().contains(name);
    }
    if (head.to().equals(new RefValue.Symbolic(name))) {
      return true;
    }
    return here.checkedOut().contains(name) && !head.from().equals(new RefValue.Symbolic(name));
  }

  private boolean remoteLost(RefName name) throws Failure {
    if (!name.startsWith(remote.directory())) {
      return tagLost(name);
    }
    String rest = name.latin1From(remote.directory().length());
    if (rest.equals(REMOTE_HEAD)) {
      return false;
    }
    RefName branch = name(HEADS + rest);
    RefName reference = name(REFS + rest);
    boolean there = server.has(branch) || (refersTo(reference) && server.has(reference));
    return !there && (follows(branch) || refersTo(reference));
  }

  /** True for a branch that the remote is set up to follow, or that was asked for. */
  private boolean follows(RefName branch) {
    return branch.startsWith(HEADS)
        && (remote.all()
            || wish.all()
            || remote.branches().isEmpty()
            || remote.branches().contains(branch)
            || wish.branches().contains(branch));
  }

  private boolean refersTo(RefName name) {
    return remote.references().stream().anyMatch(r -> RefSelection.covers(r.latin1(), name))
        || wish.references().stream().anyMatch(r -> RefSelection.covers(r.latin1(), name));
  }

  /** What we remember as the server's HEAD must not lead to what goes. */
  private void pruneRemoteHead() throws Failure {
    RefName head = name(remote.directory() + REMOTE_HEAD);
    if (!changes.containsKey(head)
        && here.refs().value(head) instanceof RefValue.Symbolic(RefName target)
        && changes.containsKey(target)
        && changes.get(target).to() instanceof RefValue.Absent) {
      set(head, RefValue.NONE);
    }
  }

  /**
   * Says before anything is fetched that names exclude one another: a new one others, as those that
   * are here do not.
   */
  private void requireFree() throws Failure {
    List<RefChange> made = changes.values().stream().filter(FetchPlanner::makes).toList();
    if (made.isEmpty()) {
      return;
    }
    requireFreeOfOneAnother();
    for (RefChange change : made) {
      Optional<RefName> other =
          here.refs()
              .excluding(
                  change.name(),
                  n -> changes.containsKey(n) && changes.get(n).to() instanceof RefValue.Absent);
      if (other.isPresent()) {
        throw new Failure(
            ExitCode.FAILED,
            "references exclude one another: " + change.name() + " and " + other.get(),
            wish.prune() ? "" : "-d deletes what the server no longer has");
      }
    }
  }

  private static boolean makes(RefChange change) {
    return change.from() instanceof RefValue.Absent
        && !(change.to() instanceof RefValue.Absent)
        && !change.name().equals(RefName.HEAD);
  }

  /** A server can list names that exclude one another, which would make every later fetch fail. */
  private void requireFreeOfOneAnother() throws Failure {
    List<RefName> names = new ArrayList<>();
    for (RefChange change : changes.values()) {
      if (!(change.to() instanceof RefValue.Absent) && !change.name().equals(RefName.HEAD)) {
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

  private FetchPlan plan() {
    List<RefChange> made = new ArrayList<>();
    for (RefChange change : changes.values()) {
      if (!change.from().equals(change.to())) {
        made.add(change);
      }
    }
    made.sort(Comparator.comparing(RefChange::name, RefOrder.PATH));
    rejected.sort(Comparator.comparing(FetchPlan.Rejected::name, RefOrder.PATH));
    Set<ObjectId> commits = new LinkedHashSet<>();
    Set<ObjectId> others = new LinkedHashSet<>();
    want(made, commits, others);
    return new FetchPlan(
        List.copyOf(made), List.copyOf(rejected), List.copyOf(commits), List.copyOf(others));
  }

  private void want(List<RefChange> made, Set<ObjectId> commits, Set<ObjectId> others) {
    if (made.isEmpty()) {
      return;
    }
    Set<ObjectId> known = here.refs().ids();
    Set<ObjectId> branches = here.refs().idsBelow(HEADS);
    for (RefChange change : made) {
      if (change.to() instanceof RefValue.Direct(ObjectId id)) {
        // What only a tag has here need not be a commit.
        if (branchesOfServer.contains(change.name()) && !branches.contains(id)) {
          commits.add(id);
        } else if (!known.contains(id)) {
          others.add(id);
        }
      }
    }
    others.removeAll(commits);
  }
}
