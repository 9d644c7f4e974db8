package got.index.pack;

import got.index.digest.CollisionException;
import got.index.digest.ObjectDigest;
import got.index.pack.OpenObjects.OpenObject;
import got.index.pack.OpenObjects.Work;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Builds and digests the objects of deltas; one per thread. */
final class DeltaWorker {
  private final EntryTable table;
  private final RefDeltas refDeltas;
  private final FileChannel pack;
  private final ObjectDigest digest;
  private final DeltaResolver.Progress progress;
  private final Scratch delta = new Scratch();
  private final Scratch leaf = new Scratch();
  private final byte[] header = new byte[ObjectType.longestHeader()];
  private @Nullable Exception failure;

  DeltaWorker(
      EntryTable table,
      RefDeltas refDeltas,
      FileChannel pack,
      ObjectDigest digest,
      DeltaResolver.Progress progress) {
    this.table = table;
    this.refDeltas = refDeltas;
    this.pack = pack;
    this.digest = digest;
    this.progress = progress;
  }

  /**
   * The work of one thread on one window.
   *
   * @param adopt whether objects may turn out to be the base of waiting ref-deltas
   */
  Runnable over(OpenObjects open, Window window, boolean adopt) {
    return () -> {
      boolean ended = false;
      try (EntryReader reader = new EntryReader(pack, table.algorithm().idBytes())) {
        new Run(open, window, adopt, reader).run();
        ended = true;
      } catch (IOException
          | PackFormatException
          | PackLimitException
          | InterruptedException
          | RuntimeException e) {
        failure = e;
      } catch (OutOfMemoryError e) {
        long limit = Runtime.getRuntime().maxMemory();
        failure =
            new PackLimitException(limit, "object does not fit " + limit + " bytes of memory");
      } catch (Error e) {
        failure = new IllegalStateException(e);
      } finally {
        // Even if there was no memory to say why: the others wait for this one's work.
        if (!ended) {
          open.fail();
        }
      }
    };
  }

  /** Throws what ended the last run; call after its thread ended. */
  void rethrow() throws IOException, PackFormatException, PackLimitException {
    switch (failure) {
      case IOException e -> throw e;
      case PackFormatException e -> throw e;
      case PackLimitException e -> throw e;
      case null -> {
        // It ended well.
      }
      default -> throw new IllegalStateException(failure);
    }
  }

  private final class Run {
    private final OpenObjects open;
    private final Window window;
    private final boolean adopt;
    private final EntryReader reader;

    Run(OpenObjects open, Window window, boolean adopt, EntryReader reader) {
      this.open = open;
      this.window = window;
      this.adopt = adopt;
      this.reader = reader;
    }

    void run() throws IOException, PackFormatException, PackLimitException, InterruptedException {
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

    private void open(int row) throws IOException, PackFormatException, PackLimitException {
      if (window.keeps(row)) {
        open.push(row, window.size(row), window.chunk(row), window.offset(row));
      } else {
        open.push(row, read(row));
      }
    }

    private void resolve(Work.Resolve work)
        throws IOException, PackFormatException, PackLimitException {
      int row = work.row;
      byte[] base = work.content;
      int baseStart = work.contentStart;
      if (base == null) {
        base = restore(work.base);
        baseStart = 0;
      }
      Delta program = readDelta(row, work.base.size);
      int size = (int) program.resultSize();
      boolean keep = adopt || table.firstChild(row) != EntryTable.NONE;
      byte[] result = keep ? new byte[size] : leaf.atLeast(size);
      program.apply(base, baseStart, result);
      if (!table.isResolved(row)) {
        ObjectType type = table.type(work.base.row);
        identify(row, type, result, size);
        table.complete(row, type);
        progress.resolved();
        if (adopt) {
          adoptRefDeltas(row);
        }
      }
      if (table.firstChild(row) != EntryTable.NONE) {
        open.push(row, result);
      } else {
        open.done();
      }
    }

    private Delta readDelta(int row, int baseSize)
        throws IOException, PackFormatException, PackLimitException {
      long offset = table.offset(row);
      Delta program;
      if (window.keeps(row)) {
        program = Delta.parse(window.chunk(row), window.offset(row), window.size(row), offset);
      } else {
        int length = reader.inflate(offset, window.entryEnd(table, row), delta);
        program = Delta.parse(delta.bytes(), 0, length, offset);
      }
      if (program.baseSize() != baseSize) {
        throw new PackFormatException(offset, "delta is for a base of another size");
      }
      if (program.resultSize() > Scratch.MOST_BYTES) {
        throw new PackLimitException(
            Scratch.MOST_BYTES, "delta makes an object of " + program.resultSize() + " bytes");
      }
      return program;
    }

    private void identify(int row, ObjectType type, byte[] content, int size)
        throws PackFormatException {
      digest.update(header, 0, type.writeHeader(size, header));
      digest.update(content, 0, size);
      try {
        digest.digest(table.idChunk(row), table.idOffset(row));
      } catch (CollisionException e) {
        throw new PackFormatException(
            table.offset(row), "object " + e.sha1() + " is half of a SHA-1 collision");
      }
    }

    /** Gives a row just resolved the ref-deltas that waited for its id. */
    private void adoptRefDeltas(int row) {
      for (int child : refDeltas.take(table.id(row))) {
        table.setBase(child, row);
        DeltaForest.addChild(table, row, child, false);
      }
    }

    /** Reads an object that is no delta. */
    private byte[] read(int row) throws IOException, PackFormatException, PackLimitException {
      Scratch target = new Scratch();
      int size = reader.inflate(table.offset(row), window.entryEnd(table, row), target);
      return Arrays.copyOf(target.bytes(), size);
    }

    /** Builds a dropped object again: up from its base along its deltas, without recursion. */
    private byte[] restore(OpenObject object)
        throws IOException, PackFormatException, PackLimitException {
      ArrayList<Integer> path = new ArrayList<>();
      int at = object.row;
      while (table.base(at) != EntryTable.NONE) {
        path.add(at);
        at = table.base(at);
      }
      byte[] content = read(at);
      for (int row : path.reversed()) {
        Delta program = readDelta(row, content.length);
        byte[] result = new byte[(int) program.resultSize()];
        program.apply(content, 0, result);
        content = result;
      }
      open.restore(object, content);
      return content;
    }
  }
}
