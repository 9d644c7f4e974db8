package got.cli.process;

import got.ipc.confine.FileRule;
import got.ipc.confine.FileRule.Access;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Where got is installed, and how it starts its helpers.
 *
 * <p>The run-time image that got runs on is part of the installation and tells where the rest is;
 * no variable of the environment does.
 */
public final class Installation {
  /** The one option with a file: a cache of classes, in the directory of the archives. */
  private static final String CACHE = "-XX:AOTCache=";

  private final Path root;

  private Installation(Path root) {
    this.root = root;
  }

  /**
   * The installation that this got belongs to.
   *
   * @throws IOException if got runs on another Java than its own
   */
  public static Installation own() throws IOException {
    Path runtime = Path.of(System.getProperty("java.home"));
    Path root = runtime.getParent();
    if (root == null || !Files.exists(root.resolve("lib/got.jar"))) {
      throw new IOException(runtime + " is not the run-time image of an installed got");
    }
    if (!StandardCharsets.US_ASCII.newEncoder().canEncode(root.toString())) {
      // Helpers start without a locale, and would not find their archives.
      throw new IOException(
          "got cannot run below a directory whose name is not ASCII, move it: " + root);
    }
    return new Installation(root);
  }

  /** The installation below a directory, for tools that do not run on its run-time image. */
  public static Installation at(Path root) {
    return new Installation(root);
  }

  /**
   * What a helper has to read before it can confine itself: the run-time image, its own archive and
   * cache, and the libraries for its channel and its confinement. A further file of its own is one
   * more line here.
   *
   * @throws IOException if the helper's options cannot be read
   */
  public List<FileRule> files(HelperProgram<?, ?> program) throws IOException {
    Path lib = root.resolve("lib");
    Path runtime = root.resolve("runtime");
    List<FileRule> files =
        new ArrayList<>(
            List.of(
                new FileRule(runtime.resolve("bin/java"), Access.EXECUTE),
                new FileRule(runtime, Access.READ_TREE),
                new FileRule(lib.resolve("libjunixsocket.so"), Access.READ),
                new FileRule(lib.resolve("libgotsyscall.so"), Access.READ),
                new FileRule(archive(program), Access.READ),
                // Which descriptors there are to be closed between fork(2) and exec(2).
                new FileRule(Path.of("/proc"), Access.LIST)));
    for (String option : optionLines(program)) {
      if (option.startsWith(CACHE)) {
        files.add(new FileRule(Path.of(option.substring(CACHE.length())), Access.READ));
      }
    }
    return files;
  }

  /**
   * The argument vector of a helper: java itself, so that no shell has a part in it.
   *
   * @throws IOException if the helper's options cannot be read
   */
  public List<String> command(HelperProgram<?, ?> program) throws IOException {
    List<String> command = options(program);
    command.add("-Xbootclasspath/a:" + archive(program));
    // Nothing is there. Without a class path the virtual machine would search this directory.
    command.add("-cp");
    command.add(root.resolve("lib/none").toString());
    command.add(program.mainClass());
    return command;
  }

  /**
   * The same with another main class, and without the helper's cache.
   *
   * @param classPath before the helper's archive
   */
  public List<String> command(HelperProgram<?, ?> program, String mainClass, List<Path> classPath)
      throws IOException {
    List<String> command = options(program);
    command.add("-cp");
    List<Path> all = new ArrayList<>(classPath);
    all.add(archive(program));
    command.add(all.stream().map(Path::toString).collect(Collectors.joining(":")));
    command.add(mainClass);
    return command;
  }

  /** What runs in a helper's place for {@code gotadmin confinement}; no helper can read it. */
  public Path probeArchive() {
    return root.resolve("lib/got-probe.jar");
  }

  private Path archive(HelperProgram<?, ?> program) {
    return root.resolve("lib").resolve(program.programName() + ".jar");
  }

  /**
   * The helper's options, without a cache that is missing or older than the archive: the virtual
   * machine would run the classes of the cache, whatever is in the archive.
   */
  private List<String> optionLines(HelperProgram<?, ?> program) throws IOException {
    Path lib = root.resolve("lib");
    List<String> options = new ArrayList<>();
    for (String option : Files.readAllLines(lib.resolve(program.programName() + ".options"))) {
      if (option.startsWith(CACHE)) {
        Path cache = lib.resolve(option.substring(CACHE.length()));
        if (Files.exists(cache) && !isNewer(archive(program), cache)) {
          options.add(CACHE + cache);
        }
      } else {
        options.add(option);
      }
    }
    return options;
  }

  private static boolean isNewer(Path file, Path other) throws IOException {
    // As numbers: to compare times as such takes classes that nothing else needs.
    return Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS)
        > Files.getLastModifiedTime(other).to(TimeUnit.NANOSECONDS);
  }

  private List<String> options(HelperProgram<?, ?> program) throws IOException {
    Path lib = root.resolve("lib");
    List<String> command = new ArrayList<>();
    command.add(root.resolve("runtime/bin/java").toString());
    command.addAll(optionLines(program));
    String property = "-Dorg.newsclub.net.unix.library.override";
    command.add(property + "=" + lib.resolve("libjunixsocket.so"));
    command.add(property + ".force=true");
    command.add("-Dgot.syscalls=" + lib.resolve("libgotsyscall.so"));
    return command;
  }
}
