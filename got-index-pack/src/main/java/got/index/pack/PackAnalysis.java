package got.index.pack;

import got.index.object.Inspection;
import got.index.object.Inspector;
import got.index.object.Links;
import got.index.object.ObjectFormatException;
import got.ipc.HashAlgorithm;
import got.ipc.Limits;
import got.ipc.ObjectId;
import got.ipc.PackLimits;
import got.pack.PackFormatException;
import got.pack.PackLimitException;
import got.pack.digest.Digests;
import java.io.Flushable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicInteger;

/** Both passes over one pack: the first on the stream, the second on the file it was copied to. */
public final class PackAnalysis {
  private final HashAlgorithm algorithm;
  private final PackLimits limits;
  private final Inspection inspection;
  private final EntryTable table;
  private final RefDeltas refDeltas = new RefDeltas();
  private final Listener listener;
  private final AtomicInteger resolved = new AtomicInteger();
  private int objects;

  // Written by the first pass, read for reports.
  private volatile long bytes;
  private volatile int indexed;
  private volatile int deltas;

  /** Is told how far the analysis is, often, and from any thread. */
  @FunctionalInterface
  public interface Listener {
    /**
     * @param bytes of the pack read
     * @param objects stated by the pack
     * @param indexed entries read
     * @param deltas entries read that are deltas
     * @param resolved deltas resolved
     */
    void progress(long bytes, int objects, int indexed, int deltas, int resolved);
  }

  /**
   * What was found.
   *
   * @param table with an id in every row, but for the unresolved ones
   * @param bytes of the pack
   * @param missingLinks distinct ids that objects refer to and that the pack does not have, or not
   *     with the type that the reference requires; 0 if the inspection does not look
   * @param unresolved deltas whose base is not in the pack; 0 but for {@link #survey}
   * @param missingBases distinct ids of bases that did not turn up; likewise
   */
  public record Result(
      EntryTable table,
      long bytes,
      ObjectId checksum,
      long missingLinks,
      int unresolved,
      int missingBases) {}

  private PackAnalysis(
      HashAlgorithm algorithm, PackLimits limits, Inspection inspection, Listener listener) {
    this.algorithm = algorithm;
    this.limits = limits;
    this.inspection = inspection;
    this.table = new EntryTable(algorithm);
    this.listener = listener;
  }

  /**
   * Analyses a complete pack.
   *
   * @param in the pack; read to its end, not closed
   * @param copy where its bytes go
   * @param pack reads what was written to {@code copy}
   * @param inspection of the objects
   * @param threads for the deltas
   * @throws PackFormatException if the pack is invalid, incomplete, or thin
   * @throws PackLimitException if it is over a limit
   */
  public static Result run(
      InputStream in,
      OutputStream copy,
      FileChannel pack,
      HashAlgorithm algorithm,
      PackLimits limits,
      Inspection inspection,
      int threads,
      Listener listener)
      throws IOException, PackFormatException, PackLimitException, InterruptedException {
    PackAnalysis analysis = new PackAnalysis(algorithm, limits, inspection, listener);
    Result result = analysis.run(in, copy, pack, threads);
    analysis.requireAllResolved(result.unresolved());
    return result;
  }

  /**
   * Analyses a pack that is in a file, thin or not, and does not look into its objects.
   *
   * @param in reads the file from its beginning to its end
   * @param pack reads the same file
   * @throws PackFormatException if the pack is invalid, apart from bases that it lacks
   * @throws PackLimitException if it is over a limit
   */
  public static Result survey(
      InputStream in,
      FileChannel pack,
      HashAlgorithm algorithm,
      PackLimits limits,
      int threads,
      Listener listener)
      throws IOException, PackFormatException, PackLimitException, InterruptedException {
    return new PackAnalysis(algorithm, limits, Inspection.none(algorithm), listener)
        .run(in, OutputStream.nullOutputStream(), pack, threads);
  }

