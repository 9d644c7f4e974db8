package got.packaging.http;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whatever a run with a password leaves, and whatever it shows while it runs, does not hold the
 * password, nor what the header makes of it, be it a server's or a proxy's.
 */
class SecretsTest extends NginxFixture {
  /** Nobody's word by chance. */
  private static final String RIGHT = "q7Zr-Trondheim-42";

  private static final String WRONG = "x9Kw-Svolvaer-17";

  @BeforeAll
  static void letOneIn() throws Exception {
    Files.writeString(place.resolve("users"), "anna:{PLAIN}" + RIGHT + "\n");
  }

  private static List<String> secrets(String password) {
    byte[] pair = ("anna:" + password).getBytes(StandardCharsets.UTF_8);
    return List.of(password, Base64.getEncoder().encodeToString(pair));
  }

  private static void assertHidden(String what, String text, String password) {
    for (String secret : secrets(password)) {
      assertThat(text.contains(secret)).as(what + " holds the secret").isFalse();
    }
  }

  /** What everybody can see of the processes while they run. */
  private static final class Watch implements AutoCloseable {
    private final Set<String> seen = new TreeSet<>();
    private final Thread thread;
    private volatile boolean ended;
    private volatile int helpers;

    Watch() {
      this.thread = Thread.ofPlatform().daemon().start(this::look);
    }

    private void look() {
      while (!ended) {
        int running = 0;
        for (ProcessHandle process : GotProcess.running()) {
          String arguments = read(process, "cmdline");
          running += arguments.contains("got-fetch-http") ? 1 : 0;
          seen.add(arguments);
          seen.add(read(process, "environ"));
        }
        helpers = Math.max(helpers, running);
      }
    }

    private static String read(ProcessHandle process, String file) {
      try {
        byte[] bytes = Files.readAllBytes(Path.of("/proc/" + process.pid() + "/" + file));
        return new String(bytes, StandardCharsets.ISO_8859_1);
      } catch (IOException e) {
        // It has ended.
        return "";
      }
    }

    @Override
    public void close() {
      ended = true;
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private GotProcess start(String password, String path, String... options) throws Exception {
    return startFor("localhost:" + nginx.port(), password, path, options);
  }

  /**
   * @param machine for whom the password is
   */
  private GotProcess startFor(String machine, String password, String path, String... options)
      throws Exception {
    Path file = place.resolve("netrc");
    Files.writeString(file, "machine " + machine + " login anna password " + password + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    List<String> words = new ArrayList<>(List.of("clone"));
    words.addAll(List.of("--cacert", certificates.authority().toString()));
    words.addAll(List.of("--netrc-file", file.toString()));
    words.addAll(List.of(options));
    words.addAll(List.of(nginx.https(path), "clone.git"));
    return GotProcess.start(work, words.toArray(String[]::new));
  }

  private void assertNoTrace(Result result, Watch watch, String password) throws IOException {
    assertHidden("standard output", result.out(), password);
    assertHidden("standard error", result.err(), password);
    watch.seen.forEach(text -> assertHidden("a process", text, password));
    assertThat(watch.helpers).as("helpers that were looked at").isPositive();
    try (Stream<Path> files = Files.walk(work)) {
      for (Path left : files.filter(Files::isRegularFile).toList()) {
        String text = new String(Files.readAllBytes(left), StandardCharsets.ISO_8859_1);
        assertHidden(left.toString(), text, password);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|" + RIGHT + "|/secret/small.git|-vvv",
        "0|" + RIGHT + "|/secret/small.git|--json",
        "4|" + WRONG + "|/secret/small.git|-vvv",
        "4|" + WRONG + "|/secret/small.git|--json",
        "5|" + RIGHT + "|/host/small.git|-vvv",
        "5|" + RIGHT + "|/down/small.git|-vvv",
        "5|" + RIGHT + "|/secret/none.git|-vvv",
        "5|" + RIGHT + "|/page/small.git|--json",
      })
  void aRunLeavesNoTrace(int status, String password, String path, String option) throws Exception {
    Result result;
    Watch watch = new Watch();
    try (watch;
        GotProcess got = start(password, path, option)) {
      result = got.await();
    }
    assertThat(result.status()).as(result.err()).isEqualTo(status);
    assertNoTrace(result, watch, password);
  }

  @ParameterizedTest
  @CsvSource({
    "0, " + RIGHT + ", git, -vvv",
    "0, " + RIGHT + ", git, --json",
    "4, " + WRONG + ", git, -vvv",
    "4, " + WRONG + ", git, --json",
    "5, " + RIGHT + ", page, -vvv",
  })
  void norDoesThePasswordOfAProxy(int status, String password, String site, String option)
      throws Exception {
    Result result;
    Watch watch = new Watch();
    try (watch;
        ForwardProxy proxy = ForwardProxy.wanting("anna", RIGHT);
        GotProcess got =
            startFor(
                "127.0.0.1:" + proxy.port(),
                password,
                "/" + site + "/small.git",
                "--proxy",
                proxy.url(),
                option)) {
      result = got.await();
      assertThat(proxy.heads()).anyMatch(head -> head.contains(secrets(password).getLast()));
    }
    assertThat(result.status()).as(result.err()).isEqualTo(status);
    assertNoTrace(result, watch, password);
  }

  @Test
  void aRunThatIsKilledLeavesNoTrace() throws Exception {
    Result result;
    Watch watch = new Watch();
    try (watch;
        GotProcess got = start(RIGHT, "/secret/small.git", "-vvv")) {
      got.helper("got-fetch-http");
      while (watch.helpers == 0) {
        Thread.onSpinWait();
      }
      got.handle().destroyForcibly();
      result = got.await();
    }
    assertThat(result.status()).isEqualTo(137);
    assertNoTrace(result, watch, RIGHT);
  }

  /** A search that finds nothing anywhere would find no secret either. */
  @Test
  void whatIsThereIsFound() throws Exception {
    assertThat(Files.readString(place.resolve("users"))).contains(secrets(RIGHT).getFirst());
    assertThat(secrets(RIGHT).getLast()).isEqualTo("YW5uYTpxN1pyLVRyb25kaGVpbS00Mg==");
  }
}
