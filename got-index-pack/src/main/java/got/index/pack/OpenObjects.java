package got.index.pack;

import got.index.object.TreeLayout;
import got.pack.digest.Trail;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The objects some of whose deltas are not taken yet: what the workers share.
 *
 * <p>A stack. Workers take deltas of the topmost object, and an object leaves with its last delta;
 * together with the order that {@link DeltaForest} gives, the stack holds at most one object per
 * halving of the forest, however deep it is. What it holds beyond {@link #BUDGET_BYTES} is dropped,
 * lowest first, and built again by the worker that needs it.
 */
final class OpenObjects {
  /** Bytes of content held for deltas not taken yet. */
  static final long BUDGET_BYTES = 32L << 20;

  /** In the place of an array that is free to be written over, if there is none. */
  private static final byte[] NOTHING = {};

  private final EntryTable table;
  private final int[] roots;
  private final ArrayList<OpenObject> stack = new ArrayList<>();
  private int nextRoot;

  /** Workers that may still push. */
  private int active;

  private long held;

  /** So many objects at the bottom of the stack hold nothing any more. */
  private int dropped;

  private boolean failed;

  OpenObjects(EntryTable table, int[] roots) {
    this.table = table;
    this.roots = roots;
  }

  /** An object and the deltas on it that are left. */
  static final class OpenObject {
    final int row;
    final int size;

    /** What the object is a delta on; null at the bottom. */
    private final @Nullable OpenObject base;

    /** Position in the stack. */
    private final int index;

    /** Holds the content, {@code size} bytes from {@code contentStart} on. */
    private byte @Nullable [] content;

    private int contentStart;

    /** Whether the content is ours to drop, or part of a window. */
    private boolean counted;

    /** Work taken on its deltas and not ended. */
    private int users;

    /** Whether the content was used otherwise than by the work taken: then it is never free. */
    private boolean shared;

    /** Of a tree, when a worker has found it. Volatile, like the next: workers share them. */
    private volatile @Nullable TreeLayout layout;

    private volatile Trail trail = Trail.NONE;
    private boolean several;

    /** The next delta to take; behind the last one of the list comes the first. */
    private int next;

    private final int first;

    private OpenObject(
        int row, int size, @Nullable OpenObject base, int index, int first, int next) {
      this.row = row;
      this.size = size;
      this.base = base;
      this.index = index;
      this.first = first;
      this.next = next;
    }

    /** Where the entries of the tree are, if that is known. Safe to lose. */
    @Nullable TreeLayout layout() {
      return layout;
    }

    void setLayout(TreeLayout found) {
      layout = found;
    }

    /** What digesting the object left, or {@link Trail#NONE}. */
    Trail trail() {
      return trail;
    }

    void setTrail(Trail found) {
      trail = found;
    }

    /** True if at least two deltas on it were left when it was opened. */
    boolean hasSeveralDeltas() {
      return several;
    }

    private int heldBytes() {
      return counted && content != null ? content.length : 0;
    }
  }

  /** What a worker is to do next. */
  sealed interface Work {
    /** Read the object of {@code row}, which is no delta, and {@link OpenObjects#push} it. */
    record Open(int row) implements Work {}

    /** Build the object of {@code row}, then {@link OpenObjects#push} or {@link #done}. */
    final class Resolve implements Work {
      final OpenObject base;
      final int row;

      /** Holds the base's content, from {@code contentStart} on, unless it was dropped. */
      final byte @Nullable [] content;

      final int contentStart;

      private Resolve(OpenObject base, int row) {
        this.base = base;
        this.row = row;
        this.content = base.content;
        this.contentStart = base.contentStart;
      }
    }

    /** Nothing is left, or another worker failed. */
    record Stop() implements Work {}
  }

  /** Waits for something to do. */
  synchronized Work take() throws InterruptedException {
    while (true) {
      if (failed) {
        return new Work.Stop();
      }
      if (!stack.isEmpty()) {
        active++;
        return takeTopmost();
      }
      if (nextRoot < roots.length) {
        active++;
        return new Work.Open(roots[nextRoot++]);
      }
      if (active == 0) {
        notifyAll();
        return new Work.Stop();
      }
      wait();
    }
  }

  private Work takeTopmost() {
    OpenObject top = stack.getLast();
    int row = top.next;
    Work work = new Work.Resolve(top, row);
    top.users++;
    if (row == top.first) {
      stack.removeLast();
      dropped = Math.min(dropped, stack.size());
      held -= top.heldBytes();
      top.content = null;
    } else {
      int sibling = table.nextSibling(row);
      top.next = sibling == EntryTable.NONE ? top.first : sibling;
    }
    return work;
  }

  /** Ends the work taken at a root, and opens its object, which has deltas and is none itself. */
  void push(int row, byte[] content, int size) {
    push(row, size, null, content, 0, true);
  }

  /** As the other, for an object that is part of a window's chunk and need not be dropped. */
  void push(int row, int size, byte[] chunk, int start) {
    push(row, size, null, chunk, start, false);
  }

  /**
   * Ends the work taken, and opens its object, which has deltas.
   *
   * @param content whose first {@code size} bytes are the object
   * @return as {@link #done}
   */
  synchronized byte[] push(
      Work.Resolve work, byte[] content, int size, @Nullable TreeLayout layout, Trail trail) {
    OpenObject object = push(work.row, size, work.base, content, 0, true);
    object.layout = layout;
    object.trail = trail;
    return release(work);
  }

  private synchronized OpenObject push(
      int row, int size, @Nullable OpenObject base, byte[] content, int start, boolean counted) {
    active--;
    int first = table.firstChild(row);
    int second = table.nextSibling(first);
    OpenObject object =
        new OpenObject(
            row, size, base, stack.size(), first, second == EntryTable.NONE ? first : second);
    object.content = content;
    object.contentStart = start;
    object.counted = counted;
    object.several = second != EntryTable.NONE;
    stack.add(object);
    held += object.heldBytes();
    for (; held > BUDGET_BYTES && dropped < stack.size() - 1; dropped++) {
      OpenObject lowest = stack.get(dropped);
      if (lowest.counted) {
        held -= lowest.heldBytes();
        lowest.content = null;
      }
    }
    notifyAll();
    return object;
  }

  /**
   * Ends the work taken; its object has no deltas.
   *
   * @return an array that held a base and that nobody uses any more; empty if there is none
   */
  synchronized byte[] done(Work.Resolve work) {
    active--;
    if (active == 0) {
      notifyAll();
    }
    return release(work);
  }

  private static byte[] release(Work.Resolve work) {
    OpenObject base = work.base;
    base.users--;
    boolean free = base.users == 0 && base.content == null && base.counted && !base.shared;
    return free && work.content != null ? work.content : NOTHING;
  }

  /**
   * How to build a dropped object again.
   *
   * @param steps the object, what it is a delta on, and so on
   * @param content of what the last step is a delta on, {@code size} bytes from {@code start} on;
   *     null if the last step is at the bottom and must be read
   */
  record Path(List<OpenObject> steps, byte @Nullable [] content, int start, int size) {}

  /** The way to {@code object} from the nearest object below it that is held. */
  synchronized Path pathTo(OpenObject object) {
    List<OpenObject> steps = new ArrayList<>();
    OpenObject at = object;
    while (at != null && at.content == null) {
      steps.add(at);
      at = at.base;
    }
    if (at == null) {
      return new Path(steps, null, 0, 0);
    }
    at.shared = true;
    return new Path(steps, at.content, at.contentStart, at.size);
  }

  /**
   * Gives back the content of an object that had been dropped, if deltas on it are left and there
   * is room.
   */
  synchronized void restore(OpenObject object, byte[] content) {
    boolean open = object.index < stack.size() && stack.get(object.index) == object;
    boolean room = held + content.length <= BUDGET_BYTES || object.index == stack.size() - 1;
    if (open && room && object.content == null) {
      object.content = content;
      object.contentStart = 0;
      object.counted = true;
      object.shared = true;
      held += object.heldBytes();
      dropped = Math.min(dropped, object.index);
    }
  }

  /** Lets all workers stop. */
  synchronized void fail() {
    failed = true;
    notifyAll();
  }
}
