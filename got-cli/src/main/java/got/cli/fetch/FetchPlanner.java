package got.cli.fetch;

import static got.cli.fetch.ServerRefs.HEADS;
import static got.cli.fetch.ServerRefs.TAGS;

import got.cli.local.CheckedOut;
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
import java.util.Comparator;
import java.util.HashMap;
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
  private final Lost lost;

  private final Map<RefName, RefChange> changes = new LinkedHashMap<>();

  /** What the server calls that which a reference of ours gets. */
  private final Map<RefName, RefName> sources = new HashMap<>();

  private final Set<RefName> branchesOfServer = new HashSet<>();
  private final Map<RefName, FetchPlan.Rejected> rejected = new LinkedHashMap<>();

  /** Branches that are ours too, unless we have one of that name. */
  private final List<RefName> own = new ArrayList<>();

  /**
   * Our side.
   *
   * @param bare if there is no main work tree, so that HEAD may move
   * @param branch of got's work tree
   */
  record Here(LocalRefs refs, CheckedOut checkedOut, boolean bare, Optional<RefName> branch) {}

  private FetchPlanner(Remote remote, Wish wish, Here here, ServerRefs server) {
    this.remote = remote;
    this.wish = wish;
    this.here = here;
    this.server = server;
    this.lost = new Lost(remote, wish, here.refs(), server, this::isKept);
  }

  /**
   * @throws Failure if something that was asked for by name is not there
   */
  static FetchPlan plan(Remote remote, Wish wish, Here here, ServerRefs server) throws Failure {
    FetchPlanner planner = new FetchPlanner(remote, wish, here, server);
    planner.updates();
    if (remote.mirror()) {
      planner.mirrorHead();
    }
    if (wish.prune()) {
      planner.prune();
    }
    for (RefName branch : planner.own) {
      planner.makeOwn(branch);
    }
    if (!remote.mirror()) {
      planner.remoteHead();
    }
    new FreeNames(planner.changes, here.refs(), planner::hint).require();
    return planner.plan();
  }

  /**
   * Tells of branches that the settings name and the server does not have.
   *
   * @return a line for the user; empty if there is none
   * @throws Failure if there is no other branch that the settings mean: nothing would ever be
   *     fetched, and nobody would notice
   */
  static Optional<String> missing(Remote remote, Wish wish, ServerRefs server) throws Failure {
    Remote.Branches branches = remote.branches();
    if (!wish.branches().isEmpty() || wish.all() || branches.all()) {
      return Optional.empty();
    }
    List<RefName> missing = branches.names().stream().filter(b -> !server.has(b)).toList();
    if (missing.isEmpty()) {
      return Optional.empty();
    }
    Failure failure =
        Phrase.NOT_FOUND.withHint(
            "the settings of "
                + remote.name()
                + (missing.size() == 1 ? " name it" : " name them")
                + "; -l shows what the server has",
            missing.size() == 1 ? "branch" : "branches",
            String.join("\", \"", missing.stream().map(b -> text(b, HEADS)).toList()));
    if (server.below(HEADS).stream().noneMatch(branches::follow)) {
      throw failure;
    }
    return Optional.of(failure.text());
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

  static RefName name(String latin1) throws Failure {
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
        force(ref.getKey(), ref.getKey(), ref.getKey().startsWith(HEADS));
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
    Remote.Branches branches = remote.branches();
    if (wish.all() || branches.all()) {
      return all;
    }
    if (!branches.directories().isEmpty()) {
      return all.stream().filter(branches::follow).toList();
    }
    if (!branches.names().isEmpty() || !branches.others()) {
      return branches.names().stream().filter(server::has).toList();
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

  /** A branch is remembered as the server's. */
  private void branch(RefName branch) throws Failure {
    if (remote.mirror()) {
      force(branch, branch, true);
    } else {
      force(name(remote.directory() + branch.latin1From(HEADS.length())), branch, true);
      own.add(branch);
    }
  }

  /**
   * Ours of that name is made, and then left alone. One that is yet to be born in a work tree is
   * that work tree's: to make it would make its files changes.
   */
  private void makeOwn(RefName branch) throws Failure {
    if (here.refs().value(branch) instanceof RefValue.Absent
        && !here.checkedOut().workTrees().contains(branch)
        && here.refs().excluding(branch, this::goes).isEmpty()) {
      put(branch, RefValue.NONE, branch, true);
    }
  }

  private void tag(RefName tag) throws Failure {
    ObjectId id = id(tag);
    RefValue now = here.refs().value(tag);
    boolean differs = !now.equals(new RefValue.Direct(id));
    if (differs && !(now instanceof RefValue.Absent) && !remote.mirror() && !wish.moveTags()) {
      rejected.put(tag, new FetchPlan.Rejected(tag, now, id));
    } else {
      put(tag, now, tag, false);
    }
  }

  private void reference(RefName reference) throws Failure {
    if (RefSelection.covers("refs/tags", reference)) {
      tag(reference);
    } else if (remote.mirror()) {
      force(reference, reference, false);
    } else {
      String name = remote.directory() + reference.latin1From(REFS.length());
      force(name(name), reference, false);
    }
  }

  private void force(RefName name, RefName source, boolean commit) throws Failure {
    RefValue now = here.refs().value(name);
    boolean changes = !now.equals(new RefValue.Direct(id(source)));
    if (changes && here.checkedOut().workTrees().contains(name)) {
      throw new Failure(
          ExitCode.FAILED, "branch is checked out, and cannot be fetched into: " + name);
    }
    put(name, now, source, commit);
  }

  private void put(RefName name, RefValue now, RefName source, boolean commit) throws Failure {
    RefChange change = new RefChange(name, now, new RefValue.Direct(id(source)));
    RefChange other = changes.put(name, change);
    RefName otherSource = sources.put(name, source);
    if (other != null && otherSource != null && !other.to().equals(change.to())) {
      throw new Failure(
          ExitCode.FAILED, "cannot fetch both " + otherSource + " and " + source + " to " + name);
    }
    if (commit || name.startsWith(HEADS)) {
      branchesOfServer.add(name);
    }
  }

  private void set(RefName name, RefValue value) {
    RefValue now = here.refs().value(name);
    changes.put(name, new RefChange(name, now, value));
  }

  /** HEAD of a mirror follows the server's, among the branches that the mirror follows. */
  private void mirrorHead() {
    Optional<RefName> target = server.headTarget();
    if (target.isPresent()
        && here.bare()
        && (changes.containsKey(target.get()) || lost.follows(target.get()))
        && willBe(target.get())) {
      set(RefName.HEAD, new RefValue.Symbolic(target.get()));
    }
  }

  /**
   * What we remember as the server's HEAD follows it, makes room for branches that begin with
   * {@code HEAD/}, and must not lead to what goes.
   */
  private void remoteHead() throws Failure {
    RefName head = name(remote.directory() + REMOTE_HEAD);
    RefChange change = changes.get(head);
    if (change != null && !change.deletes()) {
      return; // A branch of that name takes its place.
    }
    boolean symbolic = here.refs().value(head) instanceof RefValue.Symbolic;
    boolean below =
        changes.values().stream()
            .anyMatch(c -> !c.deletes() && RefSelection.covers(head.latin1(), c.name()));
    if (below) {
      if (symbolic) {
        set(head, RefValue.NONE);
      }
      return;
    }
    Optional<RefName> target = server.headTarget();
    // A symbolic reference needs a file, in whose place there is a directory until the next fetch.
    if (target.isPresent() && here.refs().excluding(head, _ -> false).isEmpty()) {
      RefName branch = name(remote.directory() + target.get().latin1From(HEADS.length()));
      if (willBe(branch)) {
        set(head, new RefValue.Symbolic(branch));
        return;
      }
    }
    if (here.refs().value(head) instanceof RefValue.Symbolic(RefName old) && goes(old)) {
      set(head, RefValue.NONE);
    }
  }

  private boolean goes(RefName name) {
    RefChange change = changes.get(name);
    return change != null && change.deletes();
  }

  private boolean willBe(RefName name) {
    RefChange change = changes.get(name);
    return change == null
        ? !(here.refs().value(name) instanceof RefValue.Absent)
        : !change.deletes();
  }

  private void prune() throws Failure {
    for (RefName name : here.refs().values().keySet()) {
      if (!changes.containsKey(name) && lost.covers(name, wish.moveTags())) {
        delete(name);
      }
    }
  }

  /** With it goes our branch if that holds no more, and nobody stands on it. */
  private void delete(RefName name) throws Failure {
    RefValue old = here.refs().value(name);
    set(name, RefValue.NONE);
    if (remote.mirror() || !name.startsWith(remote.directory())) {
      return;
    }
    RefName branch = name(HEADS + name.latin1From(remote.directory().length()));
    boolean same = here.refs().value(branch).equals(old);
    if (same && lost.follows(branch) && !server.has(branch) && !isKept(branch)) {
      set(branch, RefValue.NONE);
    }
  }

  /** HEAD's branch stays, and so does that of a work tree; HEAD may be about to leave it. */
  private boolean isKept(RefName name) {
    RefChange head = changes.get(RefName.HEAD);
    if (head == null || head.from().equals(head.to())) {
      return here.checkedOut().keeps(name, false);
    }
    return head.to().equals(new RefValue.Symbolic(name)) || here.checkedOut().keeps(name, true);
  }

  /** How to get rid of one that is in the way; empty if no option does. */
  private String hint(RefName inTheWay) throws Failure {
    boolean tag = inTheWay.startsWith(TAGS);
    boolean tried = wish.prune() && (!tag || wish.moveTags());
    if (tried || !lost.covers(inTheWay, true)) {
      return "";
    }
    return (tag ? "-d -t" : "-d") + " deletes what the server no longer has";
  }

  private FetchPlan plan() {
    List<RefChange> made = new ArrayList<>();
    for (RefChange change : changes.values()) {
      if (!change.from().equals(change.to())) {
        made.add(change);
      }
    }
    made.sort(Comparator.comparing(RefChange::name, RefOrder.PATH));
    List<FetchPlan.Rejected> left = new ArrayList<>(rejected.values());
    left.sort(Comparator.comparing(FetchPlan.Rejected::name, RefOrder.PATH));
    Set<ObjectId> commits = new LinkedHashSet<>();
    Set<ObjectId> others = new LinkedHashSet<>();
    want(made, commits, others);
    return new FetchPlan(
        List.copyOf(made), List.copyOf(left), List.copyOf(commits), List.copyOf(others));
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