  private Result run(InputStream in, OutputStream copy, FileChannel pack, int threads)
      throws IOException, PackFormatException, PackLimitException, InterruptedException {
    DeltaResolver resolver =
        new DeltaResolver(
            table,
            refDeltas,
            pack,
            () -> Digests.forObjects(algorithm),
            inspection,
            threads,
            () -> report(bytes, resolved.incrementAndGet()));
    WindowQueue windows = new WindowQueue(resolver);
    FirstPass.Summary summary;
    try {
      summary =
          FirstPass.run(
              in,
              copy,
              algorithm,
              limits,
              Digests.forObjects(algorithm),
              Digests.checksum(algorithm),
              new Rows(windows));
      long packEnd = summary.bytes() - algorithm.idBytes();
      windows.finish(table.size(), packEnd);
    } finally {
      windows.cancel();
    }
    int unresolved = deltas - resolved.get();
    report(summary.bytes(), resolved.get());
    return new Result(
        table,
        summary.bytes(),
        summary.checksum(),
        unresolved == 0 ? inspection.complete(this::each) : 0,
        unresolved,
        refDeltas.missing().size());
  }

  private void each(Links object) {
    for (int row = 0; row < table.size(); row++) {
      object.add(table.idChunk(row), table.idOffset(row), table.type(row));
    }
  }

  private void report(long bytesNow, int resolvedNow) {
    listener.progress(bytesNow, objects, indexed, deltas, resolvedNow);
  }

  private void requireAllResolved(int unresolved) throws PackFormatException {
    if (unresolved == 0) {
      return;
    }
    if (refDeltas.isEmpty()) {
      throw new PackFormatException(-1, unresolved + " unresolved deltas");
    }
    throw new PackFormatException(
        -1,
        unresolved
            + " unresolved deltas, pack is thin: base "
            + refDeltas.missing().getFirst()
            + " is not in it");
  }

  /** Turns entries into rows, and has their deltas resolved. */
  private final class Rows implements FirstPass.Sink {
    private final WindowQueue windows;
    private final Inspector inspector = inspection.inspector();
    private Flushable copied = () -> {};
    private int deltaRows;

    Rows(WindowQueue windows) {
      this.windows = windows;
    }

    @Override
    public void begin(int stated, Flushable pack) {
      objects = stated;
      copied = pack;
    }

    @Override
    public void entry(Entry entry, byte[] inflated)
        throws IOException, PackFormatException, PackLimitException, InterruptedException {
      add(entry);
      if (entry instanceof Entry.Base base) {
        inspect(base, inflated);
      }
      indexed = table.size();
      deltas = deltaRows;
      bytes = entry.offset() + entry.packedSize();
      report(bytes, resolved.get());
      windows.add(entry, inflated, copied);
    }

    private void inspect(Entry.Base entry, byte[] inflated)
        throws PackFormatException, PackLimitException {
      if (!inspector.looksInto(entry.type())) {
        return;
      }
      if (entry.size() > Limits.STRUCTURE_BYTES) {
        throw PackLimitException.structure(entry.type(), entry.id().toString(), entry.size());
      }
      try {
        inspector.check(entry.type(), inflated, 0, (int) entry.size());
      } catch (ObjectFormatException e) {
        throw BadObject.refuse(entry.offset(), entry.type(), entry.id(), e);
      }
    }

    private void add(Entry entry) throws PackFormatException {
      switch (entry) {
        case Entry.Base base -> table.add(base);
        case Entry.OfsDelta delta -> {
          int base = table.rowAt(delta.baseOffset());
          if (base == EntryTable.NONE) {
            throw new PackFormatException(
                delta.offset(), "base of a delta is not the start of an entry");
          }
          table.addDelta(delta, base);
          deltaRows++;
        }
        case Entry.RefDelta delta -> {
          refDeltas.add(delta.baseId(), table.addDelta(delta, EntryTable.NONE));
          deltaRows++;
        }
      }
    }
  }
}
