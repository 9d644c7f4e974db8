package got.index;

import got.index.pack.PackAnalysis;
import got.ipc.index.IndexTalk;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Consumer;

/**
 * Reports progress to got ten times a second, from a thread of its own, as long as there is some:
 * entries, deltas, bytes read of the pack or written of the index. Without any it is silent, and
 * got will think that this helper hangs, as it then does.
 *
 * <p>Nothing is reported after {@link #close}.
 */
final class ProgressReporter implements PackAnalysis.Listener, AutoCloseable {
  private static final long INTERVAL_MILLIS = 100;

  private final Consumer<IndexTalk.Reply> got;
  private final Thread thread;
  private volatile IndexTalk.Indexing latest = new IndexTalk.Indexing(0, 0, 0, 0, 0);
  private volatile long read;
  private volatile long written;

  // Guarded by this.
  private boolean closed;

  // Of the thread.
  private IndexTalk.Indexing reported = latest;
  private long reportedWritten;

  ProgressReporter(Consumer<IndexTalk.Reply> got) {
    this.got = got;
    this.thread = Thread.ofPlatform().daemon().name("progress").start(this::run);
  }

  /** Counts what is read from the pipe; for one thread. */
  InputStream counting(InputStream pipe) {
    return new FilterInputStream(pipe) {
      @Override
      public int read() throws IOException {
        int b = in.read();
        add(b < 0 ? 0 : 1);
        return b;
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        int n = in.read(buffer, offset, length);
        add(Math.max(0, n));
        return n;
      }

      @SuppressWarnings("NonAtomicVolatileUpdate") // one thread reads the pipe
      private void add(int n) {
        read += n;
      }
    };
  }

  /** Counts what is written to the index; for one thread. */
  OutputStream counting(OutputStream index) {
    return new FilterOutputStream(index) {
      @Override
      @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes the index
      public void write(byte[] buffer, int offset, int length) throws IOException {
        out.write(buffer, offset, length);
        written += length;
      }
    };
  }

  /** From several threads, whose numbers may be of different moments. */
  @Override
  public void progress(long bytes, int objects, int indexed, int deltas, int resolved) {
    int entries = Math.min(indexed, objects);
    int found = Math.min(deltas, entries);
    latest = new IndexTalk.Indexing(bytes, objects, entries, found, Math.min(resolved, found));
  }

  private void run() {
    try {
      do {
        Thread.sleep(INTERVAL_MILLIS);
      } while (report());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean report() {
    IndexTalk.Indexing now = latest;
    IndexTalk.Indexing message =
        new IndexTalk.Indexing(
            Math.max(read, now.bytes()),
            now.objects(),
            now.indexed(),
            now.deltas(),
            now.resolved());
    long writtenNow = written;
    if (!closed && (!same(message, reported) || writtenNow != reportedWritten)) {
      reported = message;
      reportedWritten = writtenNow;
      got.accept(message);
    }
    return !closed;
  }

  /** What the record's own method would say, which takes 15 ms to link: as long as a small pack. */
  private static boolean same(IndexTalk.Indexing a, IndexTalk.Indexing b) {
    return a.bytes() == b.bytes()
        && a.objects() == b.objects()
        && a.indexed() == b.indexed()
        && a.deltas() == b.deltas()
        && a.resolved() == b.resolved();
  }

  /** Reports the last numbers, if they are not known yet; does nothing a second time. */
  @Override
  public void close() {
    synchronized (this) {
      report();
      closed = true;
    }
    thread.interrupt();
  }
}
