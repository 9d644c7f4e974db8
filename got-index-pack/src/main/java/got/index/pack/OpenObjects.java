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
 * halving of the forest, however deep it is. What it holds beyond {@link #BUDGET_BYTES}, or beyond
 * twice the largest object it ever held if that is more, is dropped, lowest first, and built again
 * by the worker that needs it. So an object is dropped only after as many bytes as it has were made
 * on top of it: one that is larger than the budget is not built again for each small delta.
 *
 * <p>Work on a {@link #LARGE_BYTES large} object is given to one worker at a time: else each worker
 * would hold objects of the largest size.
 */
final class OpenObjects {
  /** Bytes of content held for deltas not taken yet, unless objects are larger. */
  static final long BUDGET_BYTES = 32L << 20;

  /** From here on an object is large. */
  static final int LARGE_BYTES = 16 << 20;

  private final EntryTable table;
  private final int[] roots;
  private final Spares spares;
  private final ArrayList<OpenObject> stack = new ArrayList<>();
  private int nextRoot;

  /** Workers that may still push. */
  private int active;

  private long held;

  /** Of arrays that were ever held, in bytes. */
  private long largest;

  /** So many objects at the bottom of the stack hold nothing any more. */
  private int dropped;

  private boolean large;
  private boolean failed;

  /**
   * @param spares gets the arrays that nobody uses any more
   */
  OpenObjects(EntryTable table, int[] roots, Spares spares) {
    this.table = table;
    this.roots = roots;
    this.spares = spares;
  }

  /** Bytes of an object, and who uses them. */
  static final class Content {
    final byte[] bytes;

    /** Where in {@code bytes} the object starts. */
    final int start;

    /** Whether the array is ours to drop, or part of a window. */
    private final boolean ours;

    /** Those who read it now. */
    private int users;

    /** Whether an open object has it. */
    private boolean held;

    private Content(byte[] bytes, int start, boolean ours) {
      this.bytes = bytes;
      this.start = start;
      this.ours = ours;
    }

    private int heldBytes() {
      return ours ? bytes.length : 0;
    }
  }

  /** An object and the deltas on it that are left. */
  static final class OpenObject {
    final int row;
    final int size;

    /** What the object is a delta on; null at the bottom. */
    private final @Nullable OpenObject base;

    /** Position in the stack. */
    private int index;

    private @Nullable Content content;

    /** Of a tree, when a worker has found it. Volatile, like the next: workers share them. */
    private volatile @Nullable TreeLayout layout;

    private volatile Trail trail = Trail.NONE;
    private boolean several;

    /** The next delta to take; behind the last one of the list comes the first. */
    private int next;

    private int first;

    private OpenObject(int row, int size, @Nullable OpenObject base) {
      this.row = row;
      this.size = size;
      this.base = base;
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
  }

  /** What a worker is to do next. */
  sealed interface Work {
    /** Read the object of {@code row}, which is no delta, and open it. */
    record Open(int row) implements Work {}

    /** Build the object of {@code row}, then {@link OpenObjects#openDelta} or {@link #done}. */
    final class Resolve implements Work {
      final OpenObject base;
      final int row;

      /** Of the base, released when the work ends; null if it was dropped, until it is restored. */
      @Nullable Content content;

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
        if (!large || stack.getLast().size < LARGE_BYTES) {
          active++;
          return takeTopmost();
        }
      } else if (nextRoot < roots.length) {
        active++;
        return new Work.Open(roots[nextRoot++]);
      } else if (active == 0) {
        notifyAll();
        return new Work.Stop();
      }
      wait();
    }
  }

  private Work takeTopmost() {
    OpenObject top = stack.getLast();
    int row = top.next;
    Work.Resolve work = new Work.Resolve(top, row);
    if (work.content != null) {
      work.content.users++;
    }
    if (top.size >= LARGE_BYTES) {
      large = true;
    }
    if (row == top.first) {
      stack.removeLast();
      dropped = Math.min(dropped, stack.size());
      drop(top);
    } else {
      int sibling = table.nextSibling(row);
      top.next = sibling == EntryTable.NONE ? top.first : sibling;
    }
    return work;
  }

  /**
   * Waits until no other worker is at a large object. A worker whose base is large need not ask;
   * one that makes a large object of a small one must, before it takes memory for it.
   */
  synchronized void enterLarge() throws InterruptedException {
    while (large && !failed) {
      wait();
    }
    large = true;
  }

  /** Ends what {@link #enterLarge}, or taking a delta on a large object, began. */
  synchronized void leaveLarge() {
    large = false;
    notifyAll();
  }

  private void drop(OpenObject object) {
    Content content = object.content;
    object.content = null;
    if (content != null) {
      held -= content.heldBytes();
      content.held = false;
      giveIfFree(content);
    }
  }

  private void giveIfFree(Content content) {
    if (content.users == 0 && !content.held && content.ours) {
      spares.give(content.bytes);
    }
  }

  /** Ends the use of a content by who was given it. */
  synchronized void release(Content content) {
    content.users--;
    giveIfFree(content);
  }

  /** Ends the work taken at a root, and opens its object, which has deltas and is none itself. */
  synchronized void openRoot(int row, byte[] bytes, int size) {
    push(new OpenObject(row, size, null), new Content(bytes, 0, true));
  }

  /** Like {@link #openRoot}, for an object in a window's chunk, which need not be dropped. */
  synchronized void openRootInWindow(int row, byte[] chunk, int start, int size) {
    push(new OpenObject(row, size, null), new Content(chunk, start, false));
  }

  /**
   * Ends the work taken, and opens its object, which has deltas.
   *
   * @param bytes whose first {@code size} are the object
   */
  synchronized void openDelta(
      Work.Resolve work, byte[] bytes, int size, @Nullable TreeLayout layout, Trail trail) {
    OpenObject object = new OpenObject(work.row, size, work.base);
    object.layout = layout;
    object.trail = trail;
    push(object, new Content(bytes, 0, true));
    release(work);
  }

  private void push(OpenObject object, Content content) {
    active--;
    object.index = stack.size();
    object.first = table.firstChild(object.row);
    int second = table.nextSibling(object.first);
    object.several = second != EntryTable.NONE;
    object.next = object.several ? second : object.first;
    stack.add(object);
    hold(object, content);
    for (; held > budget() && dropped < stack.size() - 1; dropped++) {
      OpenObject lowest = stack.get(dropped);
      if (lowest.content != null && lowest.content.ours) {
        drop(lowest);
      }
    }
    notifyAll();
  }

  private long budget() {
    return Math.max(BUDGET_BYTES, 2 * largest);
  }

  private void hold(OpenObject object, Content content) {
    object.content = content;
    content.held = true;
    held += content.heldBytes();
    largest = Math.max(largest, content.heldBytes());
  }

  /** Ends the work taken; its object has no deltas. */
  synchronized void done(Work.Resolve work) {
    active--;
    if (active == 0) {
      notifyAll();
    }
    release(work);
  }

  private void release(Work.Resolve work) {
    if (work.content != null) {
      release(work.content);
    }
  }

  /**
   * How to build a dropped object again.
   *
   * @param steps the object, what it is a delta on, and so on
   * @param source what the last step is a delta on, to be released; null if the last step is at the
   *     bottom and must be read
   * @param size of the source's object
   */
  record Path(List<OpenObject> steps, @Nullable Content source, int size) {}

  /** The way to {@code object} from the nearest object below it that is held. */
  synchronized Path pathTo(OpenObject object) {
    List<OpenObject> steps = new ArrayList<>();
    OpenObject at = object;
    while (at != null) {
      Content source = at.content;
      if (source != null) {
        source.users++;
        return new Path(steps, source, at.size);
      }
      steps.add(at);
      at = at.base;
    }
    return new Path(steps, null, 0);
  }

  /**
   * Takes the bytes of an object that had been dropped.
   *
   * @param keep whether to hold them if deltas on the object are left and there is room
   * @return to be released
   */
  synchronized Content restore(OpenObject object, byte[] bytes, boolean keep) {
    Content content = new Content(bytes, 0, true);
    content.users = 1;
    boolean isOpen = object.index < stack.size() && stack.get(object.index) == object;
    boolean isTop = object.index == stack.size() - 1;
    boolean hasRoom = held + bytes.length <= budget() || isTop;
    if (keep && isOpen && hasRoom && object.content == null) {
      hold(object, content);
      dropped = Math.min(dropped, object.index);
    }
    return content;
  }

  /** Lets all workers stop. */
  synchronized void fail() {
    failed = true;
    notifyAll();
  }
}
