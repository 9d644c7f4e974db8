package got.index;

import got.index.pack.PackAnalysis;
import got.ipc.Helper;
import got.ipc.Message;

/** Reports progress to got, at most ten times a second. */
final class ProgressReporter implements PackAnalysis.Listener {
  private static final long INTERVAL_NANOS = 100_000_000;

  private final Helper got;
  private volatile long next = System.nanoTime();

  ProgressReporter(Helper got) {
    this.got = got;
  }

  @Override
  public void progress(long bytes, int objects, int indexed, int deltas, int resolved) {
    if (System.nanoTime() - next < 0) {
      return;
    }
    send(new Message.Indexing(bytes, objects, indexed, deltas, resolved));
  }

  /** Only one of several threads that come at the same time reports. */
  private synchronized void send(Message message) {
    long now = System.nanoTime();
    if (now - next >= 0) {
      next = now + INTERVAL_NANOS;
      got.send(message);
    }
  }
}
