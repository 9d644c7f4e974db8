package got.packaging.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.GotProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Debian package, by the scripts beside it. As root; with the profile deb only. */
@Tag("deb")
class DebTest {
  private static final Path SCRIPTS = Path.of("src/deb").toAbsolutePath();
  private static final Path DIST = Path.of(System.getProperty("got.dist"));
  private static final String TIMESTAMP = "2026-11-21T00:00:00Z";

  private record Output(int status, String text) {}

  private static Output run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Output(process.waitFor(), text);
  }

  private static Path made(Path directory, String end) throws Exception {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(end)).findFirst().orElseThrow();
    }
  }

  @Test
  void packageIsInstalledUsedAndRemovedInABareRoot() throws Exception {
    Output output = run(SCRIPTS.resolve("try").toString(), made(DIST, ".deb").toString());

    assertThat(output.status()).as(output.text()).isZero();
    assertThat(output.text().lines())
        .containsSequence(
            List.of(
                "cloned by root, confined: 2 processes say so",
                "cloned by another user, read-only, without HOME, through a link",
                "without /proc: got: /proc is not mounted",
                "removed, nothing is left"));
  }

  @Test
  void sameTreeMakesTheSameBytes(@TempDir Path other) throws Exception {
    Output output =
        run(
            SCRIPTS.resolve("build").toString(),
            GotProcess.TREE.toString(),
            other.toString(),
            "0.1.0",
            TIMESTAMP);

    assertThat(output.status()).as(output.text()).isZero();
    for (String end : List.of(".deb", ".tar.gz")) {
      assertThat(made(other, end)).hasSameBinaryContentAs(made(DIST, end));
    }
    assertThat(other.resolve("SHA256SUMS")).hasSameTextualContentAs(DIST.resolve("SHA256SUMS"));
  }

  @Test
  void mirrorServiceIsHardened() throws Exception {
    Output output =
        run(
            "systemd-analyze",
            "security",
            "--offline=true",
            "--threshold=20",
            SCRIPTS.resolve("got-mirror@.service").toString());

    assertThat(output.status()).as(output.text()).isZero();
  }
}
