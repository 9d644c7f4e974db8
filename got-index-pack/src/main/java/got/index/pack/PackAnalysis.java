package got.index.pack;

import got.index.object.Inspection;
import got.index.object.Inspector;
import got.index.object.Links;
import got.index.object.ObjectFormatException;
import got.ipc.Limits;
import got.ipc.ObjectId;
import got.pack.PackException;
import got.pack.digest.Digests;
import java.io.Flushable;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Both passes over one pack: the first on the stream, the second on the file it was copied to. */
public final class PackAnalysis {
  private final Terms terms;
  private final Inspection inspection;
  private final EntryTable table;
  private final RefDeltas refDeltas = new RefDeltas();
  private final Listener listener;
  private final @Nullable Supplement supplement;
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
   * @param appended rows at the end of the table that did not come with the pack: bases from the
   *     repository
   * @param appendedBytes by which the pack is longer than what came
   * @param guard counts what else is made of the pack
   */
  public record Result(
      EntryTable table,
      long bytes,
      ObjectId checksum,
      long missingLinks,
      int unresolved,
      int missingBases,
      int appended,
      long appendedBytes,
      LimitGuard guard) {
    /** Rows that came with the pack. */
    public int received() {
      return table.size() - appended;
    }
  }

  private PackAnalysis(
      Terms terms, Inspection inspection, Listener listener, @Nullable Supplement supplement) {
    this.terms = terms;
    this.inspection = inspection;
    this.table = new EntryTable(terms.algorithm());
    this.listener = listener;
    this.supplement = supplement;
  }

  /**
   * Analyses a complete pack.
   *
   * @param source the pack, and where it is copied to
   * @param inspection of the objects
   * @throws PackException if the pack is invalid, incomplete, or thin, or over a limit
   */
  public static Result run(PackSource source, Terms terms, Inspection inspection, Listener listener)
      throws IOException, PackException, InterruptedException {
    return new PackAnalysis(terms, inspection, listener, null).runToTheEnd(source);
  }

  /**
   * Analyses a pack that may be thin, and completes it.
   *
   * @param completion of the file that the pack is copied to
   * @throws RepositoryException if the repository cannot be read
   * @throws PackException as {@link #run}
   */
  public static Result complete(
      PackSource source,
      Terms terms,
      Inspection inspection,
      Listener listener,
      Completion completion)
      throws IOException, PackException, InterruptedException {
    return new PackAnalysis(terms, inspection, listener, completion).runToTheEnd(source);
  }

  private Result runToTheEnd(PackSource source)
      throws IOException, PackException, InterruptedException {
    Result result = run(source);
    requireAllResolved(result.unresolved());
    return result;
  }

  /**
   * Analyses a pack that is in a file, thin or not, and does not look into its objects.
   *
   * @throws PackException if the pack is invalid, apart from bases that it lacks, or over a limit
   */
  public static Result survey(PackSource source, Terms terms, Listener listener)
      throws IOException, PackException, InterruptedException {
    return new PackAnalysis(terms, Inspection.none(terms.algorithm()), listener, null).run(source);
  }

  /**
   * As {@link #survey}, with bases from a repository: they stay there, but have rows behind those
   * of the pack.
   *
   * @throws RepositoryException if the repository cannot be read
   * @throws PackException likewise
   */
  public static Result survey(
      PackSource source, Terms terms, Listener listener, Repository repository)
      throws IOException, PackException, InterruptedException {
    Inspection none = Inspection.none(terms.algorithm());
    return new PackAnalysis(terms, none, listener, new OutsideBases(repository)).run(source);
  }

  private Result run(PackSource source) throws IOException, PackException, InterruptedException {
    LimitGuard guard = new LimitGuard(terms.limits());
    WindowQueue windows = new WindowQueue(resolver(source, guard));
    FirstPass.Summary summary;
    try {
      summary =
          FirstPass.run(source.in(), source.copy(), terms.algorithm(), guard, new Rows(windows));
      long packEnd = summary.bytes() - terms.algorithm().idBytes();
      windows.finish(table.size(), packEnd);
    } finally {
      windows.cancel();
    }
    int received = table.size();
    Supplement.Sealed pack = new Supplement.Sealed(summary.bytes(), summary.checksum());
    if (supplement != null && !refDeltas.isEmpty()) {
      pack = complete(supplement, source, guard, summary);
    }
    int unresolved = deltas - resolved.get();
    report(summary.bytes(), resolved.get());
    return new Result(
        table,
        pack.bytes(),
        pack.checksum(),
        unresolved == 0 ? inspection.complete(object -> each(received, object)) : 0,
        unresolved,
        refDeltas.missing().size(),
        table.size() - received,
        pack.bytes() - summary.bytes(),
        guard);
  }

