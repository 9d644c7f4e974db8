package got.index.pack;

import java.util.ArrayList;
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
  static final long BUDGET_BYTES = 64L << 20;

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
    private byte @Nullable [] content;

    /** The next delta to take; behind the last one of the list comes the first. */
    private int next;

    private final int first;

    private OpenObject(int row, int size, byte[] content, int first, int next) {
      this.row = row;
      this.size = size;
      this.content = content;
      this.first = first;
      this.next = next;
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

      /** The base's content as long as it is held. */
      final byte @Nullable [] content;

      private Resolve(OpenObject base, int row) {
        this.base = base;
        this.row = row;
        this.content = base.content;
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
    if (row == top.first) {
      stack.removeLast();
      dropped = Math.min(dropped, stack.size());
      held -= heldBy(top);
    } else {
      int sibling = table.nextSibling(row);
      top.next = sibling == EntryTable.NONE ? top.first : sibling;
    }
    return work;
  }

  /** Ends the work taken, and opens its object, which has deltas. */
  synchronized void push(int row, byte[] content, int size) {
    active--;
    int first = table.firstChild(row);
    int second = table.nextSibling(first);
    int next = second == EntryTable.NONE ? first : second;
    stack.add(new OpenObject(row, size, content, first, next));
    held += content.length;
    for (; held > BUDGET_BYTES && dropped < stack.size() - 1; dropped++) {
      OpenObject lowest = stack.get(dropped);
      held -= heldBy(lowest);
      lowest.content = null;
    }
    notifyAll();
  }

  /** Ends the work taken; its object has no deltas. */
  synchronized void done() {
    active--;
    if (active == 0) {
      notifyAll();
    }
  }

  /** Gives back the content of an object that had been dropped, if deltas on it are left. */
  synchronized void restore(OpenObject object, byte[] content) {
    if (!stack.isEmpty() && stack.getLast() == object && object.content == null) {
      object.content = content;
      held += content.length;
      dropped = Math.min(dropped, stack.size() - 1);
    }
  }

  /** Lets all workers stop. */
  synchronized void fail() {
    failed = true;
    notifyAll();
  }

  private static int heldBy(OpenObject object) {
    return object.content == null ? 0 : object.content.length;
  }
}
