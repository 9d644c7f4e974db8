package got.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import got.ipc.Limits;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The largest list that is allowed, in a heap that could not hold its names. */
class SmallHeapTest {
  private static String list(int count) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                LargestList.class.getName(),
                Integer.toString(count))
            .redirectErrorStream(true)
            .start();
    try {
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void mostReferencesFit() throws Exception {
    assertThat(list(Limits.REFS)).isEqualTo("RefsEnd[count=" + Limits.REFS + "]");
  }

  @Test
  void tenMillionAreCutOffAtTheLimit() throws Exception {
    assertThat(list(10_000_000))
        .contains("SERVER_LIMIT", "detail=" + Limits.REFS, "more than 1048576 references");
  }
}
