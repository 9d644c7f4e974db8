package got.index.pack;

import got.index.pack.DeltaResolver.Window;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Resolves deltas in the background while more of the pack arrives.
 *
 * <p>A window is everything announced since the last one began, but at least {@link #LEAST_BYTES}:
 * small enough that little is left after the last byte, large enough that few deltas have their
 * base in an earlier window. When the pack arrives faster than it is resolved, windows grow.
 */
final class WindowQueue {
  /** Bytes of pack in a window, but for the last. */
  static final long LEAST_BYTES = 4 << 20;

  private final DeltaResolver resolver;
  private final Thread thread;

  // Guarded by this.
  private int end;
  private long endOffset;
  private int start;
  private long startOffset;
  private boolean last;
  private boolean cancelled;
  private @Nullable Exception failure;

  WindowQueue(DeltaResolver resolver) {
    this.resolver = resolver;
    this.thread = Thread.ofPlatform().daemon().name("windows").start(this::run);
  }

  /**
   * Tells of rows that are complete and in the pack file.
   *
   * @param rows all so far
   * @param offset where the last of them ends in the pack
   * @throws PackFormatException if resolving earlier rows failed; likewise the others
   */
  synchronized void announce(int rows, long offset)
      throws IOException, PackFormatException, PackLimitException {
    rethrow();
    end = rows;
    endOffset = offset;
    if (endOffset - startOffset >= LEAST_BYTES) {
      notifyAll();
    }
  }

  /**
   * Resolves all that is left; returns when it is done.
   *
   * @param pack all rows
   */
  void finish(Window pack)
      throws IOException, PackFormatException, PackLimitException, InterruptedException {
    synchronized (this) {
      end = pack.end();
      endOffset = pack.endOffset();
      last = true;
      notifyAll();
    }
    thread.join();
    synchronized (this) {
      rethrow();
    }
    resolver.finish(pack);
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
        | Error e) {
      synchronized (this) {
        failure = e instanceof Exception x ? x : new IllegalStateException(e);
      }
    }
  }

  /** Waits for enough rows; an empty window is the end. */
  private synchronized Window next() throws InterruptedException {
    while (!last && !cancelled && endOffset - startOffset < LEAST_BYTES) {
      wait();
    }
    Window window = new Window(start, cancelled ? start : end, endOffset);
    start = end;
    startOffset = endOffset;
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
    cancelled = true;
    notifyAll();
  }
}
