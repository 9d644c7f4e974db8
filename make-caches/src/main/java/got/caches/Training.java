package got.caches;

import got.caches.Tree.Program;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * One training of all programs of a tree, and the caches that come of it.
 *
 * <p>The programs run from a second tree inside the first, of hard links: somebody may be using the
 * first one, and training changes options and the run-time image's list of classes. Its programs
 * take as long as they need; nothing here is waited for by the clock.
 */
final class Training implements Closeable {
  /** Below the tree; whoever the helpers of root are has to reach it. */
  private static final String PLACE = ".training-";

  /** While a virtual machine writes its record, got may give up its helper. */
  private static final int ATTEMPTS = 20;

  /** With what got's launcher keeps for SIGQUIT, so that got is trained to take the signal. */
  private static final List<String> AS_LAUNCHED =
      List.of("/bin/sh", "-c", "exec 3<>/dev/null; exec \"$@\"", "sh");

  private final Tree installed;
  private final Tree tree;

  /** For what the programs write. */
  private final Path work;

  private final List<Program> programs;
  private final Servers servers;

  Training(Tree installed) throws IOException, InterruptedException {
    this.installed = installed;
    programs = installed.programs();
    Path place = Files.createTempDirectory(installed.root(), PLACE);
    Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxr-xr-x"));
    tree = new Tree(place.resolve("tree"));
    work = Files.createDirectory(place.resolve("work"));
    link("runtime");
    link("lib");
    servers = Servers.start(tree.keytool(), work, this::require);
  }

  /** Options and list of classes are copies, because they are written. */
  private void link(String part) throws IOException {
    try (Stream<Path> files = Files.walk(installed.root().resolve(part))) {
      for (Path file : files.toList()) {
        Path to = tree.root().resolve(installed.root().relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(to);
        } else if (file.toString().endsWith(".options")
            || file.equals(installed.classList())
            || Files.isSymbolicLink(file)) {
          Files.copy(file, to, StandardCopyOption.COPY_ATTRIBUTES);
        } else if (!file.toString().endsWith(".aot")) {
          linkOrCopy(file, to);
        }
      }
    }
  }

