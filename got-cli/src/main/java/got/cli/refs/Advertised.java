package got.cli.refs;

import got.cli.say.ExitCode;
import got.cli.say.Failure;
import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.ipc.RefName;
import got.ipc.RemoteRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The references of the server, sorted, and its HEAD in whatever state that is. */
final class Advertised {
  private final TreeMap<RefName, ObjectId> refs = new TreeMap<>(RefOrder.PATH);
  private Optional<RemoteRef> head = Optional.empty();

  private Advertised() {}

  /**
   * @throws Failure if a name appears twice, or an id is that of no object or of another algorithm
   */
  static Advertised check(HashAlgorithm algorithm, List<RemoteRef> advertised) throws Failure {
    Advertised result = new Advertised();
    for (RemoteRef ref : advertised) {
      if (!result.add(ref)) {
        throw protocol("server sent a reference twice: " + ref.name());
      }
      switch (ref) {
        case RemoteRef.Direct direct -> check(algorithm, direct.id(), ref);
        case RemoteRef.Symbolic symbolic -> check(algorithm, symbolic.id(), ref);
        case RemoteRef.Unborn _ -> {}
      }
    }
    return result;
  }

  private static void check(HashAlgorithm algorithm, ObjectId id, RemoteRef ref) throws Failure {
    if (id.algorithm() != algorithm) {
      throw protocol("server mixes hash algorithms: " + ref.name());
    }
    if (id.isZero()) {
      throw protocol("server sent a reference to nothing: " + ref.name());
    }
  }

  private static Failure protocol(String text) {
    return new Failure(ExitCode.SERVER, text);
  }

  /** False if the name is there already. */
  private boolean add(RemoteRef ref) {
    if (ref.name().equals(RefName.HEAD)) {
      boolean first = head.isEmpty();
      head = Optional.of(ref);
      return first;
    }
    return switch (ref) {
      case RemoteRef.Direct(RefName name, ObjectId id) -> refs.put(name, id) == null;
      case RemoteRef.Symbolic(RefName name, _, ObjectId id) -> refs.put(name, id) == null;
      case RemoteRef.Unborn _ -> true;
    };
  }

  Optional<NewRef> find(RefName name) {
    return Optional.ofNullable(refs.get(name)).map(id -> new NewRef(name, id));
  }

  /** What begins with {@code prefix}, in {@link RefOrder}. */
  List<NewRef> below(String prefix) {
    return list(name -> name.startsWith(prefix));
  }

  /** {@code path} itself and what is below it, in {@link RefOrder}. */
  List<NewRef> covered(RefName path) {
    return list(name -> RefSelection.covers(path.latin1(), name));
  }

  private List<NewRef> list(Predicate<RefName> wanted) {
    List<NewRef> found = new ArrayList<>();
    refs.forEach(
        (name, id) -> {
          if (wanted.test(name)) {
            found.add(new NewRef(name, id));
          }
        });
    return found;
  }

  /**
   * The one of {@code branches} that HEAD points to, or nothing. An old server, or a detached HEAD,
   * tells only the id: then it is the first branch with that id.
   */
  List<NewRef> headBranch(List<NewRef> branches) {
    Predicate<NewRef> isHead =
        switch (head.orElse(null)) {
          case RemoteRef.Symbolic(_, RefName target, _) -> b -> b.name().equals(target);
          case RemoteRef.Direct(_, ObjectId id) -> b -> b.id().equals(id);
          case RemoteRef.Unborn _ -> _ -> false;
          case null -> _ -> false;
        };
    return branches.stream().filter(isHead).findFirst().stream().toList();
  }

  /** True if the server said which branch its HEAD is. */
  boolean headIsSymbolic() {
    return head.orElse(null) instanceof RemoteRef.Symbolic;
  }

  /** The branch that HEAD points to although it does not exist yet, or nothing. */
  List<RefName> unbornBranch() {
    return head.orElse(null) instanceof RemoteRef.Unborn(_, RefName target)
            && target.startsWith(RefSelection.HEADS)
        ? List.of(target)
        : List.of();
  }
}
