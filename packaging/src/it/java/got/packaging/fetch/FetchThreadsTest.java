package got.packaging.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.proc.QuietClock;
import got.packaging.support.GotProcess;
import got.packaging.support.SmallRepositoryFixture;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** While a fetch waits for the server's list, threads that take what helpers say can do little. */
class FetchThreadsTest extends SmallRepositoryFixture {
  private static final int SECONDS = 30;
  private static final int INTERVAL_MILLIS = 5;

  @Test
  void threadsThatListenHaveAFilter() throws Exception {
    assertThat(got("-q").status()).isZero();
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Path conf = work.resolve("small.git/got.conf");
      String port = "port " + silent.getLocalPort();
      Files.writeString(conf, Files.readString(conf).replaceFirst("port \\d+", port));
      try (GotProcess got = GotProcess.start(work, "fetch", "-r", "small.git");
          Socket client = silent.accept()) {
        assertThat(client.getInputStream().read()).as("got-fetch-pack asks").isPositive();
        assertThat(threads(got.pid()))
            .containsOnlyOnce("free 0")
            .contains("got-fetch-pack 1", "java 1")
            .doesNotContain("got-fetch-pack 0", "head start 0");
      }
    }
  }

  /**
   * Names of got's threads, each with the number of its filters of system calls, once two of them
   * listen to a helper: to its channel and to its standard error.
   */
  private static List<String> threads(long pid) throws Exception {
    QuietClock clock = QuietClock.start();
    List<String> threads = new ArrayList<>();
    while (!clock.isOver(SECONDS)) {
      threads.clear();
      try (Stream<Path> all = Files.list(Path.of("/proc/" + pid + "/task"))) {
        for (Path thread : all.toList()) {
          String status = Files.readString(thread.resolve("status"));
          threads.add(
              Files.readString(thread.resolve("comm")).strip()
                  + status.replaceFirst("(?s).*Seccomp_filters:\\s*(\\d+).*", " $1"));
        }
      }
      if (threads.stream().filter(name -> name.startsWith("got-fetch-pack ")).count() == 2) {
        return threads;
      }
      Thread.sleep(INTERVAL_MILLIS);
    }
    throw new AssertionError("nobody listens: " + threads);
  }
}
