package got.cli.refs;

import got.cli.say.ExitCode;
import got.cli.say.Failure;
import got.cli.say.Phrase;
import got.ipc.BadValueException;
import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.ipc.RefName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Collects the references of the new repository under the names they have there. */
final class Mapping {
  static final RefName MAIN = known(RefSelection.HEADS + "main");
  private static final String ORIGIN = "refs/remotes/origin/";
  private static final RefName ORIGIN_HEAD = known(ORIGIN + "HEAD");

  private final boolean mirror;
  private final Map<RefName, ObjectId> refs = new TreeMap<>(RefOrder.PATH);
  private final Set<ObjectId> wants = new LinkedHashSet<>();

  Mapping(boolean mirror) {
    this.mirror = mirror;
  }

  /** A branch is ours and, unless mirrored, also remembered as the server's. */
  void branch(NewRef branch) throws Failure {
    put(branch.name(), branch.id());
    if (!mirror) {
      put(origin(branch.name().latin1From(RefSelection.HEADS.length())), branch.id());
    }
  }

  void tag(NewRef tag) throws Failure {
    put(tag.name(), tag.id());
  }

  /** A reference of -R: the server's, unless mirrored; a tag is in place in any case. */
  void reference(NewRef ref) throws Failure {
    boolean inPlace = mirror || RefSelection.covers("refs/tags", ref.name());
    put(inPlace ? ref.name() : origin(ref.name().latin1From(RefSelection.REFS.length())), ref.id());
  }

  private void put(RefName name, ObjectId id) throws Failure {
    ObjectId before = refs.put(name, id);
    if (before != null && !before.equals(id)) {
      throw conflict(name, name);
    }
    wants.add(id);
  }

  /** The server's HEAD, unless a branch of that name takes its place. */
  List<NewSymref> remoteHead(RefName branch) throws Failure {
    if (refs.keySet().stream().anyMatch(n -> RefSelection.covers(ORIGIN_HEAD.latin1(), n))) {
      return List.of();
    }
    RefName target = origin(branch.latin1From(RefSelection.HEADS.length()));
    return List.of(new NewSymref(ORIGIN_HEAD, target));
  }

  /**
   * @throws Failure if a name is a directory on the way to another one: no repository can hold both
   */
  Selection selection(HashAlgorithm algorithm, List<RefName> branches, List<NewSymref> symrefs)
      throws Failure {
    RefName last = RefName.HEAD;
    for (RefName name : refs.keySet()) {
      if (RefSelection.covers(last.latin1(), name)) {
        throw conflict(last, name);
      }
      last = name;
    }
    List<NewRef> created = new ArrayList<>();
    refs.forEach((name, id) -> created.add(new NewRef(name, id)));
    return new Selection(
        algorithm, List.copyOf(branches), List.copyOf(wants), created, List.copyOf(symrefs));
  }

  private static Failure conflict(RefName one, RefName other) {
    return Phrase.REFS_EXCLUDE.failure(one, other);
  }

  /** A name below refs/remotes/origin/; longer than the server's, so perhaps too long. */
  private static RefName origin(String latin1) throws Failure {
    try {
      return RefName.check((ORIGIN + latin1).getBytes(StandardCharsets.ISO_8859_1));
    } catch (BadValueException e) {
      throw new Failure(ExitCode.SERVER, e.reason());
    }
  }

  private static RefName known(String name) {
    try {
      return RefName.check(name);
    } catch (BadValueException e) {
      throw new IllegalStateException(e);
    }
  }
}
