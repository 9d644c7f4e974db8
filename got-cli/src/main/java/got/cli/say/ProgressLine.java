package got.cli.say;

import got.ipc.index.IndexTalk;

/** Redraws the progress line from a thread of its own, so that it shows when nothing comes. */
public final class ProgressLine implements AutoCloseable {
  private static final long INTERVAL_MILLIS = 200;

  private final Console console;
  private final Progress progress;
  private final RunningClock clock = new RunningClock();
  private final Thread thread;

  // Guarded by this.
  private boolean ended;

  public ProgressLine(Console console) {
    this(console, "fetched");
  }

  /**
   * @param done what was done with the bytes, as {@code fetched}
   */
  public ProgressLine(Console console, String done) {
    this.console = console;
    this.progress = console.progressOf(done);
    this.thread = Thread.ofPlatform().daemon().name("progress").start(this::run);
  }

  private void run() {
    try {
      while (draw()) {
        Thread.sleep(INTERVAL_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean draw() {
    if (!ended) {
      console.progress(progress.line(clock.getAsLong()));
    }
    return !ended;
  }

  /** How many bytes there are so far. */
  public synchronized void fetching(long bytes) {
    progress.fetched(clock.getAsLong(), bytes);
  }

  /** How many bytes there are, and that no more will come. */
  public synchronized void received(long bytes) {
    long now = clock.getAsLong();
    progress.fetched(now, bytes);
    progress.fetchComplete(now);
  }

  /** How far the index is. */
  public synchronized void indexing(IndexTalk.Indexing p) {
    progress.indexed(p.objects(), p.indexed(), p.deltas(), p.resolved());
  }

  /** Leaves the line as it is in the end. */
  public synchronized void end() {
    if (!ended) {
      ended = true;
      console.progress(progress.lastLine(clock.getAsLong()));
      console.progressDone();
    }
  }

  /** Draws nothing any more. */
  @Override
  public void close() {
    synchronized (this) {
      ended = true;
    }
    thread.interrupt();
  }
}
