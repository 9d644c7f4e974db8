package got.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.GotProcess.Launch;
import got.packaging.GotProcess.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * got under strace(1), which lets the helpers go when they become another program: what is recorded
 * and killed is got itself. The launcher would be let go too, so java is started without it.
 */
final class Strace {
  /** Calls that name a file, and those that say that it has to be on the disk. */
  private static final String TRACED = "%file,write,fsync,fdatasync,ftruncate,fchmod";

  private static final Pattern ENTRY = Pattern.compile("(\\d+) +([a-z0-9_]+)\\((.*)");

  /** A path given as a string, or that of a descriptor. */
  private static final Pattern PATH = Pattern.compile("\"(/[^\"]*)\"|\\d+<(/[^>]*)>");

  private final Path log;
  private final Path where;
  private final List<String> java;

  /**
   * One call of one thread.
   *
   * @param nth of this name in its thread, from 1: how strace counts
   * @param paths absolute ones, of strings and of descriptors
   */
  record Call(long thread, String name, int nth, String arguments, List<String> paths) {
    boolean creates() {
      return name.equals("openat") && arguments.contains("O_CREAT");
    }

    @Override
    public String toString() {
      return nth + ". " + name + "(" + arguments;
    }
  }

  /**
   * @param scratch an empty directory
   * @param where got's working directory
   */
  Strace(Path scratch, Path where) throws Exception {
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
      return words.subList(0, words.indexOf("-jar") + 2);
    }
  }

  private Result run(List<String> options, String... arguments) throws Exception {
    List<String> strace = new ArrayList<>(List.of("strace", "-f", "-y", "-b", "execve"));
    strace.addAll(List.of("-s", "4096", "-e", "signal=none", "-o", log.toString()));
    strace.addAll(options);
    List<String> words = new ArrayList<>(java.subList(1, java.size()));
    words.addAll(List.of(arguments));
    return Launch.in(where)
        .by(strace.toArray(String[]::new))
        .program(Path.of(java.getFirst()))
        .run(words.toArray(String[]::new));
  }

  /** Runs got, which has nothing to say, to a good end; the calls of all its threads in order. */
  List<Call> record(String... arguments) throws Exception {
    Result result = run(List.of("-e", "trace=" + TRACED), arguments);
    assertThat(result).isEqualTo(new Result(0, "", ""));
    return calls();
  }

  private List<Call> calls() throws IOException {
    List<Call> calls = new ArrayList<>();
    Map<String, Integer> counts = new HashMap<>();
    for (String line : Files.readAllLines(log, StandardCharsets.ISO_8859_1)) {
      Matcher entry = ENTRY.matcher(line);
      if (entry.matches()) {
        int nth = counts.merge(entry.group(1) + entry.group(2), 1, Integer::sum);
        List<String> paths = new ArrayList<>();
        Matcher path = PATH.matcher(entry.group(3));
        while (path.find()) {
          paths.add(path.group(1) == null ? path.group(2) : path.group(1));
        }
        calls.add(
            new Call(
                Long.parseLong(entry.group(1)),
                entry.group(2),
                nth,
                entry.group(3),
                List.copyOf(paths)));
      }
    }
    return calls;
  }

  /** Runs got, and kills it by SIGKILL where a thread is about to make this call. */
  Result kill(Call call, String... arguments) throws Exception {
    String injection = "inject=" + call.name() + ":signal=KILL:when=" + call.nth();
    return run(List.of("-e", "trace=" + call.name(), "-e", injection), arguments);
  }
}
