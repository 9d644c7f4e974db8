package got.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import got.ipc.Limits;
import got.ipc.TextBudget;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTextTest {
  private final List<String> lines = new ArrayList<>();
  private final List<String> passing = new ArrayList<>();
  private long now = 7;
  private long step = ProgressText.INTERVAL;
  private final ProgressText text =
      new ProgressText((line, passes) -> (passes ? passing : lines).add(line), this::later);

  /** Each line that is to be overwritten comes late enough, unless a test stops the clock. */
  private long later() {
    now += step;
    return now;
  }

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
  void longestLineAndOneCharMore() {
    String longest = "x".repeat(Limits.LINE);
    add(longest + "\n" + longest + "y\nz\n");
    assertThat(lines).containsExactly(longest, "x".repeat(Limits.LINE - 3) + "...", "z");
  }

  @Test
  void longestEncodingIsKept() {
    String longest = "\ud83d\ude00".repeat(Limits.LINE / 2);
    add(longest + "\n");
    assertThat(lines).containsExactly(longest);
  }

  @Test
  void lineThatWasPassedOnIsNotPassedOnAgain() {
    add("abc\r\r\r\r\r");
    add("\r".repeat(10_000));
    assertThat(passing).containsExactly("abc");
    add("\nd\r");
    assertThat(passing).containsExactly("abc", "d");
    assertThat(lines).containsExactly("abc");
  }

  @Test
  void linesThatPassArePassedOnFiveTimesASecond() {
    step = ProgressText.INTERVAL / 10;
    for (int i = 1; i <= 100; i++) {
      add(i + "\r");
    }
    assertThat(passing).hasSize(10).startsWith("1", "11");
    text.end();
    assertThat(lines).containsExactly("100");
  }

  @Test
  void lineWithoutEndTakesNoMemory() {
    for (int i = 0; i < 10_000; i++) {
      add("x".repeat(10_000));
    }
    text.end();
    assertThat(lines).containsExactly("x".repeat(Limits.LINE - 3) + "...");
  }

  /** A line that costs 1,024: the budget has room for as many. */
  private static String line(char c) {
    return Character.toString(c).repeat(1024 - TextBudget.LINE_COST);
  }

  @Test
  void totalIsLimited() {
    for (int i = 0; i < 1024; i++) {
      add(line('x') + "\n");
    }
    assertThat(lines).hasSize(1024).last().isEqualTo(line('x'));
    add("a\nb\rc");
    text.end();
    assertThat(lines).hasSize(1024);
    assertThat(passing).isEmpty();
  }

  @Test
  void whatPassesCountsToo() {
    int count = Limits.TEXT / (line('x').length() + TextBudget.PASSING_COST);
    for (int i = 0; i < count; i++) {
      add(line('x') + "\r");
    }
    add("\n" + line('y') + "\n");
    text.end();
    assertThat(passing).hasSize(count);
    assertThat(lines).isEmpty();
  }

  @Test
  void cleanedLinesCountAsTheyAreShown() {
    add("\u0001".repeat(100_000).replace("\u0001\u0001", "\u0001\n"));
    text.end();
    assertThat(lines)
        .hasSize(Limits.TEXT / ("\\x01".length() + TextBudget.LINE_COST))
        .containsOnly("\\x01");
  }
}
