package got.cli.refs;

import got.cli.say.ExitCode;
import got.cli.say.Failure;
import got.cli.say.Phrase;
import got.ipc.BadValueException;
import got.ipc.ObjectId;
import got.ipc.RefName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Collects the references of the new repository under the names they have there.
 *
 * <p>Each is one number: that of the server's reference, and in the lowest two bits the name it
 * gets. So a list of a million takes some megabytes.
 */
final class Mapping {
  static final RefName MAIN = known(RefSelection.HEADS + "main");
  private static final String ORIGIN = "refs/remotes/origin/";
  private static final RefName ORIGIN_HEAD = known(ORIGIN + "HEAD");

  /** The name as the server has it. */
  private static final int IN_PLACE = 0;

  /** {@link #ORIGIN} in place of {@code refs/heads/}. */
  private static final int BRANCH = 1;

  /** {@link #ORIGIN} in place of {@code refs/}. */
  private static final int REFERENCE = 2;

  private final PackedRefs refs;
  private final boolean mirror;
  private final List<NewRef> detached = new ArrayList<>(1);
  private int[] entries = new int[64];
  private int size;

  Mapping(PackedRefs refs, boolean mirror) {
    this.refs = refs;
    this.mirror = mirror;
  }

  /** A branch is ours and, unless mirrored, also remembered as the server's. */
  void branch(int branch) throws Failure {
    put(branch, IN_PLACE);
    if (!mirror) {
      put(branch, BRANCH);
    }
  }

  void tag(int tag) throws Failure {
    put(tag, IN_PLACE);
  }

  /** A reference of -R: the server's, unless mirrored; a tag is in place in any case. */
  void reference(int ref) throws Failure {
    boolean inPlace = mirror || RefSelection.covers("refs/tags", refs.name(ref));
    put(ref, inPlace ? IN_PLACE : REFERENCE);
  }

  /** The server has a commit and no branch: ours will be at that commit, and on no branch. */
  void detachedHead(ObjectId id) {
    detached.add(new NewRef(RefName.HEAD, id));
  }

  private void put(int ref, int renaming) throws Failure {
    if (size == entries.length) {
      entries = Arrays.copyOf(entries, 2 * size);
    }
    entries[size++] = ref << 2 | renaming;
    try {
      // A name below refs/remotes/origin/ is longer than the server's, so perhaps too long.
      RefName ignored = RefName.check(bytes(entries[size - 1]));
    } catch (BadValueException e) {
      throw new Failure(ExitCode.SERVER, e.reason());
    }
  }

  private static String prefix(int entry) {
    return (entry & 3) == IN_PLACE ? "" : ORIGIN;
  }

  /** How many bytes of the server's name are left out. */
  private static int skip(int entry) {
    return switch (entry & 3) {
      case BRANCH -> RefSelection.HEADS.length();
      case REFERENCE -> RefSelection.REFS.length();
      default -> 0;
    };
  }

  private int length(int entry) {
    return prefix(entry).length() + refs.nameLength(entry >>> 2) - skip(entry);
  }

  private int at(int entry, int i) {
    int own = i - prefix(entry).length();
    return own < 0 ? prefix(entry).charAt(i) : refs.nameByte(entry >>> 2, own + skip(entry));
  }

  private int compare(int a, int b, boolean path) {
    if ((a & 3) == (b & 3)) {
      return refs.compareNames(a >>> 2, b >>> 2, skip(a), path);
    }
    int common = Math.min(length(a), length(b));
    for (int i = 0; i < common; i++) {
      int x = at(a, i);
      int y = at(b, i);
      if (x != y) {
        return RefOrder.compare(x, y, path);
      }
    }
    return Integer.compare(length(a), length(b));
  }

