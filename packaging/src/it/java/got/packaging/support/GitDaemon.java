package got.packaging.support;

import got.packaging.proc.QuietClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;

/** A git-daemon(1) on loopback. Closing ends it. */
public final class GitDaemon implements AutoCloseable {
  private static final int LISTENING_SECONDS = 15;
  private static final long INTERVAL_MILLIS = 10;

  private final Process process;
  private final InetAddress address;
  private final int port;

  private GitDaemon(Process process, InetAddress address, int port) {
    this.process = process;
    this.address = address;
    this.port = port;
  }

  /**
   * @param base holds the repositories
   */
  public static GitDaemon start(Path base) throws IOException, InterruptedException {
    return start(base, "127.0.0.1");
  }

  /**
   * @param address of loopback
   */
  public static GitDaemon start(Path base, String address)
      throws IOException, InterruptedException {
    return start(base, address, Map.of());
  }

  /**
   * @param variables of the environment of each git-upload-pack(1)
   */
  public static GitDaemon start(Path base, Map<String, String> variables)
      throws IOException, InterruptedException {
    return start(base, "127.0.0.1", variables);
  }

  /** On a port that is known before. */
  public static GitDaemon start(Path base, int port) throws IOException, InterruptedException {
    return start(base, "127.0.0.1", port, Map.of());
  }

  private static GitDaemon start(Path base, String address, Map<String, String> variables)
      throws IOException, InterruptedException {
    return start(base, address, freePort(), variables);
  }

  private static GitDaemon start(Path base, String address, int port, Map<String, String> variables)
      throws IOException, InterruptedException {
    // Not by way of git(1), which would be left between us and the daemon.
    Path program = Path.of(Git.run(base, "--exec-path").strip(), "git-daemon");
    ProcessBuilder builder =
        Git.clean(
            new ProcessBuilder(
                program.toString(),
                "--listen=" + address,
                "--port=" + port,
                "--reuseaddr",
                "--export-all",
                "--informative-errors",
                "--base-path=" + base));
    builder.environment().putAll(variables);
    Process process =
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    GitDaemon daemon = new GitDaemon(process, InetAddress.getByName(address), port);
    daemon.awaitListening();
    return daemon;
  }

  /** A port that nobody listens on. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitListening() throws InterruptedException {
    QuietClock clock = QuietClock.start();
    while (process.isAlive() && !clock.isOver(LISTENING_SECONDS)) {
      try (Socket socket = new Socket(address, port)) {
        if (socket.isConnected()) {
          return;
        }
      } catch (IOException e) {
        Thread.sleep(INTERVAL_MILLIS);
      }
    }
    close();
    throw new AssertionError("git-daemon does not listen");
  }

  public int port() {
    return port;
  }

  public String url(String repository) {
    return url(port, repository);
  }

  /** The URL of a repository behind any port of loopback. */
  public static String url(int port, String repository) {
    return "git://127.0.0.1:" + port + "/" + repository;
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().join();
  }
}
