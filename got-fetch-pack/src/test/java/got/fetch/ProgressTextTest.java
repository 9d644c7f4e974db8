package got.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTextTest {
  private final List<String> lines = new ArrayList<>();
  private final List<String> passing = new ArrayList<>();
  private final ProgressText text =
      new ProgressText((line, passes) -> (passes ? passing : lines).add(line));

  private void add(String part) {
    byte[] bytes = ("<" + part + ">").getBytes(StandardCharsets.UTF_8);
    text.add(bytes, 1, bytes.length - 2);
  }

  @Test
  void linesEndInEitherWayAndMayBeSpreadOverPackets() {
    add("Counting: 1");
    add("0%\nCounting: 20%\n");
    add("");
    add("Counting: done.\nCompr");
    assertThat(lines).containsExactly("Counting: 10%", "Counting: 20%", "Counting: done.");
    add("essing");
    text.end();
    assertThat(lines).last().isEqualTo("Compressing");
  }

  @Test
  void ofWhatTheServerOverwritesTheLastStateStays() {
    add("Counting: 10%   \rCounting: 20%   \r");
    add("Counting: 100%, done.   \nTotal 3\r");
    add("\nCompressing: 10%\r");
    assertThat(lines).containsExactly("Counting: 100%, done.", "Total 3");
    text.end();
    assertThat(lines).last().isEqualTo("Compressing: 10%");
    assertThat(passing)
        .containsExactly("Counting: 10%", "Counting: 20%", "Total 3", "Compressing: 10%");
  }

  @Test
  void emptyLinesAreDropped() {
    add("\r\n\n\ra\r\n");
    text.end();
    assertThat(lines).containsExactly("a");
  }

  @Test
  void characterMayBeSpreadOverPackets() {
    byte[] bytes = "\u20ac\n".getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      text.add(bytes, i, 1);
    }
    assertThat(lines).containsExactly("\u20ac");
  }

  @Test
  void longestLineAndOneByteMore() {
    String longest = "x".repeat(ProgressText.LINE_BYTES);
    add(longest + "\n" + longest + "y\nz\n");
    assertThat(lines).containsExactly(longest, longest, "z");
  }

  @Test
  void textWithoutEndTakesNoMemory() {
    for (int i = 0; i < 10_000; i++) {
      add("x".repeat(10_000));
    }
    text.end();
    assertThat(lines).containsExactly("x".repeat(ProgressText.LINE_BYTES));
  }

  @Test
  void totalIsLimited() {
    String line = "x".repeat(1023) + "\n";
    for (int i = 0; i < 1024; i++) {
      add(line);
    }
    assertThat(lines).hasSize(1024);
    add("a\nb\nc");
    text.end();
    assertThat(lines).hasSize(1024);
  }

  @Test
  void totalCutsALine() {
    String line = "x".repeat(1023) + "\n";
    for (int i = 0; i < 1023; i++) {
      add(line);
    }
    add("y".repeat(1022) + "ab\nc\n");
    text.end();
    assertThat(lines).hasSize(1024).last().isEqualTo("y".repeat(1022) + "ab");
  }
}