  private DeltaResolver resolver(PackSource source, LimitGuard guard) {
    return new DeltaResolver(
        new Unresolved(
            table,
            refDeltas,
            source.file(),
            supplement instanceof OutsideBases outside ? outside : OutsideBases.none(),
            guard),
        () -> Digests.forObjects(terms.algorithm()),
        inspection,
        terms.threads(),
        () -> report(bytes, resolved.incrementAndGet()));
  }

  /**
   * Adds bases, and resolves what stands on them, as long as that helps. A base that the repository
   * does not have may yet be made by a delta on one that it has.
   */
  private Supplement.Sealed complete(
      Supplement bases, PackSource source, LimitGuard guard, FirstPass.Summary summary)
      throws IOException, PackException, InterruptedException {
    long cameEnd = summary.bytes() - terms.algorithm().idBytes();
    // A new one: the readers of the first one may have read the trailer, which is written over.
    DeltaResolver resolver = resolver(source, guard);
    Inspector inspector = inspection.inspector();
    try (bases) {
      bases.begin(table.size(), cameEnd);
      for (int from = -1; from < table.size() && !refDeltas.isEmpty(); ) {
        from = table.size();
        bases.addAll(
            refDeltas.missingInOrder(),
            table,
            guard,
            (id, offset, base) ->
                inspect(inspector, new BadObject(offset, base.type(), id), base.bytes()));
        resolver.finish(from, table.size(), bases.end());
      }
    }
    return bases.seal(source.file(), summary, table);
  }

  /**
   * Looks into a base as into an object that came: what a delta copies from a tree is not looked at
   * again.
   */
  private static void inspect(Inspector inspector, BadObject base, byte[] content)
      throws PackException {
    if (!inspector.looksInto(base.type())) {
      return;
    }
    if (content.length > Limits.STRUCTURE_BYTES) {
      throw PackException.Limit.structure(base.type(), base.id().toString(), content.length);
    }
    try {
      inspector.check(base.type(), content, 0, content.length);
    } catch (ObjectFormatException e) {
      base.refuse(inspector, e, content, 0, content.length);
    }
  }

  /** What was appended answers no link: that it lies in the repository proves nothing. */
  private void each(int received, Links object) {
    for (int row = 0; row < received; row++) {
      object.add(table.idChunk(row), table.idOffset(row), table.type(row));
    }
  }

  private void report(long bytesNow, int resolvedNow) {
    listener.progress(bytesNow, objects, indexed, deltas, resolvedNow);
  }

  private void requireAllResolved(int unresolved) throws PackException.Format {
    if (unresolved == 0) {
      return;
    }
    String count = unresolved + (unresolved == 1 ? " unresolved delta" : " unresolved deltas");
    if (refDeltas.isEmpty()) {
      throw new PackException.Format(-1, count);
    }
    String deltas = count + ", pack is thin: base ";
    ObjectId base = refDeltas.missingInOrder().getFirst();
    if (supplement == null) {
      throw new PackException.Thin(deltas + base + " is not in it");
    }
    throw new PackException.Format(
        PackException.NOWHERE, deltas + base + " is neither in it nor in the repository");
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
        throws IOException, PackException, InterruptedException {
      add(entry);
      if (entry instanceof Entry.Base base && base.id() != null) {
        inspect(base, base.id(), inflated);
      }
      indexed = table.size();
      deltas = deltaRows;
      bytes = entry.offset() + entry.packedSize();
      report(bytes, resolved.get());
      windows.add(entry, inflated, copied);
    }

    private void inspect(Entry.Base entry, ObjectId id, byte[] inflated) throws PackException {
      if (!inspector.looksInto(entry.type())) {
        return;
      }
      if (entry.size() > Limits.STRUCTURE_BYTES) {
        throw PackException.Limit.structure(entry.type(), id.toString(), entry.size());
      }
      try {
        inspector.check(entry.type(), inflated, 0, (int) entry.size());
      } catch (ObjectFormatException e) {
        new BadObject(entry.offset(), entry.type(), id)
            .refuse(inspector, e, inflated, 0, (int) entry.size());
      }
    }

    private void add(Entry entry) throws PackException.Format {
      switch (entry) {
        case Entry.Base base -> table.add(base);
        case Entry.OfsDelta delta -> {
          int base = table.rowAt(delta.baseOffset());
          if (base == EntryTable.NONE) {
            throw new PackException.Format(
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