  private static void linkOrCopy(Path file, Path to) throws IOException {
    try {
      Files.createLink(to, file);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (FileSystemException | UnsupportedOperationException e) {
      // No hard links there, or not for us.
      Files.copy(file, to, StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  /**
   * @throws IOException if a cache cannot be made; those made before are in place
   */
  void run() throws IOException, InterruptedException {
    addForms();
    record();
    installed.removeOldCaches();
    for (Program program : programs) {
      create(program);
    }
  }

  /**
   * Adds to the list of classes which method handles the programs use. The virtual machine writes
   * classes for these forms into a cache; otherwise each is made anew at every start, in half a
   * millisecond.
   */
  private void addForms() throws IOException, InterruptedException {
    Function<Program, List<String>> listing =
        program -> List.of("-XX:DumpLoadedClassList=" + list(program));
    unconfined(
        some(Program::speaksHttps),
        listing,
        (java, more) -> runClone(servers.secure(), java, more));
    unconfined(some(Program::fetches), listing, new Fetch());
    unconfined(some(p -> !p.isHelper()), listing, new Both());
    Set<String> lines = new LinkedHashSet<>(Files.readAllLines(tree.classList()));
    for (Program program : programs) {
      Files.readAllLines(list(program)).stream()
          .filter(line -> line.startsWith("@lambda-form-invoker "))
          .forEach(lines::add);
    }
    Files.write(tree.classList(), lines);
  }

  private Path list(Program program) {
    return work.resolve(program.name() + ".list");
  }

  /**
   * First got, confined if this system can, which does both things that it can do; then its
   * helpers, which have to write a file and so only rehearse their confinement. The one that speaks
   * https has a clone of its own, in which it meets all kinds of TLS.
   */
  private void record() throws IOException, InterruptedException {
    Both both = new Both();
    for (Program program : some(p -> !p.isHelper())) {
      both.prepare();
      if (both.run(recording(program), List.of()) != 0) {
        unconfined(List.of(program), this::recording, both);
      }
    }
    unconfined(
        some(Program::speaksHttps),
        this::recording,
        (java, more) -> runClone(servers.various(), java, more));
    unconfined(some(Program::fetches), this::recording, new Fetch());
  }

  private List<Program> some(Predicate<Program> which) {
    return programs.stream().filter(which).toList();
  }

  private List<String> recording(Program program) {
    return List.of("-XX:AOTMode=record", "-XX:AOTConfiguration=" + configuration(program));
  }

  private Path configuration(Program program) {
    return work.resolve(program.name() + ".record");
  }

  /** Something that got does. */
  private interface Job {
    /** Done before each attempt, by programs with their usual options. */
    default void prepare() throws IOException, InterruptedException {}

    /**
     * @param java options of got's virtual machine
     * @param more options of the command
     * @return the status of got
     */
    int run(List<String> java, List<String> more) throws IOException, InterruptedException;
  }

  /**
   * @param some programs whose virtual machines have these options as well
   */
  private void unconfined(List<Program> some, Function<Program, List<String>> options, Job job)
      throws IOException, InterruptedException {
    int status = 1;
    for (int i = 0; i < ATTEMPTS && status != 0; i++) {
      job.prepare();
      status = run(job, some, options);
    }
    if (status != 0) {
      throw failure("got cannot clone or fetch", work.resolve("output"));
    }
  }

  private int run(Job job, List<Program> some, Function<Program, List<String>> options)
      throws IOException, InterruptedException {
    Map<Path, List<String>> before = new TreeMap<>();
    List<String> gots = List.of();
    for (Program program : some) {
      if (program.isHelper()) {
        List<String> present = tree.options(program);
        before.put(tree.optionsFile(program), present);
        List<String> all = new ArrayList<>(present);
        all.addAll(options.apply(program));
        Files.write(tree.optionsFile(program), all);
      } else {
        gots = options.apply(program);
      }
    }
    int status = job.run(gots, List.of("--unconfined"));
    for (Map.Entry<Path, List<String>> present : before.entrySet()) {
      Files.write(present.getKey(), present.getValue());
    }
    return status;
  }

  /** Fetches what is new into a repository from which it is missing. */
  private class Fetch implements Job {
    @Override
    public final void prepare() throws IOException, InterruptedException {
      servers.git().serve(History.standard());
      if (runClone(servers.git().url(), List.of(), List.of("--unconfined")) != 0) {
        throw failure("got cannot clone", work.resolve("output"));
      }
      servers.git().serve(History.later());
    }

    @Override
    public int run(List<String> java, List<String> more) throws IOException, InterruptedException {
      return got("got", java, fetching(more));
    }
  }

  /** A clone over https, and then such a fetch, all in one virtual machine. */
  private final class Both extends Fetch {
    /**
     * The first of the two is never confined: a process cannot be set free again for the second. A
     * fetch takes more steps to confine itself than a clone.
     */
    @Override
    public int run(List<String> java, List<String> more) throws IOException, InterruptedException {
      Path target = work.resolve("second.git");
      delete(target);
      List<String> arguments = cloning(servers.secure(), target, List.of("--unconfined"));
      arguments.add("--then");
      arguments.addAll(fetching(more));
      return got("training", java, arguments);
    }
  }

  private List<String> fetching(List<String> more) {
    List<String> arguments = new ArrayList<>(List.of("fetch"));
    arguments.addAll(more);
    arguments.addAll(List.of("-r", repository().toString()));
    return arguments;
  }

  /** What got prints is kept. */
  private int runClone(String url, List<String> java, List<String> more)
      throws IOException, InterruptedException {
    delete(repository());
    return got("got", java, cloning(url, repository(), more));
  }

  private List<String> cloning(String url, Path target, List<String> more) {
    List<String> arguments = new ArrayList<>(List.of("clone"));
    arguments.addAll(more);
    if (url.startsWith("http")) {
      arguments.addAll(List.of("--cacert", servers.authorities().toString()));
    }
    arguments.addAll(List.of(url, target.toString()));
    return arguments;
  }

  private Path repository() {
    return work.resolve("clone.git");
  }

  /**
   * @param program what the launcher says it is
   */
  private int got(String program, List<String> java, List<String> arguments)
      throws IOException, InterruptedException {
    Program got = some(p -> !p.isHelper()).getFirst();
    List<String> command = new ArrayList<>(AS_LAUNCHED);
    command.addAll(tree.command(got, launched(program, java)));
    command.addAll(arguments);
    return execute(command);
  }

  /**
   * With the path of the archive that the programs will run from. With any other the virtual
   * machine resolves both paths for each class that it takes from the cache: 10 ms of every start.
   */
  private void create(Program program) throws IOException, InterruptedException {
    Path made = work.resolve(program.name() + ".aot");
    List<String> command =
        tree.command(
            program,
            installed.archive(program),
            List.of(
                "-XX:AOTMode=create",
                "-XX:AOTConfiguration=" + configuration(program),
                "-XX:AOTCache=" + made));
    if (execute(command) != 0 || !Files.exists(made)) {
      throw failure("no cache for " + program.name(), work.resolve("output"));
    }
    Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-r--r--"));
    Files.move(made, installed.cache(program), StandardCopyOption.ATOMIC_MOVE);
  }

  private static List<String> launched(String program, List<String> java) {
    List<String> all = new ArrayList<>(java);
    all.addAll(List.of("-Dgot.program=" + program, "-Dgot.terminal=false", "-Dgot.quit=end"));
    return all;
  }

  /** Runs what must end well. */
  private void require(List<String> command) throws IOException, InterruptedException {
    if (execute(command) != 0) {
      throw failure(command.getFirst(), work.resolve("output"));
    }
  }

  private int execute(List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(work.toFile())
            .redirectErrorStream(true)
            .redirectOutput(work.resolve("output").toFile());
    builder.environment().clear();
    // As the launchers of got set it: names in another encoding need other classes.
    builder.environment().putAll(Map.of("LC_ALL", "C.UTF-8", "GOT_LC_ALL", ""));
    Process process = builder.start();
    process.getOutputStream().close();
    return process.waitFor();
  }

  private static IOException failure(String what, Path output) throws IOException {
    return new IOException(
        what + ", programs will start slowly: " + Files.readString(output).strip());
  }

  private static void delete(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    servers.close();
    delete(work.resolveSibling(""));
  }
}
