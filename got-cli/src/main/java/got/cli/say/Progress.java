package got.cli.say;

import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * The line that tells how far a fetch is: {@code 11.2M fetched, 4.1M/s; indexing 100%; resolving
 * deltas 37%}.
 *
 * <p>Keeps numbers and makes text; {@link Console} draws it. Times are {@link System#nanoTime}. For
 * one thread.
 */
public final class Progress {
  private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long STALL = TimeUnit.SECONDS.toNanos(5);
  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

  /** How much the newest interval counts in the rate; the rest is what it was. */
  private static final double NEWEST = 0.2;

  /** Columns of the size, so that the line does not jump as it grows. */
  private static final int SIZE_WIDTH = 6;

  private final IntSupplier width;
  private final String done;

  private boolean started;
  private boolean complete;
  private boolean drawn;
  private long start;
  private long lastByte;
  private long lastDrawn;
  private long lastDrawnBytes;
  private double rate;

  private long bytes;
  private long objects;
  private long indexed;
  private long deltas;
  private long resolved;

  /**
   * @param width columns of the terminal, which may change; 0: no line is ever made
   */
  Progress(IntSupplier width) {
    this(width, "fetched");
  }

  /**
   * @param done what was done with the bytes
   */
  Progress(IntSupplier width, String done) {
    this.width = width;
    this.done = done;
  }

  /** Makes no line. */
  static Progress off() {
    return new Progress(() -> 0);
  }

  /**
   * @param total bytes of the pack that have arrived so far
   */
  public void fetched(long now, long total) {
    if (!started) {
      started = true;
      start = now;
      lastByte = now;
      lastDrawn = now - INTERVAL;
    }
    if (total > bytes) {
      bytes = total;
      lastByte = now;
    }
  }

  /** The last byte has arrived: from now on it is no wonder that none comes. */
  public void fetchComplete(long now) {
    complete = true;
    rate = now > start ? bytes * NANOS / (now - start) : 0;
  }

  /**
   * @param totalObjects in the pack
   * @param indexedObjects of these
   * @param totalDeltas seen so far
   * @param resolvedDeltas of these
   */
  public void indexed(int totalObjects, int indexedObjects, int totalDeltas, int resolvedDeltas) {
    objects = totalObjects;
    indexed = indexedObjects;
    deltas = totalDeltas;
    resolved = resolvedDeltas;
  }

  /** The line, cut to the width; empty if there is nothing to show or the last one is too new. */
  public String line(long now) {
    return started && now - lastDrawn >= INTERVAL ? draw(now) : "";
  }

  /** The line as it is now, to stay on the screen; empty if there never was one. */
  public String lastLine(long now) {
    return started ? draw(now) : "";
  }

  private String draw(long now) {
    int columns = width.getAsInt();
    if (columns == 0) {
      return "";
    }
    if (!complete) {
      measure(now);
    }
    lastDrawn = now;
    lastDrawnBytes = bytes;
    drawn = true;
    // One column stays free: a line that fills the last one wraps on some terminals.
    String text = text(now);
    return text.substring(0, Math.min(text.length(), Math.max(1, columns - 1)));
  }

  private void measure(long now) {
    double elapsed = (now - (drawn ? lastDrawn : start)) / NANOS;
    if (elapsed > 0) {
      double newest = (bytes - lastDrawnBytes) / elapsed;
      rate = rate == 0 ? newest : rate + NEWEST * (newest - rate);
    }
  }

  private String text(long now) {
    String size = ScaledSize.of(bytes);
    StringBuilder out = new StringBuilder();
    out.repeat(' ', Math.max(0, SIZE_WIDTH - size.length())).append(size).append(' ').append(done);
    if (!complete && now - lastByte >= STALL) {
      out.append(", stalled");
    } else if (rate >= 1) {
      out.append(", ").append(ScaledSize.of((long) rate)).append("/s");
    }
    if (indexed > 0) {
      out.append("; indexing ").append(percent(indexed, objects)).append('%');
    }
    if (resolved > 0) {
      out.append("; resolving deltas ").append(percent(resolved, deltas)).append('%');
    }
    return out.toString();
  }

  /** Rounded down, so that 100 means all. */
  private static long percent(long part, long whole) {
    return whole <= 0 ? 0 : Math.min(100, part * 100 / whole);
  }
}
