package got.index.pack;

import java.io.Flushable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Resolves deltas in the background while more of the pack arrives.
 *
 * <p>The first pass fills a window. From {@link #LEAST_BYTES} of pack on it is handed over as soon
 * as the window before it is taken; when it holds {@link #MOST_KEPT_BYTES}, the first pass has to
 * wait for that. So a window is small enough that little is left after the last byte, large enough
 * that few deltas have their base in an earlier one, and at most three are in memory.
 */
final class WindowQueue {
  /** Bytes of pack in a window, but for the last. */
  static final long LEAST_BYTES = 4 << 20;

  /** Bytes of inflated entries in a window at which it is full. */
  static final long MOST_KEPT_BYTES = 16 << 20;

  private final DeltaResolver resolver;
  private final Thread thread;
  private Window filling = new Window(0, 0);
  private long fillingFrom;

  // Guarded by this.
  private @Nullable Window ready;
  private boolean last;
  private @Nullable Exception failure;

  WindowQueue(DeltaResolver resolver) {
    this.resolver = resolver;
    this.thread = Thread.ofPlatform().daemon().name("windows").start(this::run);
  }

  /**
   * Adds an entry whose row is in the table.
   *
   * @param inflated as in {@link FirstPass.Sink#entry}
   * @param copied to flush before a window is handed over, so that its entries can be read again
   * @throws PackFormatException if resolving earlier entries failed; likewise the others
   */
  void add(Entry entry, byte[] inflated, Flushable copied)
      throws IOException, PackFormatException, PackLimitException, InterruptedException {
    filling.add(entry, inflated);
    if (filling.endOffset() - fillingFrom >= LEAST_BYTES
        || filling.keptBytes() >= MOST_KEPT_BYTES) {
      offer(copied);
    }
  }

  private synchronized void offer(Flushable copied)
      throws IOException, PackFormatException, PackLimitException, InterruptedException {
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
    filling = new Window(filling.end(), filling.endOffset());
    fillingFrom = filling.endOffset();
    notifyAll();
  }

  /**
   * Resolves all that is left; returns when it is done.
   *
   * @param rows in the table
   * @param packEnd where the last entry ends
   */
  void finish(int rows, long packEnd)
      throws IOException, PackFormatException, PackLimitException, InterruptedException {
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
    resolver.finish(rows, packEnd);
  }

  private void run() {
    try {
      for (Window window = next(); window.end() > window.start(); window = next()) {
        resolver.resolve(window);
      }
    } catch (IOException
        | PackFormatException
        | PackLimitException
        | InterruptedException
        | RuntimeException
        | OutOfMemoryError e) {
      synchronized (this) {
        failure = e instanceof Exception x ? x : new IllegalStateException(e);
        notifyAll();
      }
    }
  }

  /** Waits for the next window; an empty one is the end. */
  private synchronized Window next() throws InterruptedException {
    while (ready == null && !last) {
      wait();
    }
    Window window = ready == null ? new Window(0, 0) : ready;
    ready = null;
    notifyAll();
    return window;
  }

  private void rethrow() throws IOException, PackFormatException, PackLimitException {
    switch (failure) {
      case IOException e -> throw e;
      case PackFormatException e -> throw e;
      case PackLimitException e -> throw e;
      case null -> {
        // Nothing failed.
      }
      default -> throw new IllegalStateException(failure);
    }
  }

  /** Lets the background work end after the window it is at. */
  synchronized void cancel() {
    last = true;
    ready = null;
    notifyAll();
  }
}
