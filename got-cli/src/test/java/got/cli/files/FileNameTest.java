package got.cli.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names of files are bytes; any of them can be told, whatever the locale. */
class FileNameTest {
  @TempDir Path work;

  private static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void anyBytesComeBack() {
    long seed = 7;
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(12)];
      random.nextBytes(bytes);
      assertThat(FileName.bytes(FileName.text(bytes))).as("seed %d, %d", seed, i).isEqualTo(bytes);
    }
  }

  @Test
  void charsOfSurrogatePairsAreNoBytes() {
    byte[] bytes = "a\uD83D\uDE00\uD83D\uDC80".getBytes(StandardCharsets.UTF_8);
    assertThat(FileName.bytes(FileName.text(bytes))).isEqualTo(bytes);
  }

  @Test
  void aFileWithSuchANameIsMadeListedAndRemoved() throws Exception {
    String name = FileName.text(latin1("x\u00fc\u00ff"));
    try (HeldDirectory directory = HeldDirectory.open(work, false)) {
      try (HeldFile file = directory.create(name, 0600)) {
        assertThat(directory.names()).containsExactly(name);
        assertThat(directory.has(name, file.status().identity())).isTrue();
        directory.remove(name, file.status().identity(), false);
      }
      assertThat(FileName.path(work, name).toString()).endsWith("/x\\xFC\\xFF");
    }
    try (var files = Files.newDirectoryStream(work)) {
      assertThat(files).isEmpty();
    }
  }
}
