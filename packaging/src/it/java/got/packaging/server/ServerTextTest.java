package got.packaging.server;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.Git;
import got.packaging.support.GitDaemon;
import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.PackFiles;
import got.packaging.support.TestRepositories;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Text that a server sends beside its pack costs got little, however much of it there is. */
class ServerTextTest {
  private static final int PACKET = 60_000;

  @TempDir Path work;
  @TempDir Path served;

  @AfterEach
  void nothingRuns() throws Exception {
    GotProcess.assertNoneRuns();
  }

  /** A repository's whole answer, with so many bytes of {@code text} before the pack. */
  private ServerWords answer(String text) throws Exception {
    Path source = new TestRepositories(served).normal("it.git");
    String head = Git.run(source, "rev-parse", "refs/heads/main").strip();
    Path pack = new PackFiles(served).pack(source, "main.pack", "refs/heads/main\n", "--revs");
    ServerWords words = ServerWords.offering(head).line("packfile");
    for (int at = 0; at < text.length(); at += PACKET) {
      words.band(2, text.substring(at, Math.min(text.length(), at + PACKET)));
    }
    return words.pack(Files.readAllBytes(pack)).flush();
  }

  private Result got(ScriptedServer server) throws Exception {
    return GotProcess.run(work, "clone", GitDaemon.url(server.port(), "it.git"));
  }

  /** Each of a million carriage returns would show the line before them again. */
  @Test
  void millionCarriageReturnsShowALineOnce() throws Exception {
    String text = "x".repeat(8 << 10) + "\r".repeat(1 << 20) + "\n";
    try (ScriptedServer server = new ScriptedServer(ScriptedServer.saying(answer(text).bytes()))) {
      Result result = got(server);

      assertThat(result.status()).as(result.err()).isZero();
      assertThat(result.err().lines())
          .filteredOn(line -> line.startsWith("server: "))
          .containsExactly("server: " + "x".repeat(997) + "...");
    }
  }

  @Test
  void shortLinesFillNoDisk() throws Exception {
    String text = "x\n".repeat(1 << 20);
    try (ScriptedServer server = new ScriptedServer(ScriptedServer.saying(answer(text).bytes()))) {
      Result result = got(server);

      assertThat(result.status()).isZero();
      assertThat(result.err()).startsWith("server: x\nserver: x\n");
      assertThat(result.err()).hasSizeLessThan(1 << 20);
    }
  }

  /** The server does nothing else, and never becomes silent. */
  private static ScriptedServer.Part withoutEnd(byte[] start, String packets) {
    return client -> {
      OutputStream out = client.getOutputStream();
      out.write(start);
      while (true) {
        out.write(packets.getBytes(StandardCharsets.ISO_8859_1));
      }
    };
  }

  private void assertEnds(String packets) throws Exception {
    byte[] start = ServerWords.offering("1".repeat(40)).line("packfile").bytes();
    try (ScriptedServer server = new ScriptedServer(withoutEnd(start, packets))) {
      Result result = got(server);

      assertThat(result.status()).isEqualTo(5);
      assertThat(result.err()).endsWith("got: more than 16777216 bytes beside the pack\n");
      assertThat(result.err()).hasSizeLessThan(2 << 20);
      assertThat(work).isEmptyDirectory();
    }
  }

  @Test
  void textAtFullRateWithoutEndEndsTheRun() throws Exception {
    assertEnds(ScriptedServer.packet("\2" + "counting objects\n".repeat(1000)));
  }

  @Test
  void emptyPacketsAtFullRateWithoutEndEndTheRun() throws Exception {
    assertEnds("0005\1".repeat(1000));
  }
}
