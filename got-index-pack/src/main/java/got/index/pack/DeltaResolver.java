package got.index.pack;

import got.index.object.Inspection;
import got.index.object.Inspector;
import got.pack.PackException;
import got.pack.digest.ObjectDigest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Computes the ids of base objects, and those of deltas from the bases to the deltas on top of
 * them, window by window.
 *
 * <p>While a {@link Window} is resolved, the next one arrives. Within a window {@link DeltaForest}
 * finds the bases that lead to its deltas; workers then walk down from these, sharing one {@link
 * OpenObjects} stack. Deltas whose base belongs to an earlier window wait until many can be
 * resolved together, because that base has to be built again, once for all of them. Deltas are
 * never followed upwards to be resolved, and nothing recurses: depth is the server's choice.
 */
final class DeltaResolver {
  private final EntryTable table;
  private final RefDeltas refDeltas;
  private final List<BaseWorker> baseWorkers = new ArrayList<>();
  private final List<DeltaWorker> workers = new ArrayList<>();
  private final DeltaForest forest;
  private final Spares spares = new Spares();

  /** Is told of every delta that was resolved, from any thread. */
  @FunctionalInterface
  interface Progress {
    void resolved();
  }

  /**
   * @param threads that resolve
   */
  DeltaResolver(
      Unresolved entries,
      Supplier<ObjectDigest> digests,
      Inspection inspection,
      int threads,
      Progress progress) {
    this.table = entries.table();
    this.refDeltas = entries.waiting();
    this.forest = new DeltaForest(table);
    for (int i = 0; i < threads; i++) {
      ObjectDigest digest = digests.get();
      Inspector inspector = inspection.inspector();
      baseWorkers.add(new BaseWorker(table, digest, inspector));
      workers.add(new DeltaWorker(entries, digest, inspector, spares, progress));
    }
  }

  /**
   * Resolves what can be resolved among the rows of a window.
   *
   * @param window whose entries are in the pack file, up to its end
   * @throws PackException.Format if a delta does not fit its base, or an object is an attack
   * @throws PackException.Limit if an object is too large to be built in memory
   */
  void resolve(Window window) throws IOException, PackException, InterruptedException {
    identify(window);
    run(forest.grow(window), window, false);
  }

  private void identify(Window window) throws IOException, PackException, InterruptedException {
    AtomicInteger next = new AtomicInteger(window.start());
    runAll(baseWorkers.stream().map(worker -> worker.over(window, next)).toList());
    // Of several objects that are bad, it is always the first that is told.
    BaseWorker first = baseWorkers.getFirst();
    for (BaseWorker worker : baseWorkers) {
      first = worker.failedRow() < first.failedRow() ? worker : first;
    }
    first.rethrow();
  }

  /**
   * Resolves the rest of a complete pack: ref-deltas, what stands on them, and what windows left.
   *
   * @param rows in the table
   * @param packEnd where the last entry ends
   */
  void finish(int rows, long packEnd) throws IOException, PackException, InterruptedException {
    finish(0, rows, packEnd);
  }

  /**
   * Resolves what stands on objects that were appended.
   *
   * @param from the first of their rows
   * @param rows in the table
   * @param packEnd where the last entry ends
   */
  void finish(int from, int rows, long packEnd)
      throws IOException, PackException, InterruptedException {
    for (int row = from; !refDeltas.isEmpty() && row < rows; row++) {
      if (table.isResolved(row)) {
        for (int child : refDeltas.take(table.id(row))) {
          table.setBase(child, row);
        }
      }
    }
    run(forest.growRest(rows), Window.after(rows, packEnd), !refDeltas.isEmpty());
  }

  /**
   * Resolves deltas that windows left because their base is in an earlier one.
   *
   * @param rows that windows have seen
   * @param endOffset where the last of these ends
   */
  void catchUp(int rows, long endOffset) throws IOException, PackException, InterruptedException {
    run(forest.growRest(rows), Window.after(rows, endOffset), false);
  }

  private void run(int[] roots, Window window, boolean adopt)
      throws IOException, PackException, InterruptedException {
    if (roots.length == 0) {
      forest.clear();
      return;
    }
    spares.boundGarbage();
    OpenObjects open = new OpenObjects(table, roots, spares);
    runAll(workers.stream().map(worker -> worker.over(open, window, adopt)).toList());
    for (DeltaWorker worker : workers) {
      worker.rethrow();
    }
    forest.clear();
  }

  /** One thread for each; returns when all have ended. */
  private static void runAll(List<Runnable> work) throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (Runnable each : work) {
      threads.add(Thread.ofPlatform().daemon().name("deltas").start(each));
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
