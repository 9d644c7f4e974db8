package got.packaging.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * A pack on its way to an indexer at a steady pace.
 *
 * @param began when the first piece was due, by {@link System#nanoTime}
 * @param ended when the last byte had been taken
 * @param bytes of the pack
 */
record Feed(long began, long ended, long bytes) {
  private static final int PIECE = 32 * 1024;
  private static final double NANOS = 1e9;

  /** How late a piece may be, by the scheduler's doing, and the next be on time. */
  private static final long TOLERATED_NANOS = 20_000_000;

  /** Where the pieces go. */
  @FunctionalInterface
  interface Sink {
    /** Returns when the reader, or a small buffer before it, has them. */
    void take(byte[] piece, int count) throws IOException;
  }

  static Sink of(OutputStream out) {
    return (piece, count) -> {
      out.write(piece, 0, count);
      out.flush();
    };
  }

  /**
   * Gives each piece when it is due, or when the last one has been taken, if that is later. A
   * reader that was late gets no more at once later on: its delay moves all that follows.
   */
  static Feed run(Path pack, double bytesPerSecond, Sink sink) throws IOException {
    long began = System.nanoTime();
    long due = began;
    long bytes = 0;
    byte[] piece = new byte[PIECE];
    try (InputStream in = Files.newInputStream(pack)) {
      for (int count; (count = in.readNBytes(piece, 0, PIECE)) > 0; bytes += count) {
        due += (long) (count / bytesPerSecond * NANOS);
        for (long left; (left = due - System.nanoTime()) > 0; ) {
          LockSupport.parkNanos(left);
        }
        sink.take(piece, count);
        due = Math.max(due, System.nanoTime() - TOLERATED_NANOS);
      }
    }
    return new Feed(began, System.nanoTime(), bytes);
  }

  /** Bytes a second that were reached. */
  double pace() {
    return bytes / ((ended - began) / NANOS);
  }

  /** Seconds from the last byte to an event. */
  double secondsUntil(long nanoTime) {
    return (nanoTime - ended) / NANOS;
  }
}
