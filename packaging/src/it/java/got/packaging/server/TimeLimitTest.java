package got.packaging.server;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.proxy.Pause;
import got.packaging.proxy.ServerProxy;
import got.packaging.support.GitDaemon;
import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.TestRepositories;
import got.packaging.support.Waits;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody keeps got waiting for longer than it was told, and nothing is left afterwards. */
@Tag("alone")
class TimeLimitTest {
  private static final String SILENCE = "3";
  private static final String HINT = "got: hint: --timeout allows for more";

  @TempDir Path work;
  @TempDir Path served;
  private final Pause pause = new Pause();
  private GitDaemon daemon;

  @BeforeEach
  void serve() throws Exception {
    new TestRepositories(served).large("large.git");
    daemon = GitDaemon.start(served);
  }

  @AfterEach
  void end() throws Exception {
    pause.end();
    daemon.close();
  }

  @AfterAll
  static void nothingRuns() throws Exception {
    GotProcess.assertNoneRuns();
  }

  private ServerProxy silent() throws Exception {
    return new ServerProxy(daemon.port(), ServerProxy.pauseAtPackByte(500_000, pause));
  }

  private GotProcess start(ServerProxy proxy, String... options) throws Exception {
    List<String> words = new ArrayList<>(List.of("clone"));
    words.addAll(List.of(options));
    words.add(GitDaemon.url(proxy.port(), "large.git"));
    return GotProcess.start(work, words.toArray(String[]::new));
  }

  private static void kill(String signal, long pid) throws Exception {
    Process kill = new ProcessBuilder("sh", "-c", "kill -s " + signal + " " + pid).start();
    assertThat(kill.waitFor()).isZero();
  }

  private void assertEnded(Result result, int status, String... complaints) {
    assertThat(result.complaints()).containsExactly(complaints);
    assertThat(result.status()).isEqualTo(status);
    assertThat(result.out()).doesNotContain("Created");
    assertThat(work).isEmptyDirectory();
  }

  @Waits
  @Test
  void serverFallsSilentInMidPack() throws Exception {
    try (ServerProxy proxy = silent();
        GotProcess got = start(proxy, "--timeout", SILENCE)) {
      assertEnded(got.await(), 4, "got: server sent nothing for 3 seconds", HINT);
    }
  }

  @Waits
  @Test
  void serverThatSendsEmptyPacketsOrByteByByteIsEndedByTheTotal() throws Exception {
    String[] options = {"--timeout", "3", "--max-time", "6"};
    try (ServerProxy empty = new ServerProxy(daemon.port(), SlowServer.keepsAlive());
        ServerProxy bytes = new ServerProxy(daemon.port(), SlowServer.trickles());
        GotProcess one = start(empty, options);
        GotProcess other = start(bytes, options)) {
      for (GotProcess got : List.of(one, other)) {
        Result result = got.await();
        assertThat(result.complaints()).containsExactly("got: not done after 6 seconds");
        assertThat(result.status()).isEqualTo(4);
      }
      assertThat(work).isEmptyDirectory();
    }
  }

  @Waits
  @Test
  void addressThatDoesNotAnswerIsGivenUp() throws Exception {
    List<Socket> waiting = new ArrayList<>();
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      // Who nobody accepts fills the queue; further ones get no answer.
      for (int i = 0; i < 2; i++) {
        Socket socket = new Socket();
        waiting.add(socket);
        socket.connect(new InetSocketAddress(full.getInetAddress(), full.getLocalPort()), 1000);
      }
      String url = GitDaemon.url(full.getLocalPort(), "x");
      assertEnded(
          GotProcess.run(work, "clone", "--connect-timeout", "1", url),
          4,
          "got: could not connect to 127.0.0.1 port " + full.getLocalPort() + ": timed out");
    } finally {
      for (Socket socket : waiting) {
        socket.close();
      }
    }
  }

  @Waits
  @Test
  void indexerThatIsStoppedIsNotTheServersFault() throws Exception {
    try (ServerProxy proxy = new ServerProxy(daemon.port(), ServerProxy.pauseAtPackByte(1, pause));
        GotProcess got = start(proxy, "--timeout", SILENCE)) {
      pause.awaitReached();
      kill("STOP", got.helper(GotProcess.INDEX_PACK).pid());
      pause.end();
      assertEnded(got.await(), 7, "got: got-index-pack made no progress for 3 seconds", HINT);
    }
  }

  @Waits
  @Test
  void fetcherThatIsStoppedLooksLikeASilentServer() throws Exception {
    try (ServerProxy proxy = silent();
        GotProcess got = start(proxy, "--timeout", SILENCE)) {
      pause.awaitReached();
      kill("STOP", got.helper(GotProcess.FETCH_PACK).pid());
      pause.end();
      assertEnded(got.await(), 4, "got: server sent nothing for 3 seconds", HINT);
    }
  }

  @Waits
  @Test
  void timeInWhichGotIsStoppedIsNotTheServersSilence() throws Exception {
    try (ServerProxy proxy = silent();
        GotProcess got = start(proxy, "--timeout", SILENCE)) {
      pause.awaitReached();
      kill("STOP", got.pid());
      Thread.sleep(3500);
      kill("CONT", got.pid());
      Thread.sleep(500);
      pause.end();
      Result result = got.await();
      assertThat(result.complaints()).isEmpty();
      assertThat(result.status()).isZero();
    }
  }
}
