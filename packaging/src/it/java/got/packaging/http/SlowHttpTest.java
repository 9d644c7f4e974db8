package got.packaging.http;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.http.ByteProxy.What;
import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.TestRepositories;
import got.packaging.support.Waits;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers that answer byte by byte, and such that do not go on, at each step of a clone. */
class SlowHttpTest {
  private static final String SILENCE = "3";

  /** Within the handshake of TLS, the first head, its chunks, and the pack. */
  private static final Map<String, Long> PLACES =
      new LinkedHashMap<>(
          Map.of("https 3", 3L, "http 5", 5L, "http 270", 270L, "http 1500", 1500L));

  @TempDir static Path place;
  @TempDir static Path served;
  private static Certificates certificates;
  private static Nginx nginx;

  @TempDir Path work;

  @BeforeAll
  static void start() throws Exception {
    new TestRepositories(served).normal("small.git");
    certificates = Certificates.in(place);
    nginx = Nginx.start(place, served, certificates.server("server", "DNS:localhost"));
  }

  @AfterAll
  static void stop() throws Exception {
    nginx.close();
    GotProcess.assertNoneRuns();
  }

  private static ByteProxy proxy(String scheme, long at, What what) throws Exception {
    String url = scheme.equals("https") ? nginx.https("/") : nginx.http("/");
    return new ByteProxy(URI.create(url).getPort(), at, what);
  }

  private GotProcess start(String scheme, ByteProxy proxy, String... options) throws Exception {
    List<String> words = new ArrayList<>(List.of("clone", "-q", "--timeout", SILENCE));
    words.addAll(List.of(options));
    words.addAll(List.of("--cacert", certificates.authority().toString()));
    words.add(scheme + "://localhost:" + proxy.port() + "/git/small.git");
    words.add(scheme + proxy.port() + ".git");
    return GotProcess.start(work, words.toArray(String[]::new));
  }

  /** Without signs of life they would be called silent: nobody else has anything to say of it. */
  @Waits
  @ParameterizedTest
  @CsvSource({"https, 3", "http, 5", "http, 270"})
  void slowServerIsNotSilent(String scheme, long at) throws Exception {
    try (ByteProxy proxy = proxy(scheme, at, What.DRIPS_FOR_A_WHILE);
        GotProcess got = start(scheme, proxy)) {
      assertThat(got.await()).isEqualTo(new Result(0, "", ""));
    }
  }

  @Waits
  @Test
  void serverThatAlwaysDripsIsEndedByTheTotal() throws Exception {
    each(What.DRIPS, "got: not done after 8 seconds", "--max-time", "8");
  }

  @Waits
  @Test
  void serverThatFallsSilentIsGivenUp() throws Exception {
    each(What.FALLS_SILENT, "got: server sent nothing for 3 seconds");
  }

  private void each(What what, String complaint, String... options) throws Exception {
    List<ByteProxy> proxies = new ArrayList<>();
    List<GotProcess> running = new ArrayList<>();
    try {
      for (Map.Entry<String, Long> each : PLACES.entrySet()) {
        String scheme = each.getKey().split(" ", 2)[0];
        ByteProxy proxy = proxy(scheme, each.getValue(), what);
        proxies.add(proxy);
        running.add(start(scheme, proxy, options));
      }
      for (GotProcess got : running) {
        Result result = got.await();
        assertThat(result.complaints().getFirst()).isEqualTo(complaint);
        assertThat(result.status()).isEqualTo(4);
      }
      assertThat(work).isEmptyDirectory();
    } finally {
      for (GotProcess got : running) {
        got.close();
      }
      for (ByteProxy proxy : proxies) {
        proxy.close();
      }
    }
  }
}
