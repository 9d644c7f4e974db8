import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Makes the cache of classes that each program starts from: {@code Train TREE}.
 *
 * <p>Each program clones once while its virtual machine writes down what it loads; a second run of
 * java makes the cache of that. A cache is named after a digest of the program's archive and
 * options and of the virtual machine, and only files of the present names stay, so that none can
 * belong to other classes. Nothing is done if all are there. The launchers and option files of the
 * tree name them.
 */
class Train {
  private static final String LIBRARY = "-Dorg.newsclub.net.unix.library.override";

  private static final int ATTEMPTS = 6;

  private static final List<String> HELPERS = List.of("got-fetch-pack", "got-index-pack");
  private static final List<String> PROGRAMS = List.of("got", "got-fetch-pack", "got-index-pack");

  private final Path tree;
  private final Path work;

  private Train(Path tree, Path work) {
    this.tree = tree;
    this.work = work;
  }

  public static void main(String[] args) throws Exception {
    Path work = Files.createTempDirectory("got-train");
    try {
      new Train(Path.of(args[0]).toAbsolutePath().normalize(), work).run();
    } finally {
      delete(work);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private void run() throws Exception {
    List<Path> caches = new ArrayList<>();
    for (String program : PROGRAMS) {
      caches.add(cache(program));
    }
    if (!caches.stream().allMatch(Files::exists)) {
      removeCaches();
      byte[] jdkList = Files.readAllBytes(jdkList());
      try {
        record();
      } finally {
        Files.write(jdkList(), jdkList);
      }
      for (int i = 0; i < PROGRAMS.size(); i++) {
        create(PROGRAMS.get(i), caches.get(i));
      }
    }
    // An archive that was written again, with the same content, must not look newer.
    for (Path cache : caches) {
      Files.setLastModifiedTime(cache, FileTime.from(Instant.now()));
    }
    for (String program : List.of("got", "gotadmin")) {
      Path launcher = tree.resolve("bin").resolve(program);
      String text = Files.readString(launcher);
      Files.writeString(launcher, text.replace("@cache@", name(caches.getFirst())));
    }
    for (String helper : HELPERS) {
      List<String> options = new ArrayList<>(options(helper));
      options.add("-XX:AOTCache=" + name(caches.get(PROGRAMS.indexOf(helper))));
      Files.write(optionsFile(helper), options);
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  private Path archive(String program) {
    return tree.resolve("lib").resolve(program + ".jar");
  }

  private Path optionsFile(String program) {
    return tree.resolve("lib").resolve(program + ".options");
  }

  /** Without the line that names a cache. */
  private List<String> options(String program) throws IOException {
    return Files.readAllLines(optionsFile(program)).stream()
        .filter(line -> !line.startsWith("-XX:AOTCache="))
        .toList();
  }

  private Path cache(String program) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(Files.readAllBytes(archive(program)));
    digest.update(Files.readAllBytes(tree.resolve("runtime/lib/server/libjvm.so")));
    digest.update(Files.readAllBytes(tree.resolve("runtime/lib/modules")));
    for (String option : program.equals("got") ? gotOptions() : options(program)) {
      digest.update(option.getBytes(StandardCharsets.UTF_8));
    }
    String hex = HexFormat.of().formatHex(digest.digest()).substring(0, 16);
    return tree.resolve("lib").resolve(program + "-" + hex + ".aot");
  }

  private void removeCaches() throws IOException {
    try (Stream<Path> files = Files.list(tree.resolve("lib"))) {
      for (Path file : files.filter(f -> name(f).endsWith(".aot")).toList()) {
        Files.delete(file);
      }
    }
  }

  /** As in the launcher, which a test compares. */
  private List<String> gotOptions() throws IOException {
    String launcher = Files.readString(tree.resolve("bin/got"));
    String words = launcher.substring(launcher.indexOf("/bin/java\"") + 10);
    words = words.substring(0, words.indexOf("-cp")).replace("\\\n", " ").strip();
    // The tree may be in a directory whose name has spaces.
    return Stream.of(words.split("\\s+"))
        .map(word -> word.replace("\"", "").replace("$root", tree.toString()))
        .filter(word -> !word.startsWith("-XX:AOTCache="))
        .toList();
  }

  /**
   * First got, confined if this system can; then its helpers, which have to write a file and so
   * only rehearse their confinement.
   */
  private void record() throws Exception {
    try (Server server = new Server(repository())) {
      addForms(server);
      if (clone(server, recording("got"), List.of()) != 0) {
        System.err.println("Train: got cannot confine here, and is trained without");
        require(clone(server, recording("got"), List.of("--unconfined")) == 0, "got clone failed");
      }
      cloneUnconfined(server, List.of(), this::recording);
    }
  }

  /**
   * Adds what method handles the programs use, as far as the JDK's own list for making caches lacks
   * it: {@link #run} takes it away again. The virtual machine writes classes for these forms into
   * the cache; otherwise each is made anew at every start, in half a millisecond.
   */
  private void addForms(Server server) throws Exception {
    Function<String, List<String>> listing =
        program -> List.of("-XX:DumpLoadedClassList=" + work.resolve(program + ".list"));
    cloneUnconfined(server, listing.apply("got"), listing);
    Set<String> lines = new LinkedHashSet<>(Files.readAllLines(jdkList()));
    for (String program : PROGRAMS) {
      Files.readAllLines(work.resolve(program + ".list")).stream()
          .filter(line -> line.startsWith("@lambda-form-invoker "))
          .forEach(lines::add);
    }
    Files.write(jdkList(), lines);
  }

  private Path jdkList() {
    return tree.resolve("runtime/lib/classlist");
  }

  /**
   * @param got options for its virtual machine
   * @param helpers the same for each helper
   */
  private void cloneUnconfined(
      Server server, List<String> got, Function<String, List<String>> helpers) throws Exception {
    for (String helper : HELPERS) {
      List<String> options = new ArrayList<>(options(helper));
      options.addAll(helpers.apply(helper));
      Files.write(optionsFile(helper), options);
    }
    try {
      // On a busy machine a helper may take longer to write its list than got waits for its end.
      int status = 1;
      for (int i = 0; i < ATTEMPTS && status != 0; i++) {
        status = clone(server, got, List.of("--unconfined"));
      }
      require(status == 0, "got clone failed");
    } finally {
      for (String helper : HELPERS) {
        List<String> options = new ArrayList<>(options(helper));
        options.removeAll(helpers.apply(helper));
        Files.write(optionsFile(helper), options);
      }
    }
  }

  private List<String> recording(String program) {
    return List.of("-XX:AOTMode=record", "-XX:AOTConfiguration=" + configuration(program));
  }

  private Path configuration(String program) {
    return work.resolve(program + ".classes");
  }

  private int clone(Server server, List<String> java, List<String> options) throws Exception {
    Path target = work.resolve("clone.git");
    if (Files.exists(target)) {
      delete(target);
    }
    List<String> command = new ArrayList<>();
    command.add(tree.resolve("runtime/bin/java").toString());
    command.addAll(gotOptions());
    command.addAll(java);
    command.addAll(List.of("-cp", archive("got").toString(), "got.cli.Main", "clone"));
    command.addAll(options);
    command.add("git://127.0.0.1:" + server.port() + "/small.git");
    command.add(target.toString());
    return execute(command);
  }

  private void create(String program, Path cache) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(tree.resolve("runtime/bin/java").toString());
    command.addAll(program.equals("got") ? gotOptions() : options(program));
    if (!program.equals("got")) {
      command.add(LIBRARY + "=" + tree.resolve("lib/libjunixsocket.so"));
      command.add(LIBRARY + ".force=true");
    }
    command.add("-XX:AOTMode=create");
    command.add("-XX:AOTConfiguration=" + configuration(program));
    command.add("-XX:AOTCache=" + cache);
    command.addAll(List.of(program.equals("got") ? "-cp" : "-jar", archive(program).toString()));
    require(execute(command) == 0 && Files.exists(cache), "no cache for " + program);
  }

  private static void require(boolean condition, String otherwise) throws IOException {
    if (!condition) {
      throw new IOException(otherwise);
    }
  }

  /** What it prints is shown if it fails. */
  private int execute(List<String> command) throws Exception {
    Path output = work.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    process.getOutputStream().close();
    int status = process.waitFor();
    if (status != 0) {
      System.err.print(Files.readString(output));
    }
    return status;
  }

  /** A history with deltas, a tag and a submodule, the same every time. */
  private Path repository() throws Exception {
    Path served = Files.createDirectory(work.resolve("served"));
    Path repository = served.resolve("small.git");
    git(served, "", "init", "-q", "--bare", "-b", "main", repository.toString());
    StringBuilder history = new StringBuilder();
    Random random = new Random(1);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      lines.add("line " + i + " " + Long.toHexString(random.nextLong()) + "\n");
    }
    for (int commit = 1; commit <= 400; commit++) {
      lines.set(random.nextInt(lines.size()), "changed by " + commit + "\n");
      String content = String.join("", lines);
      history
          .append("commit refs/heads/main\ncommitter A <a@example.org> ")
          .append(1_000_000_000 + commit)
          .append(" +0000\ndata 8\nmessage\n\n")
          .append(
              "M 100644 inline directory-%d/file\ndata %d\n"
                  .formatted(commit % 7, content.length()))
          .append(content)
          .append('\n');
    }
    history.append("tag v1\nfrom refs/heads/main\ntagger A <a@example.org> 1100000000 +0000\n");
    history.append("data 4\ntag\n\n");
    git(repository, history.toString(), "fast-import", "--quiet");
    git(repository, "", "repack", "-q", "-a", "-d", "-f");
    return served;
  }

  private static void git(Path directory, String input, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .inheritIO()
            .redirectInput(ProcessBuilder.Redirect.PIPE)
            .start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    }
    require(process.waitFor() == 0, "git " + String.join(" ", arguments) + " failed");
  }

