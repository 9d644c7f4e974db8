package got.cli.refs;

import got.cli.say.ExitCode;
import got.cli.say.Failure;
import got.cli.say.Phrase;
import got.ipc.BadValueException;
import got.ipc.Limits;
import got.ipc.RefName;
import got.ipc.Text;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/** Which references the user wants: the options -a, -b, -m and -R of clone. Immutable. */
public final class RefSelection {
  public static final String REFS = "refs/";
  public static final String HEADS = "refs/heads/";
  static final String TAGS = "refs/tags/";

  private final boolean all;
  private final boolean mirror;
  private final List<RefName> branches;
  private final List<RefName> references;

  private RefSelection(
      boolean all, List<RefName> branches, List<RefName> references, boolean mirror) {
    this.all = all;
    this.branches = branches;
    this.references = references;
    this.mirror = mirror;
  }

  /**
   * @param all -a
   * @param branches -b, each with or without {@code refs/heads/}; not together with -a
   * @param references -R, each with or without {@code refs/}
   * @param mirror -m
   * @throws Failure if a name is not well formed, or is private to the other repository
   */
  public static RefSelection of(
      boolean all, List<String> branches, List<String> references, boolean mirror) throws Failure {
    Set<RefName> heads = new TreeSet<>(RefOrder.PATH);
    for (String branch : branches) {
      heads.add(name(HEADS, branch));
    }
    Set<RefName> others = new TreeSet<>(RefOrder.PATH);
    for (String reference : references) {
      RefName name = name(REFS, reference.replaceAll("/+$", ""));
      if (isPrivate(name)) {
        throw Phrase.PRIVATE_REFERENCE.failure(name);
      }
      others.add(name);
    }
    return new RefSelection(all, List.copyOf(heads), List.copyOf(others), mirror);
  }

  private static RefName name(String prefix, String typed) throws Failure {
    try {
      return RefName.check(typed.startsWith(prefix) ? typed : prefix + typed);
    } catch (BadValueException e) {
      throw new Failure(ExitCode.USAGE, e.reason());
    }
  }

  /** True for names that are about the other repository's own affairs. */
  private static boolean isPrivate(RefName name) {
    return covers("refs/got", name) || covers("refs/remotes", name);
  }

  /** True if {@code name} is {@code path} or below it; whole path components. */
  public static boolean covers(String path, RefName name) {
    return covers(path, name.latin1());
  }

  private static boolean covers(String path, String name) {
    return name.startsWith(path)
        && (name.length() == path.length() || name.charAt(path.length()) == '/');
  }

  /**
   * True for a name that -R asks for.
   *
   * @param name any text, one byte per char
   */
  public boolean isReference(String name) {
    return references.stream().anyMatch(r -> covers(r.latin1(), name));
  }

  public boolean all() {
    return all;
  }

  public boolean mirror() {
    return mirror;
  }

  /** The branches of -b, in {@link RefOrder}. */
  public List<RefName> branches() {
    return branches;
  }

  /** The references of -R, in {@link RefOrder}: each itself and whatever is below it. */
  public List<RefName> references() {
    return references;
  }

  /**
   * Beginnings of the names to ask the server for; it may send more. A prefix is no path: {@code
   * refs/hoo} also brings {@code refs/hoola}, which {@link #select} drops. Source:
   * gitprotocol-v2(5), "ref-prefix".
   */
  public List<String> prefixes() {
    Set<String> prefixes = new LinkedHashSet<>();
    prefixes.add(RefName.HEAD.latin1());
    if (branches.isEmpty()) {
      prefixes.add(HEADS);
    }
    branches.forEach(b -> prefixes.add(b.latin1()));
    prefixes.add(TAGS);
    references.forEach(r -> prefixes.add(r.latin1()));
    return List.copyOf(prefixes);
  }

  /**
   * Chooses among what the server has.
   *
   * @param advertised in any order; may hold more than was asked for
   * @throws Failure if a branch or reference asked for by name is not there, or if the list cannot
   *     be that of one repository
   */
  public Selection select(PackedRefs advertised) throws Failure {
    Advertised server = Advertised.check(advertised);
    int[] heads = branchesOf(server);
    Mapping mapping = new Mapping(advertised, mirror);
    for (int head : heads) {
      mapping.branch(head);
    }
    for (int tag : server.below(TAGS)) {
      mapping.tag(tag);
    }
    List<RefName> directories = new ArrayList<>();
    for (RefName reference : references) {
      int[] found = server.covered(reference);
      if (found.length == 0) {
        throw notFound("reference", reference.latin1From(REFS.length()));
      }
      for (int ref : found) {
        mapping.reference(ref);
      }
      if (!advertised.name(found[0]).equals(reference)) {
        directories.add(reference);
      }
    }
    if (heads.length == 0) {
      server.headId().forEach(mapping::detachedHead);
    }
    return mapping.selection(followed(server, heads), directories, symrefs(server, heads, mapping));
  }

  private int[] branchesOf(Advertised server) throws Failure {
    int[] found = server.below(HEADS);
    if (all) {
      return found;
    }
    if (branches.isEmpty()) {
      OptionalInt head = server.headBranch(found);
      return head.isPresent() ? new int[] {head.getAsInt()} : found;
    }
    int[] asked = new int[branches.size()];
    for (int i = 0; i < asked.length; i++) {
      RefName branch = branches.get(i);
      asked[i] =
          server
              .find(branch)
              .orElseThrow(() -> notFound("branch", branch.latin1From(HEADS.length())));
    }
    return asked;
  }

  private static Failure notFound(String what, String latin1) {
    String name = new String(latin1.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    return Phrase.NOT_FOUND.failure(what, Text.clean(name, Limits.QUOTED_NAME));
  }

  /**
   * The branches for the configuration; empty means all. The branch that an empty server's HEAD
   * names may never come into being, so the first one counts, whatever its name.
   */
  private List<RefName> followed(Advertised server, int[] heads) {
    if (all) {
      return List.of();
    }
    if (!branches.isEmpty()) {
      return branches;
    }
    OptionalInt head = server.headBranch(heads);
    return head.isPresent() ? List.of(server.refs().name(head.getAsInt())) : List.of();
  }

  private List<NewSymref> symrefs(Advertised server, int[] heads, Mapping mapping) {
    List<NewSymref> symrefs = new ArrayList<>();
    if (heads.length == 0) {
      if (server.headId().isEmpty()) {
        RefName branch = server.unbornBranch().stream().findFirst().orElse(Mapping.MAIN);
        symrefs.add(new NewSymref(RefName.HEAD, branch));
      }
      return symrefs;
    }
    OptionalInt head = server.headBranch(heads);
    RefName branch = server.refs().name(head.orElse(heads[0]));
    symrefs.add(new NewSymref(RefName.HEAD, branch));
    if (!mirror && head.isPresent() && server.headIs(branch)) {
      symrefs.addAll(mapping.remoteHead(branch));
    }
    return symrefs;
  }
}
