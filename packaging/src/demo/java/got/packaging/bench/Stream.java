package got.packaging.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/**
 * One round of {@code packaging/bench/stream}: {@code Stream got|git PACK REFERENCES RATE
 * DIRECTORY}. The rate is in MB/s; the directory is made, and holds what came of it.
 *
 * <p>{@code got clone} fetches from a server that sends the pack; {@code git index-pack --stdin}
 * has it on standard input. Prints the seconds from the last byte sent until the indexer has ended,
 * the same until everything has ended, and the pace that was reached in MB/s.
 */
public final class Stream {
  private static final double MEGA = 1e6;
  private static final long INTERVAL_MILLIS = 2;
  private static final String HELPER = "/got-index-pack.jar\0";

  private Stream() {}

  /** When the indexer and all of it had ended, by {@link System#nanoTime}. */
  private record Ends(long indexer, long all) {}

  public static void main(String[] args) throws Exception {
    Path pack = Path.of(args[1]);
    double rate = Double.parseDouble(args[3]) * MEGA;
    Path directory = Path.of(args[4]);
    switch (args[0]) {
      case "got" -> got(pack, Files.readAllLines(Path.of(args[2])), rate, directory);
      case "git" -> git(pack, rate, directory);
      default -> throw new IllegalArgumentException("got or git, not " + args[0]);
    }
  }

  private static void got(Path pack, List<String> references, double rate, Path directory)
      throws Exception {
    try (PackServer server = new PackServer(references)) {
      FutureTask<Feed> serving = start(() -> server.serve(pack, rate));
      String program = Path.of(System.getProperty("got.tree"), "bin/got").toString();
      Process got =
          new ProcessBuilder(program, "clone", "-q", "-a", server.url(), directory.toString())
              .redirectOutput(Redirect.INHERIT)
              .redirectError(Redirect.INHERIT)
              .start();
      Ends ends = awaitWithHelper(got);
      report(serving.get(), ends);
    }
  }

  /** The helper is a child's child of this process, of whose end nobody tells us. */
  private static Ends awaitWithHelper(Process got) throws InterruptedException {
    Optional<ProcessHandle> helper = Optional.empty();
    while (helper.isEmpty() && got.isAlive()) {
      Thread.sleep(INTERVAL_MILLIS);
      helper = got.children().filter(Stream::isHelper).findFirst();
    }
    while (helper.isPresent() && helper.get().isAlive() && got.isAlive()) {
      Thread.sleep(INTERVAL_MILLIS);
    }
    long indexer = System.nanoTime();
    requireSuccess(got, "got clone");
    return new Ends(indexer, System.nanoTime());
  }

  private static boolean isHelper(ProcessHandle process) {
    try {
      Path words = Path.of("/proc", Long.toString(process.pid()), "cmdline");
      return Files.readString(words, StandardCharsets.ISO_8859_1).contains(HELPER);
    } catch (IOException e) {
      return false; // It has ended meanwhile.
    }
  }

  private static void git(Path pack, double rate, Path directory) throws Exception {
    requireSuccess(
        new ProcessBuilder("git", "init", "-q", "--bare", directory.toString())
            .redirectError(Redirect.INHERIT)
            .start(),
        "git init");
    int threads = Runtime.getRuntime().availableProcessors();
    Process git =
        new ProcessBuilder("git", "index-pack", "--stdin", "--threads=" + threads)
            .directory(directory.toFile())
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.INHERIT)
            .start();
    FutureTask<Feed> feeding =
        start(
            () -> {
              try (OutputStream in = git.getOutputStream()) {
                return Feed.run(pack, rate, Feed.of(in));
              }
            });
    requireSuccess(git, "git index-pack");
    long end = System.nanoTime();
    report(feeding.get(), new Ends(end, end));
  }

  private static <T> FutureTask<T> start(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.ofPlatform().daemon().start(task);
    return task;
  }

  private static void requireSuccess(Process process, String name) throws InterruptedException {
    int status = process.waitFor();
    if (status != 0) {
      throw new IllegalStateException(name + " ended with status " + status);
    }
  }

  private static void report(Feed feed, Ends ends) {
    System.out.printf(
        Locale.ROOT,
        "%.3f %.3f %.1f%n",
        feed.secondsUntil(ends.indexer()),
        feed.secondsUntil(ends.all()),
        feed.pace() / MEGA);
  }
}
