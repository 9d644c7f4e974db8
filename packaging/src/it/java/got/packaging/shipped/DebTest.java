package got.packaging.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.GotProcess;
import got.packaging.support.TreeCopy;
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

  private static final int AARCH64 = 0xb7;
  private static final int SPARC = 0x2b;

  private record Output(int status, String text) {}

  private static Output run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Output(process.waitFor(), text);
  }

  private static Output build(Path tree, Path to) throws Exception {
    return run(
        SCRIPTS.resolve("build").toString(), tree.toString(), to.toString(), "0.1.0", TIMESTAMP);
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
    Output output = build(GotProcess.TREE, other);

    assertThat(output.status()).as(output.text()).isZero();
    for (String end : List.of(".deb", ".tar.gz")) {
      assertThat(made(other, end)).hasSameBinaryContentAs(made(DIST, end));
    }
    assertThat(other.resolve("SHA256SUMS")).hasSameTextualContentAs(DIST.resolve("SHA256SUMS"));
  }

  /** Of a tree for another processor, whose JDK takes libraries of the system's. */
  @Test
  void treeOfAnotherProcessorMakesItsPackage(@TempDir Path work) throws Exception {
    Path tree = TreeCopy.in(work.resolve("tree"));
    Path machine = tree.resolve("runtime/lib/server/libjvm.so");
    Files.write(machine, header(AARCH64));
    Files.write(tree.resolve("runtime/lib/modules"), new byte[0]);
    Files.writeString(
        tree.resolve("runtime/lib/libjava.so"), "\0libz.so.1\0libstdc++.so.6\0GLIBC_2.38\0");
    Output output = build(tree, work.resolve("out"));

    assertThat(output.status()).as(output.text()).isZero();
    Path deb = work.resolve("out/got-java_0.1.0_arm64.deb");
    assertThat(run("dpkg-deb", "--field", deb.toString(), "Architecture", "Depends").text())
        .isEqualTo("Architecture: arm64\nDepends: libc6 (>= 2.38), passwd, libstdc++6, zlib1g\n");
    String archive = work.resolve("out/got-java-0.1.0-linux-arm64.tar.gz").toString();
    assertThat(run("tar", "-xOzf", archive, "got-java-0.1.0/share/doc/INSTALL").text())
        .contains("Linux on arm64 with Landlock (any ABI) and seccomp, glibc 2.38 or newer.");

    Files.write(machine, header(SPARC));
    assertThat(build(tree, work.resolve("out")))
        .isEqualTo(
            new Output(1, "build: " + tree + " is for a processor that got does not know\n"));
  }

  /** The beginning of a library of 64 bits. Source: elf(5). */
  private static byte[] header(int machine) {
    byte[] header = new byte[64];
    header[18] = (byte) machine;
    return header;
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
