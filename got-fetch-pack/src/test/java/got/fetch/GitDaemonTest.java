package got.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import got.ipc.ErrorKind;
import got.ipc.Remote;
import got.ipc.fetch.FetchTalk;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A git-daemon(1) on loopback: the request line, a real socket, its refusals. */
class GitDaemonTest {
  @TempDir Path temporary;
  private GitRepository repository;
  private Process daemon;
  private int port;

  @BeforeEach
  void start() throws Exception {
    repository = GitRepository.small(temporary);
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    // Not by way of git(1), which would be left between us and the daemon.
    Path program = Path.of(repository.git("", "--exec-path").strip(), "git-daemon");
    daemon =
        GitRepository.clean(
                new ProcessBuilder(
                    program.toString(),
                    "--listen=127.0.0.1",
                    "--port=" + port,
                    "--reuseaddr",
                    "--export-all",
                    "--informative-errors",
                    "--base-path=" + temporary))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    for (int i = 0; i < 1000; i++) {
      try (Socket socket = connect()) {
        assertThat(socket.isConnected()).isTrue();
        return;
      } catch (IOException e) {
        assertThat(daemon.isAlive()).as("git-daemon runs").isTrue();
        Thread.sleep(10);
      }
    }
    throw new AssertionError("git-daemon does not answer");
  }

  @AfterEach
  void stop() throws InterruptedException {
    daemon.destroy();
    assertThat(daemon.waitFor(10, TimeUnit.SECONDS)).isTrue();
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), port);
  }

  private Exchange fetch(String path) throws IOException {
    try (Socket socket = connect()) {
      Remote remote = new Remote(Remote.Transport.GIT, "127.0.0.1:" + port, path);
      return Exchange.fetch(
          remote, socket.getInputStream(), socket.getOutputStream(), Exchange::ids);
    }
  }

  @Test
  void packIsFetchedInVersion2() throws Exception {
    Exchange exchange = fetch("/r.git").succeeds();
    assertThat(exchange.only(FetchTalk.Advertisement.class).getFirst().version()).isEqualTo(2);
    assertThat(GitRepository.map(exchange.refs())).isEqualTo(repository.lsRemote());
    GitRepository copy = GitRepository.empty(temporary.resolve("copy"));
    assertThat(copy.git(exchange.packBytes(), "index-pack", "--stdin", "--strict"))
        .startsWith("pack\t");
  }

  @Test
  void refusalIsShown() throws Exception {
    fetch("/nosuch.git").refuses("no such repository: /nosuch.git");
  }

  @Test
  void daemonThatDoesNotKnowTheRequestHangsUp() throws Exception {
    try (Socket socket = connect()) {
      socket.getOutputStream().write("000bnothing".getBytes(StandardCharsets.US_ASCII));
      Exchange.list(Exchange.OVER_SSH, socket.getInputStream())
          .failsWith(ErrorKind.CONNECTION, "the server closed the connection without an answer");
    }
  }
}