  private byte[] bytes(int entry) {
    byte[] bytes = new byte[length(entry)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) at(entry, i);
    }
    return bytes;
  }

  private NewRef ref(int entry) {
    try {
      return new NewRef(RefName.check(bytes(entry)), refs.id(entry >>> 2));
    } catch (BadValueException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The server's HEAD, unless a branch of that name takes its place. */
  List<NewSymref> remoteHead(RefName branch) {
    for (int i = 0; i < size; i++) {
      if ((entries[i] & 3) != IN_PLACE
          && RefSelection.covers(ORIGIN_HEAD.latin1(), ref(entries[i]).name())) {
        return List.of();
      }
    }
    String target = ORIGIN + branch.latin1From(RefSelection.HEADS.length());
    return List.of(new NewSymref(ORIGIN_HEAD, known(target)));
  }

  /**
   * @throws Failure if a name is a directory on the way to another one: no repository can hold both
   */
  Selection selection(List<RefName> branches, List<RefName> directories, List<NewSymref> symrefs)
      throws Failure {
    int[] created = distinct();
    return new Selection(
        refs.algorithm(),
        List.copyOf(branches),
        List.copyOf(directories),
        wants(created.clone()),
        views(created),
        List.copyOf(symrefs));
  }

  /** In {@link RefOrder}, each name once. */
  private int[] distinct() throws Failure {
    int[] sorted = Arrays.copyOf(entries, size);
    IntSort.sort(sorted, (a, b) -> compare(a, b, true));
    int count = 0;
    for (int entry : sorted) {
      int last = count == 0 ? -1 : sorted[count - 1];
      if (count > 0 && covers(last, entry)) {
        // Two references of the server could be alike today, and make every later fetch fail.
        if (last != entry) {
          throw Phrase.REFS_EXCLUDE.failure(ref(last).name(), ref(entry).name());
        }
      } else {
        sorted[count++] = entry;
      }
    }
    return Arrays.copyOf(sorted, count);
  }

  /** True if {@code entry} has the name of {@code path} or is below it. */
  private boolean covers(int path, int entry) {
    int length = length(path);
    if (length(entry) < length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (at(path, i) != at(entry, i)) {
        return false;
      }
    }
    return length(entry) == length || at(entry, length) == '/';
  }

  private List<NewRef> views(int[] created) {
    int first = detached.size();
    return new LazyList<>(
        first + created.length, i -> i < first ? detached.get(i) : ref(created[i - first]));
  }

  /** Each id once; it has to be a commit's if a branch, or HEAD, is at it. */
  private Wants wants(int[] byId) {
    IntSort.sort(byId, (a, b) -> refs.compareIds(a >>> 2, b >>> 2));
    int[] commits = new int[byId.length];
    int[] others = new int[byId.length];
    int commitCount = 0;
    int otherCount = 0;
    for (int i = 0; i < byId.length; ) {
      boolean isCommit = false;
      int start = i;
      ObjectId id = refs.id(byId[start] >>> 2);
      while (i < byId.length && refs.compareIds(byId[start] >>> 2, byId[i] >>> 2) == 0) {
        isCommit |= isBranch(byId[i++]);
      }
      if (detached.stream().anyMatch(ref -> ref.id().equals(id))) {
        continue;
      }
      if (isCommit) {
        commits[commitCount++] = byId[start];
      } else {
        others[otherCount++] = byId[start];
      }
    }
    return new Wants(
        detached.isEmpty()
            ? ids(Arrays.copyOf(commits, commitCount))
            : detached.stream().map(NewRef::id).toList(),
        ids(Arrays.copyOf(others, otherCount)));
  }

  private boolean isBranch(int entry) {
    for (int i = 0; i < RefSelection.HEADS.length(); i++) {
      if (i >= length(entry) || at(entry, i) != RefSelection.HEADS.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private List<ObjectId> ids(int[] chosen) {
    return new LazyList<>(chosen.length, i -> refs.id(chosen[i] >>> 2));
  }

  private static RefName known(String latin1) {
    try {
      return RefName.check(latin1.getBytes(StandardCharsets.ISO_8859_1));
    } catch (BadValueException e) {
      throw new IllegalStateException(e);
    }
  }
}
