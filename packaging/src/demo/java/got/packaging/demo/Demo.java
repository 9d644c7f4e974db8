package got.packaging.demo;

import got.packaging.proc.Descriptor;
import got.packaging.proc.Descriptor.Kind;
import got.packaging.proc.ProcFile;
import got.packaging.proc.ProcStatus;
import got.packaging.proxy.Pause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Clones a repository with the assembled got and shows what each process holds while it does.
 *
 * <p>{@code Demo [URL [directory]]}. Without a URL it serves a repository of its own, on loopback,
 * and stops in the middle of the pack until it has looked.
 */
public final class Demo {
  private static final Path TREE = Path.of(System.getProperty("got.tree"));
  private static final String TABLE = "  %-15s %-8s %-3s %-24s %s%n";
  private static final String CONFINEMENT = "%-15s %-8s %-8s %-10s %s%n";
  private static final long PAUSE_AT = 20_000;
  private static final long INTERVAL_MILLIS = 2;

  private final Process got;
  private final Path where;
  private final Pause pause;
  private final Map<Long, List<Descriptor>> helpers = new TreeMap<>();
  private final Map<Long, String> names = new TreeMap<>();
  private boolean shown;

  private Demo(Process got, Path where, Pause pause) {
    this.got = got;
    this.where = where;
    this.pause = pause;
  }

  public static void main(String[] args) throws Exception {
    if (args.length > 0) {
      String name = args[0].replaceAll("/+$", "").replaceAll(".*[/:]", "").replace(".git", "");
      Path directory = Path.of(args.length > 1 ? args[1] : name + ".git");
      System.exit(run(Path.of(""), List.of(args[0], directory.toString()), directory, new Pause()));
    }
    Path temporary = Files.createTempDirectory("got-demo");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(temporary)));
    Pause pause = new Pause();
    DemoServer server =
        DemoServer.start(Files.createDirectory(temporary.resolve("server")), PAUSE_AT, pause);
    System.out.printf(
        "Serving %d commits and %d tags over https on loopback, with a stop in mid-pack to look"
            + " around.%n%n",
        DemoServer.COMMITS, DemoServer.TAGS);
    int status;
    try {
      String authority = server.authority().toString();
      List<String> words = List.of("--cacert", authority, server.url(), "demo.git");
      status = run(temporary, words, Path.of("demo.git"), pause);
    } finally {
      server.stop();
    }
    System.exit(status);
  }

  /**
   * @param where to run got
   * @param words of got clone, after its options
   * @param directory of the new repository, seen from there
   */
  private static int run(Path where, List<String> words, Path directory, Pause pause)
      throws IOException, InterruptedException {
    System.out.println("$ got clone -v " + String.join(" ", words));
    List<String> command =
        new ArrayList<>(List.of(TREE.resolve("bin/got").toString(), "clone", "-v"));
    command.addAll(words);
    Process got =
        new ProcessBuilder(command).directory(where.toAbsolutePath().toFile()).inheritIO().start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(got)));
    new Demo(got, where.toAbsolutePath(), pause).watch();
    int status = got.waitFor();
    if (status == 0) {
      System.out.println();
      System.out.println(directory + ":");
      list(where.resolve(directory));
    }
    return status;
  }

  /** Looks again and again, and keeps of each helper the moment when it held most. */
  private void watch() throws IOException, InterruptedException {
    while (got.isAlive()) {
      for (ProcessHandle child : got.children().toList()) {
        List<Descriptor> open = Descriptor.of(child.pid());
        if (open.size() > helpers.getOrDefault(child.pid(), List.of()).size()) {
          helpers.put(child.pid(), open);
          names.put(child.pid(), name(child.pid()));
        }
      }
      if (!shown && isComplete()) {
        show();
        pause.end();
      }
      Thread.sleep(INTERVAL_MILLIS);
    }
    if (!shown && !helpers.isEmpty()) {
      show();
    }
  }

  /** All have what they need; where the server stops, only then is everything in use. */
  private boolean isComplete() {
    return has(Kind.TCP) && has(Kind.PIPE_READ) && has(Kind.FILE_BOTH);
  }

  private boolean has(Kind kind) {
    return helpers.values().stream().flatMap(List::stream).anyMatch(d -> d.kind() == kind);
  }

  private void show() throws IOException {
    shown = true;
    System.out.println();
    System.out.printf(TABLE, "PROCESS", "PID", "FD", "KIND", "WHAT IT IS");
    System.out.printf(TABLE, "got", got.pid(), "", "", "starts the others, hands them these:");
    for (Map.Entry<Long, List<Descriptor>> helper : helpers.entrySet()) {
      String name = names.getOrDefault(helper.getKey(), "");
      String pid = helper.getKey().toString();
      for (Descriptor descriptor : helper.getValue()) {
        if (!isOwnFile(descriptor)) {
          System.out.printf(
              TABLE, name, pid, descriptor.number(), descriptor.kind().words(), what(descriptor));
          name = "";
          pid = "";
        }
      }
    }
    showConfinement();
    System.out.println();
  }

  /** What the kernel says; Landlock does not show there, got's own lines tell of it. */
  private void showConfinement() throws IOException {
    System.out.printf("%n  " + CONFINEMENT, "PROCESS", "USER ID", "SECCOMP", "NEW PRIVS", "FILES");
    names.put(got.pid(), "got");
    for (Map.Entry<Long, String> process : names.entrySet()) {
      Map<String, String> status = ProcStatus.of(process.getKey());
      if (status.isEmpty()) {
        continue; // It has ended meanwhile.
      }
      System.out.printf(
          "  " + CONFINEMENT,
          process.getValue(),
          status.getOrDefault("Uid", "").replaceAll("\\s.*", ""),
          status.getOrDefault("Seccomp", "").equals("2") ? "filter" : "none",
          status.getOrDefault("NoNewPrivs", "").equals("1") ? "never" : "possible",
          status.getOrDefault("Max open files", ""));
    }
  }

  /** Of the run-time image, and the sources of random numbers that it opens by itself. */
  private static boolean isOwnFile(Descriptor descriptor) {
    return descriptor.target().startsWith(TREE.toString())
        || descriptor.target().matches("/dev/u?random");
  }

  private String what(Descriptor descriptor) {
    return switch (descriptor.number()) {
      case 0 -> "channel to got";
      case 1 -> "standard output: " + descriptor.target();
      case 2 -> "standard error: got reads it";
      default ->
          switch (descriptor.kind()) {
            case TCP -> "network: " + descriptor.target();
            case PIPE_READ, PIPE_WRITE -> "pack " + descriptor.target();
            case SOCKET -> "one end of a pair: " + descriptor.target();
            case FILE_READ, FILE_WRITE, FILE_BOTH -> descriptor.target().replace(where + "/", "");
          };
    };
  }

  /** From the archive that the process runs. */
  private static String name(long pid) {
    return ProcFile.commandLine(pid).stream()
        .filter(word -> word.endsWith(".jar"))
        .findFirst()
        .map(jar -> Path.of(jar).getFileName().toString().replace(".jar", ""))
        .orElse("?");
  }

  private static void list(Path directory) throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(directory)) {
      all.filter(Files::isRegularFile).sorted().forEach(files::add);
    }
    for (Path file : files) {
      String permissions = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
      System.out.printf(
          "  %s %9d  %s%n", permissions, Files.size(file), directory.relativize(file));
    }
  }

  private static void end(Process got) {
    got.destroy();
    try {
      int ignored = got.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      System.err.println("left behind: " + directory + ": " + e.getMessage());
    }
  }
}
