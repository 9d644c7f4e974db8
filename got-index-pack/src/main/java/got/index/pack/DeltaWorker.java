package got.index.pack;

import got.index.object.Inspector;
import got.index.object.ObjectFormatException;
import got.index.object.TreeLayout;
import got.index.pack.OpenObjects.Content;
import got.index.pack.OpenObjects.OpenObject;
import got.index.pack.OpenObjects.Work;
import got.ipc.HashAlgorithm;
import got.ipc.Limits;
import got.pack.Delta;
import got.pack.EntryReader;
import got.pack.ObjectType;
import got.pack.PackException;
import got.pack.Scratch;
import got.pack.digest.CollisionException;
import got.pack.digest.ObjectDigest;
import got.pack.digest.ObjectMessage;
import got.pack.digest.Trail;
import got.pack.inflate.ZlibReader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Builds and digests the objects of deltas; one per thread. */
final class DeltaWorker {
  /** Size from which it pays to keep what digesting an object left. */
  private static final int LEAST_TRAIL_BYTES = 1024;

  private static final String DOES_NOT_FIT =
      "object does not fit " + Runtime.getRuntime().maxMemory() + " bytes of memory";

  private final EntryTable table;
  private final RefDeltas refDeltas;
  private final EntryReader reader;
  private final OutsideBases outside;
  private final LimitGuard guard;
  private final ObjectDigest digest;
  private final Inspector inspector;
  private final DeltaResolver.Progress progress;
  private final Scratch delta = new Scratch();
  private final Scratch leaf = new Scratch();
  private final Spares spares;
  private final DeltaCopies copies = new DeltaCopies();
  private final byte[] unused;
  private final ObjectMessage message = new ObjectMessage();
  private @Nullable Failure failure;

  DeltaWorker(
      Unresolved entries,
      ObjectDigest digest,
      Inspector inspector,
      Spares spares,
      DeltaResolver.Progress progress) {
    this.table = entries.table();
    this.refDeltas = entries.waiting();
    this.reader = new EntryReader(entries.pack(), table.algorithm());
    this.outside = entries.outside();
    this.guard = entries.guard();
    this.digest = digest;
    this.inspector = inspector;
    this.spares = spares;
    this.progress = progress;
    this.unused = new byte[digest.length()];
  }

  /**
   * The work of one thread on one window.
   *
   * @param adopt whether objects may turn out to be the base of waiting ref-deltas
   */
  Runnable over(OpenObjects open, Window window, boolean adopt) {
    return () -> {
      boolean ended = false;
      try {
        new Run(open, window, adopt).run();
        ended = true;
      } catch (Throwable e) {
        failure = Failure.of(e, DOES_NOT_FIT);
      } finally {
        // Even if there was no memory to say why: the others wait for this one's work.
        if (!ended) {
          open.fail();
        }
      }
    };
  }

  /** Throws what ended the last run; call after its thread ended. */
  void rethrow() throws IOException, PackException {
    if (failure != null) {
      failure.rethrow();
    }
  }

  private final class Run {
    private final OpenObjects open;
    private final Window window;
    private final boolean adopt;

    /** Whether other workers are kept from large objects because of this one. */
    private boolean large;

    Run(OpenObjects open, Window window, boolean adopt) {
      this.open = open;
      this.window = window;
      this.adopt = adopt;
    }

    void run() throws IOException, PackException, InterruptedException {
      while (true) {
        switch (open.take()) {
          case Work.Open root -> open(root.row());
          case Work.Resolve work -> {
            large = work.base.size >= OpenObjects.LARGE_BYTES;
            resolve(work);
          }
          case Work.Stop _ -> {
            return;
          }
        }
        leaveLarge();
      }
    }

    /** Before memory is taken for so many bytes. */
    private void enterIfLarge(int size) throws InterruptedException {
      if (size >= OpenObjects.LARGE_BYTES && !large) {
        open.enterLarge();
        large = true;
      }
    }

    private void leaveLarge() {
      if (large) {
        large = false;
        delta.trim();
        message.set(0, unused, 0, 0);
        open.leaveLarge();
      }
    }

    private void open(int row) throws IOException, PackException, InterruptedException {
      if (window.keeps(row)) {
        open.openRootInWindow(row, window.chunk(row), window.offset(row), window.size(row));
      } else {
        int size = enter(row);
        if (outside.has(row)) {
          guard.madeAgain(size);
        }
        open.openRoot(row, readBase(row, size), size);
      }
    }

    private void resolve(Work.Resolve work)
        throws IOException, PackException, InterruptedException {
      int row = work.row;
      Content content = work.content;
      if (content == null) {
        content = restore(work.base);
        work.content = content;
      }
      byte[] base = content.bytes;
      int baseStart = content.start;
      ObjectType type = table.type(work.base.row);
      boolean isTree = type == ObjectType.TREE && inspector.looksInto(type);
      TreeLayout layout = isTree ? layoutOf(work.base, base, baseStart) : null;
      Delta program = readDelta(row, work.base.size);
      int size = (int) program.resultSize();
      if (size > Limits.STRUCTURE_BYTES && inspector.looksInto(type)) {
        throw PackException.Limit.structure(type, "made by a delta", size);
      }
      enterIfLarge(size);
      boolean keep =
          adopt || size > Spares.LARGEST_BYTES || table.firstChild(row) != EntryTable.NONE;
      byte[] result = keep ? spares.take(size) : leaf.atLeast(size);
      copies.begin(isTree ? inspector.copies() : null);
      program.apply(base, baseStart, result, copies);
      boolean checked = !table.isResolved(row);
      Trail trail = keep && checked && size >= LEAST_TRAIL_BYTES ? new Trail() : Trail.NONE;
      if (checked) {
        Trail ofBase = trailOf(work.base, type, base, baseStart);
        message.set(type.writeHeader(size, message.header()), result, 0, size);
        message.derive(ofBase, copies.forDigest());
        identify(row, trail);
        inspect(row, type, layout, result, size);
        table.complete(row, type);
        progress.resolved();
        if (adopt) {
          adoptRefDeltas(row);
        }
      }
      if (table.firstChild(row) != EntryTable.NONE) {
        TreeLayout found = isTree && checked ? inspector.lastLayout() : null;
        open.openDelta(work, result, size, found, trail);
      } else {
        open.done(work);
        if (keep) {
          spares.give(result);
        }
      }
    }

