package got.index.pack;

import got.pack.PackException;
import java.io.Flushable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Resolves deltas in the background while more of the pack arrives.
 *
 * <p>The first pass fills a window. Once the window has {@link #LEAST_BYTES} of pack, the first
 * pass hands it over as soon as somebody takes the window before it. When the window holds {@link
 * #MOST_KEPT_BYTES}, the first pass waits for that. So at most three windows are in memory. When
 * there is nothing to do for a while, the deltas that earlier windows left are resolved, so that
 * little is left after the last byte.
 */
final class WindowQueue {
  /** Bytes of pack in a window, but for the last. */
  static final long LEAST_BYTES = 4 << 20;

  /** Bytes of inflated entries in a window at which it is full. */
  static final long MOST_KEPT_BYTES = 16 << 20;

  /** How long the background thread idles before it looks at deltas that windows left. */
  private static final long LEAST_PATIENCE_NANOS = 250_000_000;

  private final DeltaResolver resolver;
  private final Thread thread;

  // Of the background thread: the last window, and how long it has had nothing to do. It idles at
  // least as long as catching up took the last time: a long chain that each window adds a delta to
  // is walked again each time.
  private Window done = Window.after(0, 0);
  private long idle;
  private long patience = LEAST_PATIENCE_NANOS;

  // Made before there is too little memory to make it.
  private final Failure exhausted = Failure.of(new OutOfMemoryError(), Failure.OUT_OF_MEMORY);

  private final Window.Chunks chunks = new Window.Chunks();
  private Window filling = new Window(0, 0, chunks);
  private long fillingFrom;

  // Guarded by this.
  private @Nullable Window ready;
  private boolean last;
  private @Nullable Failure failure;

  WindowQueue(DeltaResolver resolver) {
    this.resolver = resolver;
    this.thread = Thread.ofPlatform().daemon().name("windows").start(this::run);
  }

  /**
   * Adds an entry whose row is in the table.
   *
   * @param inflated as in {@link FirstPass.Sink#entry}
   * @param copied to flush before a window is handed over, so that its entries can be read again
   * @throws PackException.Format if resolving earlier entries failed; likewise the others
   */
  void add(Entry entry, byte[] inflated, Flushable copied)
      throws IOException, PackException, InterruptedException {
    filling.add(entry, inflated);
    if (filling.endOffset() - fillingFrom >= LEAST_BYTES
        || filling.keptBytes() >= MOST_KEPT_BYTES) {
      offer(copied);
    }
  }

  private synchronized void offer(Flushable copied)
      throws IOException, PackException, InterruptedException {
    while (ready != null && failure == null && filling.keptBytes() >= MOST_KEPT_BYTES) {
      wait();
    }
    rethrow();
    if (ready == null) {
      copied.flush();
      handOver();
    }
  }

  private void handOver() {
    ready = filling;
    filling = new Window(filling.end(), filling.endOffset(), chunks);
    fillingFrom = filling.endOffset();
    notifyAll();
  }

  /**
   * Resolves all that is left; returns when it is done.
   *
   * @param rows in the table
   * @param packEnd where the last entry ends
   */
  void finish(int rows, long packEnd) throws IOException, PackException, InterruptedException {
    synchronized (this) {
      while (ready != null && failure == null) {
        wait();
      }
      handOver();
      last = true;
    }
    thread.join();
    synchronized (this) {
      rethrow();
    }
    chunks.clear();
    resolver.finish(rows, packEnd);
  }

  private void run() {
    Failure ended = exhausted;
    try {
      resolve();
      ended = null;
    } catch (Throwable e) {
      ended = Failure.of(e, Failure.OUT_OF_MEMORY);
    } finally {
      end(ended);
    }
  }

  private synchronized void end(@Nullable Failure why) {
    failure = why;
    notifyAll();
  }

  private void resolve() throws IOException, PackException, InterruptedException {
    while (true) {
      Window window = next();
      if (window == null) {
        catchUp();
      } else if (window.end() > window.start()) {
        resolver.resolve(window);
        window.release();
        done = window;
      } else {
        return;
      }
    }
  }

  private void catchUp() throws IOException, PackException, InterruptedException {
    long start = System.nanoTime();
    resolver.catchUp(done.end(), done.endOffset());
    patience = Math.max(LEAST_PATIENCE_NANOS, System.nanoTime() - start);
    idle = 0;
  }

  /** Waits for the next window; an empty one is the end, null means that there is time to use. */
  private synchronized @Nullable Window next() throws InterruptedException {
    long start = System.nanoTime();
    while (ready == null && !last) {
      long left = patience - idle - (System.nanoTime() - start);
      if (left <= 0) {
        return null;
      }
      wait(left / 1_000_000 + 1);
    }
    idle += System.nanoTime() - start;
    Window window = ready == null ? Window.after(0, 0) : ready;
    ready = null;
    notifyAll();
    return window;
  }

  private void rethrow() throws IOException, PackException {
    if (failure != null) {
      failure.rethrow();
    }
  }

  /** Ends the background work, after the window it is at; nothing is reported after this. */
  void cancel() throws InterruptedException {
    synchronized (this) {
      last = true;
      ready = null;
      notifyAll();
    }
    thread.join();
  }
}
