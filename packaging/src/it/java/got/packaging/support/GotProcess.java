package got.packaging.support;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.proc.ProcFile;
import got.packaging.proc.QuietClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A running got of the assembled tree. Closing kills it. */
public final class GotProcess implements AutoCloseable {
  public static final Path TREE = tree();
  public static final String FETCH_PACK = "got-fetch-pack";
  public static final String INDEX_PACK = "got-index-pack";

  private static final long TIMEOUT_SECONDS = 60;
  private static final long LEAVE_SECONDS = 2;
  private static final long INTERVAL_MILLIS = 2;

  private final Process process;
  private final CompletableFuture<String> out;
  private final CompletableFuture<String> err;
  private final ByteArrayOutputStream errSoFar = new ByteArrayOutputStream();

  /** What came of it. */
  public record Result(int status, String out, String err) {
    /** The lines of standard error that are got's own. */
    public List<String> complaints() {
      return err.lines().filter(line -> line.startsWith("got: ")).toList();
    }
  }

  /**
   * How to start it.
   *
   * @param where the working directory
   * @param prefix a program that runs got, with its arguments; may be empty
   * @param program bin/got, or a link to it
   * @param environment all of it
   */
  public record Launch(
      Path where, List<String> prefix, Path program, Map<String, String> environment) {
    public static Launch in(Path where) {
      return new Launch(
          where,
          List.of(),
          TREE.resolve("bin/got"),
          Map.of("PATH", "/usr/bin:/bin", "LC_ALL", "C.UTF-8"));
    }

    public Launch by(String... words) {
      return new Launch(where, List.of(words), program, environment);
    }

    public Launch program(Path other) {
      return new Launch(where, prefix, other, environment);
    }

    public Launch environment(Map<String, String> other) {
      return new Launch(where, prefix, program, other);
    }

    public GotProcess start(String... arguments) throws IOException {
      List<String> command = new ArrayList<>(prefix);
      command.add(program.toString());
      command.addAll(List.of(arguments));
      ProcessBuilder builder = new ProcessBuilder(command).directory(where.toFile());
      builder.environment().clear();
      builder.environment().putAll(environment);
      Process process = builder.start();
      process.getOutputStream().close();
      return new GotProcess(process);
    }

    public Result run(String... arguments) throws Exception {
      try (GotProcess got = start(arguments)) {
        return got.await();
      }
    }
  }

  private GotProcess(Process process) {
    this.process = process;
    this.out = reading(process.getInputStream(), new ByteArrayOutputStream());
    this.err = reading(process.getErrorStream(), errSoFar);
  }

  public static GotProcess start(Path where, String... arguments) throws IOException {
    return Launch.in(where).start(arguments);
  }

  public static Result run(Path where, String... arguments) throws Exception {
    return Launch.in(where).run(arguments);
  }

  /** In a thread of its own: with two processors the common pool has one, for both streams. */
  private static CompletableFuture<String> reading(
      InputStream stream, ByteArrayOutputStream soFar) {
    return CompletableFuture.supplyAsync(
        () -> all(stream, soFar), task -> Thread.ofPlatform().daemon().start(task));
  }

  private static String all(InputStream stream, ByteArrayOutputStream soFar) {
    byte[] buffer = new byte[8192];
    try (stream) {
      for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
        soFar.write(buffer, 0, n);
      }
      return soFar.toString(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public long pid() {
    return process.pid();
  }

  public ProcessHandle handle() {
    return process.toHandle();
  }

  public Result await() throws Exception {
    assertThat(QuietClock.await(process::waitFor, TIMEOUT_SECONDS)).as("got ends").isTrue();
    return new Result(
        process.exitValue(),
        out.get(TIMEOUT_SECONDS, TimeUnit.SECONDS),
        err.get(TIMEOUT_SECONDS, TimeUnit.SECONDS));
  }

  /** Waits until it has written a text to standard error. */
  public void awaitError(String text) throws Exception {
    QuietClock clock = QuietClock.start();
    while (!errSoFar.toString(StandardCharsets.UTF_8).contains(text)) {
      if (!process.isAlive() || clock.isOver(TIMEOUT_SECONDS)) {
        throw new AssertionError(
            "never said: " + text + ": " + errSoFar.toString(StandardCharsets.UTF_8));
      }
      Thread.sleep(INTERVAL_MILLIS);
    }
  }

  /** Waits until a helper's own program runs. */
  public ProcessHandle helper(String name) throws Exception {
    QuietClock clock = QuietClock.start();
    while (process.isAlive() && !clock.isOver(TIMEOUT_SECONDS)) {
      for (ProcessHandle child : process.children().toList()) {
        if (isProgram(child.pid(), name)) {
          return child;
        }
      }
      Thread.sleep(INTERVAL_MILLIS);
    }
    throw new AssertionError(name + " was never seen: " + await());
  }

  /** Whether it is a program's virtual machine; a launcher that becomes one is not yet. */
  public static boolean isProgram(long pid, String name) {
    return commandLine(pid).contains(archiveOption(TREE, name));
  }

  /** How the virtual machine is told where a program's classes are. */
  public static String archiveOption(Path tree, String name) {
    return "-Xbootclasspath/a:" + tree + "/lib/" + name + ".jar";
  }

  /** The words, or nothing if the process is gone. */
  public static List<String> commandLine(long pid) {
    return ProcFile.commandLine(pid);
  }

  private static Path tree() {
    try {
      return Path.of(System.getProperty("got.tree")).toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every process of the machine that runs a program of the tree. */
  public static List<ProcessHandle> running() {
    String runtime = TREE.resolve("runtime").toString();
    return ProcessHandle.allProcesses()
        .filter(p -> p.info().command().orElse("").startsWith(runtime))
        .toList();
  }

  /** Waits two quiet seconds, no longer, until no program of the tree runs any more. */
  public static void assertNoneRuns() throws InterruptedException {
    QuietClock clock = QuietClock.start();
    while (!running().isEmpty() && !clock.isOver(LEAVE_SECONDS)) {
      Thread.sleep(INTERVAL_MILLIS);
    }
    assertThat(running()).as("processes of got that are left").isEmpty();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().join();
  }
}
