package got.caches;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** An installed tree: its programs, their archives, options and caches. */
record Tree(Path root) {
  private static final String CACHE = "-XX:AOTCache=";
  private static final String LIBRARY = "-Dorg.newsclub.net.unix.library.override";

  /**
   * A program with a cache.
   *
   * @param isHelper if got starts it
   * @param training what it loads when: as in the table of programs
   */
  record Program(String name, boolean isHelper, String mainClass, String training) {
    boolean speaksHttps() {
      return training.equals("https");
    }

    boolean fetches() {
      return training.equals("fetch");
    }
  }

  /** The tree whose run-time image this program runs on. */
  static Tree own() throws IOException {
    Path runtime = Path.of(System.getProperty("java.home")).toRealPath();
    Path root = runtime.getParent();
    if (root == null || !Files.exists(root.resolve("lib/programs"))) {
      throw new IOException(runtime + " is not the run-time image of an installed got");
    }
    return new Tree(root);
  }

  /** Those that the table of programs says to start from a cache. */
  List<Program> programs() throws IOException {
    List<List<String>> rows =
        Files.readAllLines(lib().resolve("programs")).stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .map(line -> List.of(line.split("\t+")))
            .toList();
    List<String> columns = rows.getFirst();
    List<Program> programs = new ArrayList<>();
    for (List<String> row : rows.subList(1, rows.size())) {
      String training = row.get(columns.indexOf("cache"));
      if (!training.equals("-")) {
        programs.add(
            new Program(
                row.get(columns.indexOf("name")),
                row.get(columns.indexOf("kind")).equals("helper"),
                row.get(columns.indexOf("main class")),
                training));
      }
    }
    return programs;
  }

  Path lib() {
    return root.resolve("lib");
  }

  Path java() {
    return root.resolve("runtime/bin/java");
  }

  Path keytool() {
    return root.resolve("runtime/bin/keytool");
  }

  /** The list of classes from which the virtual machine knows forms of method handles. */
  Path classList() {
    return root.resolve("runtime/lib/classlist");
  }

  Path archive(Program program) {
    return lib().resolve(program.name() + ".jar");
  }

  Path optionsFile(Program program) {
    return lib().resolve(program.name() + ".options");
  }

  /** Without the one that names a cache. */
  List<String> options(Program program) throws IOException {
    return Files.readAllLines(optionsFile(program)).stream()
        .filter(line -> !line.startsWith(CACHE))
        .toList();
  }

  /** All that the virtual machine is told by whoever starts the program, but the cache. */
  List<String> command(Program program, List<String> more) throws IOException {
    return command(program, archive(program), more);
  }

  /**
   * @param archive which one to run instead of this tree's
   */
  List<String> command(Program program, Path archive, List<String> more) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(java().toString());
    command.addAll(options(program));
    command.add(LIBRARY + "=" + lib().resolve("libjunixsocket.so"));
    command.add(LIBRARY + ".force=true");
    command.add("-Dgot.syscalls=" + lib().resolve("libgotsyscall.so"));
    command.addAll(more);
    command.add("-Xbootclasspath/a:" + archive);
    command.addAll(List.of("-cp", archive.resolveSibling("none").toString(), program.mainClass()));
    return command;
  }

  /** Its name says what it is made of: see the assembly. */
  Path cache(Program program) throws IOException {
    return lib()
        .resolve(
            Files.readAllLines(optionsFile(program)).stream()
                .filter(line -> line.startsWith(CACHE))
                .findFirst()
                .orElseThrow(() -> new IOException(program.name() + " names no cache"))
                .substring(CACHE.length()));
  }

  /** Whether every program has a cache that its virtual machine takes. */
  boolean isComplete() throws IOException, InterruptedException {
    for (Program program : programs()) {
      if (!Files.exists(cache(program)) || !fits(program)) {
        return false;
      }
    }
    return true;
  }

  /** The virtual machine compares place, time and size of the archive, among other things. */
  private boolean fits(Program program) throws IOException, InterruptedException {
    List<String> command =
        command(program, List.of("-XX:AOTMode=on", "-XX:AOTCache=" + cache(program)));
    command.set(command.size() - 1, "-version");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    process.getOutputStream().close();
    return process.waitFor() == 0;
  }

  /** An archive that was written again with the same content must not look newer than its cache. */
  void touchCaches() throws IOException {
    for (Program program : programs()) {
      Files.setLastModifiedTime(cache(program), FileTime.from(Instant.now()));
    }
  }

  /** Those that no program of the tree starts from. */
  void removeOldCaches() throws IOException {
    List<Path> current = new ArrayList<>();
    for (Program program : programs()) {
      current.add(cache(program));
    }
    try (Stream<Path> files = Files.list(lib())) {
      for (Path file : files.toList()) {
        if (file.toString().endsWith(".aot") && !current.contains(file)) {
          Files.delete(file);
        }
      }
    }
  }
}
