package got.index.pack;

import got.index.object.Inspector;
import got.index.object.ObjectFormatException;
import got.index.object.TreeLayout;
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
import got.pack.digest.Copies;
import got.pack.digest.ObjectDigest;
import got.pack.digest.Trail;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Builds and digests the objects of deltas; one per thread. */
final class DeltaWorker {
  /** Size from which it pays to keep what digesting an object left. */
  private static final int LEAST_TRAIL_BYTES = 1024;

  private static final String DOES_NOT_FIT =
      "object does not fit " + Runtime.getRuntime().maxMemory() + " bytes of memory";

  private static final Copies NO_COPIES = new Copies();

  private final EntryTable table;
  private final RefDeltas refDeltas;
  private final EntryReader reader;
  private final ObjectDigest digest;
  private final Inspector inspector;
  private final DeltaResolver.Progress progress;
  private final Scratch delta = new Scratch();
  private final Scratch leaf = new Scratch();
  private final Spares spares;
  private final DeltaCopies copies = new DeltaCopies();
  private final byte[] unused;
  private final byte[] header = new byte[ObjectType.longestHeader()];
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

    Run(OpenObjects open, Window window, boolean adopt) {
      this.open = open;
      this.window = window;
      this.adopt = adopt;
    }

    void run() throws IOException, PackException, InterruptedException {
      while (true) {
        switch (open.take()) {
          case Work.Open root -> open(root.row());
          case Work.Resolve work -> resolve(work);
          case Work.Stop _ -> {
            return;
          }
        }
      }
    }

    private void open(int row) throws IOException, PackException {
      if (window.keeps(row)) {
        open.push(row, window.size(row), window.chunk(row), window.offset(row));
      } else {
        int size = readLeaf(row);
        open.push(row, copyLeaf(spares.take(size), size), size);
      }
    }

    private void resolve(Work.Resolve work) throws IOException, PackException {
      int row = work.row;
      byte[] base = work.content;
      int baseStart = work.contentStart;
      if (base == null) {
        base = restore(work.base);
        baseStart = 0;
      }
      ObjectType type = table.type(work.base.row);
      boolean isTree = type == ObjectType.TREE && inspector.looksInto(type);
      TreeLayout layout = isTree ? layoutOf(work.base, base, baseStart) : null;
      Delta program = readDelta(row, work.base.size);
      int size = (int) program.resultSize();
      if (size > Limits.STRUCTURE_BYTES && inspector.looksInto(type)) {
        throw PackException.Limit.structure(type, "made by a delta", size);
      }
      boolean keep = adopt || table.firstChild(row) != EntryTable.NONE;
      byte[] result = keep ? spares.take(size) : leaf.atLeast(size);
      copies.begin(isTree ? inspector.copies() : null);
      program.apply(base, baseStart, result, copies);
      boolean checked = !table.isResolved(row);
      Trail trail = keep && checked && size >= LEAST_TRAIL_BYTES ? new Trail() : Trail.NONE;
      if (checked) {
        identify(row, type, result, size, trailOf(work.base, type, base, baseStart), trail);
        inspect(row, type, layout, result, size);
        table.complete(row, type);
        progress.resolved();
        if (adopt) {
          adoptRefDeltas(row);
        }
      }
      if (table.firstChild(row) != EntryTable.NONE) {
        TreeLayout found = isTree && checked ? inspector.lastLayout() : null;
        spares.give(open.push(work, result, size, found, trail));
      } else {
        spares.give(open.done(work));
        if (keep) {
          spares.give(result);
        }
      }
    }

    private void inspect(
        int row, ObjectType type, @Nullable TreeLayout base, byte[] content, int size)
        throws PackException.Format {
      try {
        if (base == null) {
          inspector.check(type, content, 0, size);
        } else {
          inspector.checkDerived(base, content, 0, size);
        }
      } catch (ObjectFormatException e) {
        throw BadObject.refuse(table.offset(row), type, table.id(row), e);
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

    private Delta readDelta(int row, int baseSize) throws IOException, PackException {
      long offset = table.offset(row);
      Delta program;
      if (window.keeps(row)) {
        program = Delta.parse(window.chunk(row), window.offset(row), window.size(row), offset);
      } else {
        int length = reader.inflate(offset, window.entryEnd(table, row), delta);
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

    private void identify(int row, ObjectType type, byte[] content, int size, Trail base, Trail out)
        throws PackException.Collision {
      int headerLength = type.writeHeader(size, header);
      try {
        digest.digest(
            header,
            headerLength,
            content,
            0,
            size,
            base,
            copies.forDigest(),
            out,
            table.idChunk(row),
            table.idOffset(row));
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
        int headerLength = type.writeHeader(base.size, header);
        try {
          digest.digest(
              header,
              headerLength,
              content,
              start,
              base.size,
              Trail.NONE,
              NO_COPIES,
              trail,
              unused,
              0);
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

    /**
     * Reads an object that is no delta into {@link #leaf}.
     *
     * @return its size
     */
    private int readLeaf(int row) throws IOException, PackException {
      return reader.inflate(table.offset(row), window.entryEnd(table, row), leaf);
    }

    /** Moves what was read to {@code content}, and returns that. */
    private byte[] copyLeaf(byte[] content, int size) {
      System.arraycopy(leaf.bytes(), 0, content, 0, size);
      leaf.trim();
      return content;
    }

    /**
     * Builds a dropped object again, from the nearest one below it that is held, without recursion.
     * On the way up it gives back objects at distances 1, 2, 4, 8 and so on: these are wanted next,
     * as the stack empties, and building each from the bottom would take quadratic time.
     */
    private byte[] restore(OpenObject object) throws IOException, PackException {
      OpenObjects.Path path = open.pathTo(object);
      int step = path.steps().size();
      byte[] content = path.content();
      int start = path.start();
      int size = path.size();
      if (content == null) {
        OpenObject bottom = path.steps().get(--step);
        size = readLeaf(bottom.row);
        content = copyLeaf(new byte[size], size);
        if (Integer.bitCount(step) <= 1) {
          open.restore(bottom, content);
        }
      }
      while (step-- > 0) {
        OpenObject next = path.steps().get(step);
        Delta program = readDelta(next.row, size);
        byte[] result = new byte[(int) program.resultSize()];
        program.apply(content, start, result);
        content = result;
        start = 0;
        size = result.length;
        if (Integer.bitCount(step) <= 1) {
          open.restore(next, content);
        }
      }
      return content;
    }
  }
}
