package got.cli.refs;

import got.cli.say.Failure;
import got.ipc.ObjectId;
import got.ipc.RefName;
import got.ipc.RemoteRef;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** The references of the server, sorted, and its HEAD in whatever state that is. */
final class Advertised {
  private final PackedRefs refs;
  private final int[] order;
  private final Optional<RemoteRef> head;

  private Advertised(PackedRefs refs, int[] order) {
    this.refs = refs;
    this.order = order;
    this.head = refs.head().stream().findFirst();
  }

  /**
   * @throws Failure if a name appears twice and the two are not the same
   */
  static Advertised check(PackedRefs refs) throws Failure {
    return new Advertised(refs, refs.inOrder());
  }

  PackedRefs refs() {
    return refs;
  }

  OptionalInt find(RefName name) {
    return IntStream.of(below(name.latin1()))
        .filter(ref -> refs.nameLength(ref) == name.latin1().length())
        .findFirst();
  }

  /** What begins with {@code prefix}, in {@link RefOrder}. */
  int[] below(String prefix) {
    return list(ref -> startsWith(ref, prefix));
  }

  /** {@code path} itself and what is below it, in {@link RefOrder}. */
  int[] covered(RefName path) {
    int length = path.latin1().length();
    return list(
        ref ->
            startsWith(ref, path.latin1())
                && (refs.nameLength(ref) == length || refs.nameByte(ref, length) == '/'));
  }

  private boolean startsWith(int ref, String latin1) {
    if (refs.nameLength(ref) < latin1.length()) {
      return false;
    }
    for (int i = 0; i < latin1.length(); i++) {
      if (refs.nameByte(ref, i) != latin1.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private int[] list(IntPredicate wanted) {
    return IntStream.of(order).filter(wanted).toArray();
  }

  /**
   * The one of {@code branches} that HEAD points to, or nothing. An old server, or a detached HEAD,
   * tells only the id, and a server may hide the branch that it tells: then it is the first branch
   * with that id.
   */
  OptionalInt headBranch(int[] branches) {
    return switch (head.orElse(null)) {
      case RemoteRef.Symbolic(_, RefName target, ObjectId id) -> {
        OptionalInt named =
            IntStream.of(branches).filter(b -> refs.name(b).equals(target)).findFirst();
        yield named.isPresent() ? named : withId(branches, id);
      }
      case RemoteRef.Direct(_, ObjectId id) -> withId(branches, id);
      case RemoteRef.Unborn _ -> OptionalInt.empty();
      case null -> OptionalInt.empty();
    };
  }

  private OptionalInt withId(int[] branches, ObjectId id) {
    return IntStream.of(branches).filter(b -> refs.id(b).equals(id)).findFirst();
  }

  /** True if the server said that its HEAD is this branch. */
  boolean headIs(RefName branch) {
    return head.orElse(null) instanceof RemoteRef.Symbolic(_, RefName target, _)
        && target.equals(branch);
  }

  /** The commit of HEAD, whatever branch that is, or nothing. */
  List<ObjectId> headId() {
    return switch (head.orElse(null)) {
      case RemoteRef.Symbolic(_, _, ObjectId id) -> List.of(id);
      case RemoteRef.Direct(_, ObjectId id) -> List.of(id);
      case RemoteRef.Unborn _ -> List.of();
      case null -> List.of();
    };
  }

  /** The branch that HEAD points to although it does not exist yet, or nothing. */
  List<RefName> unbornBranch() {
    return head.orElse(null) instanceof RemoteRef.Unborn(_, RefName target)
            && target.startsWith(RefSelection.HEADS)
        ? List.of(target)
        : List.of();
  }
}
