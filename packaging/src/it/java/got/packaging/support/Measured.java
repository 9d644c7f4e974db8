package got.packaging.support;

import got.packaging.proc.QuietClock;
import got.packaging.support.GotProcess.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What came of a program, and what it took.
 *
 * @param peakBytes the largest sum, over its processes, of the most memory each has had; mapped
 *     files included
 * @param millis in which a processor was idle: see {@link QuietClock}
 */
public record Measured(Result result, long peakBytes, long millis) {
  private static final long INTERVAL_MILLIS = 10;

  public static Measured of(GotProcess got) throws Exception {
    QuietClock clock = QuietClock.start();
    long peak = 0;
    while (got.handle().isAlive()) {
      long sum =
          Stream.concat(Stream.of(got.handle()), got.handle().descendants())
              .mapToLong(p -> peakOf(p.pid()))
              .sum();
      peak = Math.max(peak, sum);
      Thread.sleep(INTERVAL_MILLIS);
    }
    Result result = got.await();
    return new Measured(result, peak, clock.millis());
  }

  /** VmHWM, or 0 if the process is gone. Source: proc(5). */
  public static long peakOf(long pid) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
        if (line.startsWith("VmHWM:")) {
          return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
        }
      }
    } catch (IOException e) {
      // It ended meanwhile.
    }
    return 0;
  }
}