    private void inspect(
        int row, ObjectType type, @Nullable TreeLayout base, byte[] content, int size)
        throws PackException {
      try {
        if (base == null) {
          inspector.check(type, content, 0, size);
        } else {
          inspector.checkDerived(base, content, 0, size);
        }
      } catch (ObjectFormatException e) {
        new BadObject(table.offset(row), type, table.id(row))
            .refuse(inspector, e, content, 0, size);
      }
    }

    private TreeLayout layoutOf(OpenObject tree, byte[] content, int start) {
      TreeLayout layout = tree.layout();
      if (layout == null) {
        try {
          layout = inspector.layoutOf(content, start, tree.size);
        } catch (ObjectFormatException e) {
          throw new IllegalStateException("tree that has passed", e);
        }
        tree.setLayout(layout);
      }
      return layout;
    }

    private Delta readDelta(int row, int baseSize)
        throws IOException, PackException, InterruptedException {
      long offset = table.offset(row);
      Delta program;
      if (window.keeps(row)) {
        program = Delta.parse(window.chunk(row), window.offset(row), window.size(row), offset);
      } else {
        int length = enter(row);
        reader.inflate(delta);
        program = Delta.parse(delta.bytes(), 0, length, offset);
      }
      if (program.baseSize() != baseSize) {
        throw new PackException.Format(offset, "delta is for a base of another size");
      }
      if (program.resultSize() > Scratch.MOST_BYTES) {
        throw new PackException.Limit(
            Scratch.MOST_BYTES, "delta makes an object of " + program.resultSize() + " bytes");
      }
      return program;
    }

    /** Computes the id of the object that {@link #message} is set to. */
    private void identify(int row, Trail out) throws PackException.Collision {
      try {
        digest.digest(message, out, table.idChunk(row), table.idOffset(row));
      } catch (CollisionException e) {
        throw new PackException.Collision(table.offset(row), e.sha1());
      }
    }

    /**
     * What digesting the base left. A base that was not digested here has none; of a tree with
     * several deltas it is made now, because in a tree most of the bytes stay where they are.
     */
    private Trail trailOf(OpenObject base, ObjectType type, byte[] content, int start) {
      boolean worthIt =
          table.algorithm() == HashAlgorithm.SHA1
              && type == ObjectType.TREE
              && base.hasSeveralDeltas()
              && base.size >= LEAST_TRAIL_BYTES;
      if (base.trail() == Trail.NONE && worthIt) {
        Trail trail = new Trail();
        message.set(type.writeHeader(base.size, message.header()), content, start, base.size);
        try {
          digest.digest(message, trail, unused, 0);
        } catch (CollisionException e) {
          throw new IllegalStateException("object that has passed", e);
        }
        base.setTrail(trail);
      }
      return base.trail();
    }

    /** Gives a row just resolved the ref-deltas that waited for its id. */
    private void adoptRefDeltas(int row) {
      for (int child : refDeltas.take(table.id(row))) {
        table.setBase(child, row);
        DeltaForest.addChild(table, row, child, false);
      }
    }

    /** Goes to the entry of a row, if it is in the file, and returns the bytes it inflates to. */
    private int enter(int row) throws IOException, PackException, InterruptedException {
      int size =
          outside.has(row)
              ? outside.size(row)
              : reader.open(table.offset(row), window.entryEnd(table, row));
      enterIfLarge(size);
      return size;
    }

    /** Reads the object entered, which is no delta. */
    private byte[] readBase(int row, int size) throws IOException, PackException {
      if (outside.has(row)) {
        return outside.read(table.id(row), size, table.algorithm());
      }
      byte[] content = spares.take(size + ZlibReader.SLACK);
      reader.inflate(content);
      return content;
    }

    /**
     * Builds a dropped object again, from the nearest one below it that is held, without recursion.
     * On the way up it gives back objects at distances 1, 2, 4, 8 and so on: these are wanted next,
     * as the stack empties, and building each from the bottom would take quadratic time.
     *
     * @return to be released
     */
    private Content restore(OpenObject object)
        throws IOException, PackException, InterruptedException {
      OpenObjects.Path path = open.pathTo(object);
      int step = path.steps().size();
      Content content = path.source();
      int size = path.size();
      if (content == null) {
        OpenObject bottom = path.steps().get(--step);
        size = enter(bottom.row);
        guard.madeAgain(size);
        content = open.restore(bottom, readBase(bottom.row, size), Integer.bitCount(step) <= 1);
      }
      while (step-- > 0) {
        OpenObject next = path.steps().get(step);
        Delta program = readDelta(next.row, size);
        size = (int) program.resultSize();
        enterIfLarge(size);
        guard.madeAgain(size);
        byte[] result = spares.take(size);
        program.apply(content.bytes, content.start, result);
        open.release(content);
        content = open.restore(next, result, Integer.bitCount(step) <= 1);
      }
      return content;
    }
  }
}
