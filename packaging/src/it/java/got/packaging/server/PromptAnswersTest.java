package got.packaging.server;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.GitDaemon;
import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Result;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The kernel does not wait with acknowledging what a server says, until the next thing that
 * got-fetch-pack says. Whether it does is in proc(5)'s net/tcp and net/tcp6, behind how often it
 * does not anyway.
 */
class PromptAnswersTest {
  /** Java makes sockets that are for both kinds of addresses. */
  private static final List<Path> CONNECTIONS =
      List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

  private static final int LOCAL = 1;
  private static final int REMOTE = 2;
  private static final int ACKNOWLEDGING = 14;
  private static final int WAITS = 1;

  private static final List<String> CAPABILITIES =
      List.of("version 2\n", "ls-refs\n", "fetch\n", "object-format=sha1\n");

  @TempDir Path work;

  /** Whether the kernel waits for the other side of {@code accepted} to say something. */
  private static boolean waits(Socket accepted) throws IOException {
    String client = ":%04X".formatted(accepted.getPort());
    String server = ":%04X".formatted(accepted.getLocalPort());
    for (Path connections : CONNECTIONS) {
      for (String line : Files.readAllLines(connections)) {
        String[] words = line.strip().split(" +", -1);
        if (words.length > ACKNOWLEDGING
            && words[LOCAL].endsWith(client)
            && words[REMOTE].endsWith(server)) {
          return (Integer.parseInt(words[ACKNOWLEDGING]) & WAITS) != 0;
        }
      }
    }
    throw new IOException("no such connection: " + client + " to " + server);
  }

  private static void say(OutputStream out) throws IOException {
    StringBuilder all = new StringBuilder();
    CAPABILITIES.forEach(line -> all.append(ScriptedServer.packet(line)));
    out.write(all.append("0000").toString().getBytes(StandardCharsets.US_ASCII));
  }

  /** Reads to the end of a request, a flush packet. */
  private static void read(InputStream in) throws IOException {
    StringBuilder request = new StringBuilder();
    while (!request.toString().endsWith("0000")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the client has gone");
      }
      request.append((char) next);
    }
  }

  @Test
  void theKernelIsAskedAfterEachRequest() throws Exception {
    CompletableFuture<Boolean> listing = new CompletableFuture<>();
    ScriptedServer.Part part =
        client -> {
          say(client.getOutputStream());
          read(client.getInputStream());
          // It asks right behind the request. Until then the kernel may wait.
          while (waits(client)) {
            Thread.sleep(1);
          }
          listing.complete(true);
          client.getOutputStream().write("0000".getBytes(StandardCharsets.US_ASCII));
        };
    try (ScriptedServer server = new ScriptedServer(part)) {
      Result result = GotProcess.run(work, "clone", "-l", GitDaemon.url(server.port(), "it.git"));

      assertThat(result.status()).as(result.err()).isZero();
      assertThat(listing).isCompletedWithValue(true);
    }
  }

  /** Who does not ask: else the other test would say nothing. */
  @Test
  void theKernelWaitsForOtherPrograms() throws Exception {
    AtomicInteger waited = new AtomicInteger();
    ScriptedServer.Part part =
        client -> {
          for (int i = 0; i < 4; i++) {
            say(client.getOutputStream());
            read(client.getInputStream());
          }
          waited.set(waits(client) ? 1 : 0);
        };
    try (ScriptedServer server = new ScriptedServer(part);
        Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      client
          .getOutputStream()
          .write(ScriptedServer.packet("x").getBytes(StandardCharsets.US_ASCII));
      for (int i = 0; i < 4; i++) {
        read(client.getInputStream());
        client.getOutputStream().write("0000".getBytes(StandardCharsets.US_ASCII));
      }
      assertThat(client.getInputStream().read()).isEqualTo(-1);
      assertThat(waited).hasValue(1);
    }
  }
}