  /** git-daemon(1), one process for each connection to a port of loopback. */
  private static final class Server implements AutoCloseable {
    private final ServerSocket socket;
    private final Path served;

    Server(Path served) throws IOException {
      this.served = served;
      socket = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
      Thread.ofPlatform().daemon().start(this::accept);
    }

    int port() {
      return socket.getLocalPort();
    }

    private void accept() {
      while (!socket.isClosed()) {
        try (Socket client = socket.accept()) {
          serve(client);
        } catch (IOException e) {
          // The next one, or closed.
        }
      }
    }

    private void serve(Socket client) throws IOException {
      Process daemon =
          new ProcessBuilder("git", "daemon", "--inetd", "--export-all", "--base-path=" + served)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      Thread.ofPlatform().daemon().start(() -> copy(client, daemon));
      try (InputStream in = daemon.getInputStream()) {
        in.transferTo(client.getOutputStream());
      }
    }

    private static void copy(Socket client, Process daemon) {
      try (OutputStream out = daemon.getOutputStream()) {
        byte[] buffer = new byte[8192];
        for (int n; (n = client.getInputStream().read(buffer)) > 0; ) {
          out.write(buffer, 0, n);
          out.flush();
        }
      } catch (IOException e) {
        // The client has what it wants, and is gone.
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
