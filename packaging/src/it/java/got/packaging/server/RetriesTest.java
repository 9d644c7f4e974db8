package got.packaging.server;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.proc.QuietClock;
import got.packaging.support.GitDaemon;
import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Launch;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.TestRepositories;
import got.packaging.support.Waits;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may pass is tried again, as often as --retries says, and what will not pass is not. */
class RetriesTest {
  private static final int SIGNAL_SECONDS = 30;

  @TempDir Path work;
  @TempDir Path served;

  @AfterAll
  static void nothingRuns() throws Exception {
    GotProcess.assertNoneRuns();
  }

  /** Answers each connection with the next of some answers, and hangs up. */
  private static final class Answers implements AutoCloseable {
    final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<String> answers;
    private int connections;

    Answers(String... answers) throws IOException {
      this.answers = List.of(answers);
      Thread.ofPlatform().daemon().start(this::serve);
    }

    synchronized int connections() {
      return connections;
    }

    private void serve() {
      while (!listener.isClosed()) {
        try (Socket client = listener.accept()) {
          String answer;
          synchronized (this) {
            answer = answers.get(Math.min(connections, answers.size() - 1));
            connections++;
          }
          InputStream in = client.getInputStream();
          if (in.read() < 0) {
            continue;
          }
          OutputStream out = client.getOutputStream();
          out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
          out.flush();
          client.shutdownOutput();
          in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
          // The client has gone, or we are closed.
        }
      }
    }

    String http() {
      return "http://127.0.0.1:" + listener.getLocalPort() + "/r.git";
    }

    @Override
    public void close() throws IOException {
      listener.close();
    }
  }

  private static String status(int status, String header) {
    return "HTTP/1.1 " + status + " X\r\n" + header + "Content-Length: 0\r\n\r\n";
  }

  private static List<String> retries(Result result) {
    return result.complaints().stream().filter(line -> line.contains("trying again")).toList();
  }

  /** Nobody listens at first: the server comes while got waits. */
  @Waits
  @Test
  void aServerThatComesLaterIsFound() throws Exception {
    new TestRepositories(served).normal("small.git");
    int port = GitDaemon.freePort();
    try (GotProcess got =
        GotProcess.start(
            work, "clone", "--retries", "9", GitDaemon.url(port, "small.git"), "c.git")) {
      got.awaitError("trying again in 2 seconds (2 of 9)");
      try (GitDaemon _ = GitDaemon.start(served, port)) {
        Result result = got.await();
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(retries(result).getFirst())
            .isEqualTo(
                "got: could not connect to 127.0.0.1 port "
                    + port
                    + ": connection refused; trying again in 1 second (1 of 9)");
        assertThat(work.resolve("c.git/HEAD")).exists();
      }
    }
  }

  @Waits
  @ParameterizedTest
  @CsvSource({"429", "502", "503", "504"})
  void aBusyServerIsAskedAgain(int status) throws Exception {
    try (Answers server = new Answers(status(status, ""), status(404, ""))) {
      Result result = GotProcess.run(work, "clone", "--retries", "3", server.http(), "c.git");
      assertThat(retries(result)).hasSize(1);
      assertThat(result.complaints().getLast()).contains("(status 404)");
      assertThat(result.status()).isEqualTo(5);
      assertThat(server.connections()).isEqualTo(2);
      assertThat(work).isEmptyDirectory();
    }
  }

  @Waits
  @Test
  void retryAfterIsWaitedFor() throws Exception {
    String busy = status(503, "Retry-After: 3\r\n");
    try (Answers server = new Answers(busy, status(404, ""))) {
      long begin = System.nanoTime();
      Result result = GotProcess.run(work, "clone", "--retries", "1", server.http(), "c.git");
      assertThat(System.nanoTime() - begin).isGreaterThan(3_000_000_000L);
      assertThat(retries(result).getFirst()).endsWith("; trying again in 3 seconds (1 of 1)");
    }
  }

