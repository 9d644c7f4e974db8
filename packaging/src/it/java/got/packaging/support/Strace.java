package got.packaging.support;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.proc.QuietClock;
import got.packaging.support.GotProcess.Launch;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.StraceLog.Call;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * got under strace(1), which lets the helpers go when they become another program: what is recorded
 * and killed is got itself. The launcher would be let go too, so java is started without it.
 */
public final class Strace {
  /** Calls that name a file, work on its bytes, or say that it has to be on the disk. */
  private static final String TRACED = "%file,read,write,fsync,fdatasync,ftruncate,fchmod";

  private static final long STOP_SECONDS = 30;

  private final Path log;
  private final Path where;
  private final List<String> java;

  /**
   * @param scratch an empty directory
   * @param where got's working directory
   */
  public Strace(Path scratch, Path where) throws Exception {
    this.log = scratch.resolve("calls");
    this.where = where;
    this.java = java(scratch);
  }

  /** What the launcher makes of itself, up to got's own arguments. */
  private static List<String> java(Path scratch) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        GotProcess got =
            GotProcess.start(
                scratch, "clone", "-l", GitDaemon.url(server.getLocalPort(), "x.git"))) {
      server.accept().close();
      List<String> words = GotProcess.commandLine(got.pid());
      return words.subList(0, words.indexOf("-cp") + 3);
    }
  }

  private Result run(List<String> options, String... arguments) throws Exception {
    try (GotProcess got = start(options, arguments)) {
      return got.await();
    }
  }

  private GotProcess start(List<String> options, String... arguments) throws IOException {
    Files.deleteIfExists(log);
    List<String> strace = new ArrayList<>(List.of("strace", "-f", "-y", "-b", "execve"));
    strace.addAll(List.of("-s", "4096", "-e", "signal=none", "-o", log.toString()));
    strace.addAll(options);
    List<String> words = new ArrayList<>(java.subList(1, java.size()));
    words.addAll(List.of(arguments));
    return Launch.in(where)
        .by(strace.toArray(String[]::new))
        .program(Path.of(java.getFirst()))
        .start(words.toArray(String[]::new));
  }

  /** Runs got, which has nothing to say, to a good end; the calls of all its threads in order. */
  public List<Call> record(String... arguments) throws Exception {
    Result result = run(List.of("-e", "trace=" + TRACED), arguments);
    assertThat(result).isEqualTo(new Result(0, "", ""));
    return StraceLog.calls(log);
  }

  /** The calls that failed in the last {@link #fail} because they were made to. */
  public List<Call> failed() throws IOException {
    return StraceLog.failed(log);
  }

  /** Runs got, and kills it by SIGKILL where a thread is about to make this call. */
  public Result kill(Call call, String... arguments) throws Exception {
    String injection = "inject=" + call.name() + ":signal=KILL:when=" + call.nth();
    return run(List.of("-e", "trace=" + call.name(), "-e", injection), arguments);
  }

  /** Starts got, and returns when it was stopped after this call. */
  public GotProcess stop(Call call, String... arguments) throws Exception {
    String injection = "inject=" + call.name() + ":signal=STOP:when=" + call.nth();
    List<String> options =
        List.of("-e", "trace=" + call.name(), "-e", injection, "-e", "signal=STOP");
    GotProcess got = start(options, arguments);
    QuietClock clock = QuietClock.start();
    while (!Files.exists(log)
        || !Files.readString(log, StandardCharsets.ISO_8859_1).contains("stopped by SIGSTOP")) {
      if (clock.isOver(STOP_SECONDS) || !got.handle().isAlive()) {
        got.close();
        throw new AssertionError("never stopped at " + call);
      }
      Thread.sleep(2);
    }
    return got;
  }

  /** Starts got, and returns when a thread has made this call, which takes as long as this. */
  public GotProcess slow(String call, int seconds, String... arguments) throws Exception {
    String injection = "inject=%s:delay_enter=%d".formatted(call, seconds * 1_000_000L);
    GotProcess got = start(List.of("-e", "trace=" + call, "-e", injection), arguments);
    QuietClock clock = QuietClock.start();
    while (!Files.exists(log)
        || !Files.readString(log, StandardCharsets.ISO_8859_1).contains(call + "(")) {
      if (clock.isOver(STOP_SECONDS) || !got.handle().isAlive()) {
        got.close();
        throw new AssertionError("never made the call " + call);
      }
      Thread.sleep(2);
    }
    return got;
  }

  /** Lets a got go on that {@link #stop} has stopped. */
  public void resume(GotProcess got) throws Exception {
    long pid = got.handle().children().findFirst().orElseThrow().pid();
    Process kill = new ProcessBuilder("sh", "-c", "kill -s CONT " + pid).inheritIO().start();
    assertThat(kill.waitFor()).isZero();
  }

  /**
   * A failure that is to happen.
   *
   * @param when of which calls of a thread: strace's {@code 3}, or {@code 3+} for all from then on
   * @param error as in {@code EIO}
   */
  public record Fault(String name, String when, String error) {
    public static Fault of(Call call, String error) {
      return new Fault(call.name(), Integer.toString(call.nth()), error);
    }

    /**
     * The system is given a call without an effect in its place, because the number that strace
     * takes otherwise is fatal to got's filter.
     */
    public String option() {
      return "inject=%s:error=%s:syscall=getpid:when=%s".formatted(name, error, when);
    }
  }

  /** Runs got, and lets calls fail that nothing is wrong with. */
  public Result fail(List<Fault> faults, String... arguments) throws Exception {
    List<String> options = new ArrayList<>();
    options.add("-e");
    options.add("trace=" + String.join(",", faults.stream().map(Fault::name).toList()));
    for (Fault fault : faults) {
      options.add("-e");
      options.add(fault.option());
    }
    return run(options, arguments);
  }
}
