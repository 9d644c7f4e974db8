package got.packaging.ssh;

import got.packaging.proc.QuietClock;
import got.packaging.support.Git;
import got.packaging.support.GitDaemon;
import got.packaging.support.GotProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * An sshd(8) on loopback that lets the user of the tests in, with keys of its own, and an ssh(1)
 * that knows these keys and nothing else. Closing ends it.
 *
 * <p>As root, sshd insists on the directory /run/sshd. If it is missing, sshd gets a /run of its
 * own, so that the system's stays as it is.
 */
public final class Sshd implements AutoCloseable {
  /** Makes a /run of its own, then becomes the program named by the arguments. */
  private static final String PRIVATE_RUN =
      "mount -t tmpfs -o mode=755 run /run && mkdir /run/sshd && exec \"$@\"";

  private static final int LISTENING_SECONDS = 15;
  private static final long INTERVAL_MILLIS = 10;

  private final Path directory;
  private final Process process;
  private final int port;

  private Sshd(Path directory, Process process, int port) {
    this.directory = directory;
    this.process = process;
    this.port = port;
  }

  /**
   * @param directory empty; for keys and configuration
   * @param settings further lines of sshd_config(5)
   */
  public static Sshd start(Path directory, String... settings)
      throws IOException, InterruptedException {
    int port = GitDaemon.freePort();
    key(directory.resolve("host_key"));
    key(directory.resolve("id"));
    key(directory.resolve("stranger"));
    Files.copy(directory.resolve("id.pub"), directory.resolve("authorized_keys"));
    Files.writeString(
        directory.resolve("known_hosts"),
        "[127.0.0.1]:" + port + " " + Files.readString(directory.resolve("host_key.pub")));
    Files.createFile(directory.resolve("no_hosts"));
    Path config = directory.resolve("sshd_config");
    Files.writeString(
        config,
        """
        ListenAddress 127.0.0.1
        Port %d
        PidFile none
        LogLevel VERBOSE
        HostKey %s/host_key
        AuthorizedKeysFile %s/authorized_keys
        StrictModes no
        PermitRootLogin yes
        PasswordAuthentication no
        KbdInteractiveAuthentication no
        %s
        """
            .formatted(port, directory, directory, String.join("\n", settings)));
    Path log = directory.resolve("log");
    List<String> words = List.of("/usr/sbin/sshd", "-D", "-E", log.toString(), "-f");
    Process process =
        Git.clean(
                new ProcessBuilder(
                    Stream.of(prefix(), words, List.of(config.toString()))
                        .flatMap(List::stream)
                        .toList()))
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("output").toFile())
            .start();
    Sshd sshd = new Sshd(directory, process, port);
    sshd.awaitListening(log);
    sshd.client("known_hosts", "id", "StrictHostKeyChecking yes");
    return sshd;
  }

  private static List<String> prefix() {
    boolean root = System.getProperty("user.name").equals("root");
    return root && !Files.isDirectory(Path.of("/run/sshd"))
        ? List.of("unshare", "--mount", "sh", "-c", PRIVATE_RUN, "sh")
        : List.of();
  }

  private static void key(Path file) throws IOException, InterruptedException {
    Process keygen =
        new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file.toString())
            .inheritIO()
            .start();
    if (keygen.waitFor() != 0) {
      throw new AssertionError("ssh-keygen failed");
    }
  }

  private void awaitListening(Path log) throws IOException, InterruptedException {
    QuietClock clock = QuietClock.start();
    while (process.isAlive() && !clock.isOver(LISTENING_SECONDS)) {
      if (Files.exists(log) && Files.readString(log).contains("Server listening")) {
        return;
      }
      Thread.sleep(INTERVAL_MILLIS);
    }
    close();
    throw new AssertionError(
        "sshd does not listen; as root it needs /run/sshd, or unshare(1): "
            + Files.readString(directory.resolve("output")));
  }

  /**
   * Makes the ssh that got is to start. It leaves its arguments and its environment in files.
   *
   * @param knownHosts a file in the directory
   * @param identity likewise
   * @param settings further lines of ssh_config(5)
   */
  public void client(String knownHosts, String identity, String... settings) throws IOException {
    Files.writeString(
        directory.resolve("ssh_config"),
        """
        IdentityFile %s/%s
        IdentitiesOnly yes
        UserKnownHostsFile %s/%s
        GlobalKnownHostsFile /dev/null
        %s
        """
            .formatted(directory, identity, directory, knownHosts, String.join("\n", settings)));
    program(
        "ssh",
        """
        printf '%%s\\0' "$@" >%s/arguments
        env -0 >%s/environment
        exec /usr/bin/ssh -F %s/ssh_config "$@"
        """
            .formatted(directory, directory, directory));
  }

  /** Makes a script of sh(1) in the directory. */
  public Path program(String name, String script) throws IOException {
    Path program = directory.resolve(name);
    Files.writeString(program, "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    return program;
  }

  int port() {
    return port;
  }

  /** The URL of a repository on the disk. */
  public String url(Path repository) {
    return "ssh://127.0.0.1:" + port + repository;
  }

  /** For got: nothing but what it needs to find {@link #client}. */
  public Map<String, String> environment() {
    return Map.of(
        "PATH",
        "/usr/bin:/bin",
        "LC_ALL",
        "C.UTF-8",
        "HOME",
        directory.toString(),
        "GOT_SSH",
        directory.resolve("ssh").toString());
  }

  public GotProcess.Launch got(Path where) {
    return GotProcess.Launch.in(where).environment(environment());
  }

  /** The words that the last ssh was started with, without its name. */
  List<String> arguments() throws IOException {
    return words("arguments");
  }

  /** The environment of the last ssh. */
  List<String> sshEnvironment() throws IOException {
    return words("environment");
  }

  private List<String> words(String file) throws IOException {
    String text = Files.readString(directory.resolve(file));
    return List.of(text.substring(0, text.length() - 1).split("\0", -1));
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().join();
  }
}