  @Waits
  @Test
  void noTimeIsWaitedForThatIsNotThere() throws Exception {
    try (Answers server = new Answers(status(503, "Retry-After: 3000\r\n"))) {
      Result result =
          GotProcess.run(
              work, "clone", "--retries", "9", "--max-time", "600", server.http(), "c.git");
      assertThat(result.complaints())
          .contains("got: hint: --max-time leaves no time to try again in 3000 seconds");
      assertThat(result.status()).isEqualTo(4);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  /** Nothing, and half a head. */
  @Waits
  @ParameterizedTest
  @CsvSource({"''", "HTTP/1.1 20"})
  void aConnectionThatEndsBeforeAnAnswerIsMadeAgain(String beginning) throws Exception {
    try (Answers server = new Answers(beginning, status(404, ""))) {
      Result result = GotProcess.run(work, "clone", "--retries", "1", server.http(), "c.git");
      assertThat(retries(result)).hasSize(1);
      assertThat(result.complaints().getLast()).contains("(status 404)");
    }
  }

  @Waits
  @Test
  void theLastFailureIsTheReason() throws Exception {
    try (Answers server = new Answers(status(503, ""))) {
      Result result = GotProcess.run(work, "clone", "--retries", "1", server.http(), "c.git");
      assertThat(result.complaints())
          .containsExactly(
              "got: the server is busy (status 503); trying again in 1 second (1 of 1)",
              "got: the server is busy (status 503)");
      assertThat(result.status()).isEqualTo(4);
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @Waits
  @ParameterizedTest
  @CsvSource({"401", "403", "404", "500", "413"})
  void whatWillNotPassIsNotTriedAgain(int status) throws Exception {
    try (Answers server = new Answers(status(status, ""))) {
      Result result = GotProcess.run(work, "clone", "--retries", "9", server.http(), "c.git");
      assertThat(retries(result)).isEmpty();
      assertThat(server.connections()).isEqualTo(1);
      assertThat(result.status()).isIn(4, 5);
    }
  }

  @Waits
  @Test
  void withoutTheOptionThereIsOneAttempt() throws Exception {
    try (Answers server = new Answers(status(503, ""))) {
      GotProcess.run(work, "clone", server.http(), "c.git");
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  /** Over git:// too; the server closes the connection in the middle of the references. */
  @Waits
  @Test
  void aGitServerThatHangsUpIsAskedAgain() throws Exception {
    try (Answers server = new Answers("000eversion 2\n0012")) {
      String url = "git://127.0.0.1:" + server.listener.getLocalPort() + "/r.git";
      Result result = GotProcess.run(work, "clone", "-q", "--retries", "1", url, "c.git");
      assertThat(server.connections()).isEqualTo(2);
      assertThat(retries(result)).as("quiet").isEmpty();
      assertThat(result.complaints()).hasSize(1);
      assertThat(result.status()).isEqualTo(4);
      assertThat(work).isEmptyDirectory();
    }
  }

  @Waits
  @Test
  void programsAreToldOfEachRetry() throws Exception {
    try (Answers server = new Answers(status(503, ""))) {
      Result result =
          GotProcess.run(work, "clone", "--json", "--retries", "1", server.http(), "c.git");
      List<String> lines = new ArrayList<>(result.out().lines().toList());
      lines.removeIf(line -> line.startsWith("{\"type\":\"connecting\""));
      assertThat(lines)
          .containsExactly(
              "{\"type\":\"retry\",\"text\":\"the server is busy (status 503)\","
                  + "\"seconds\":1,\"number\":1,\"of\":1}",
              "{\"type\":\"error\",\"status\":4,\"text\":\"the server is busy (status 503)\","
                  + "\"http_status\":503}");
      assertThat(result.err()).isEmpty();
    }
  }

  /** To the first process alone, as kill(1) and systemd(1) send them. */
  @Waits
  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143", "KILL, 137"})
  void aSignalDuringTheWaitEndsAll(String signal, int status) throws Exception {
    try (Answers server = new Answers(status(503, "Retry-After: 500\r\n"));
        // Whoever started these tests may ignore some of the signals.
        GotProcess got =
            Launch.in(work)
                .by("env", "--default-signal")
                .start("clone", "--retries", "1", server.http(), "c.git")) {
      got.awaitError("trying again in 500 seconds");
      List<ProcessHandle> all = got.handle().descendants().toList();
      Process kill = new ProcessBuilder("sh", "-c", "kill -s " + signal + " " + got.pid()).start();
      assertThat(kill.waitFor()).isZero();
      assertThat(got.await().status()).isEqualTo(status);
      QuietClock clock = QuietClock.start();
      while (all.stream().anyMatch(ProcessHandle::isAlive) && !clock.isOver(SIGNAL_SECONDS)) {
        Thread.sleep(10);
      }
      assertThat(all).noneMatch(ProcessHandle::isAlive);
      assertThat(work).isEmptyDirectory();
    }
  }
}
