package got.cli.say;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTest {
  private static final long MIB = 1 << 20;

  private final Progress progress = new Progress(() -> 80);

  private static long millis(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0B",
    "1, 1B",
    "1023, 1023B",
    "1024, 1.0K",
    "1536, 1.5K",
    "1996, 1.9K",
    "1997, 2.0K",
    "11744051, 11.2M",
    "102348, 99.9K",
    "102349, 100K",
    "102912, 101K",
    "1048575, 1024K",
    "520093696, 496M",
    "1073741824, 1.0G",
    "9223372036854775807, 8.0E",
  })
  void sizesAreScaledAsFmtScaledDoes(long bytes, String text) {
    assertThat(ScaledSize.of(bytes)).isEqualTo(text);
  }

  @Test
  void theLineIsTheOneOfTheManual() {
    progress.fetched(0, 0);
    progress.fetched(millis(2000), 11_744_051);
    progress.indexed(1000, 1000, 100, 37);
    assertThat(progress.line(millis(2000)))
        .isEqualTo(" 11.2M fetched, 5.6M/s; indexing 100%; resolving deltas 37%");
  }

  @Test
  void aHundredPercentMeansAll() {
    progress.fetched(0, MIB);
    progress.indexed(1_000_000, 999_999, 1_000_000, 999_999);
    assertThat(progress.line(0)).endsWith("; indexing 99%; resolving deltas 99%");
  }

  @Test
  void countsBeyondTheRangeOfIntAreNoProblem() {
    progress.fetched(0, MIB);
    progress.indexed(2_000_000_000, 1_000_000_000, 2_000_000_000, 500_000_000);
    assertThat(progress.line(0)).endsWith("; indexing 50%; resolving deltas 25%");
  }

  @Test
  void thereAreAtMostFiveLinesPerSecond() {
    int lines = 0;
    for (int ms = 0; ms < 1000; ms++) {
      progress.fetched(millis(ms), ms * 1000L);
      lines += progress.line(millis(ms)).isEmpty() ? 0 : 1;
    }
    assertThat(lines).isEqualTo(5);
  }

  @Test
  void beforeTheFirstByteIsAwaitedThereIsNoLine() {
    assertThat(progress.line(millis(9000))).isEmpty();
    assertThat(progress.lastLine(millis(9000))).isEmpty();
  }

  @Test
  void afterFiveSecondsWithoutAByteItIsStalled() {
    progress.fetched(0, MIB);
    progress.fetched(millis(4999), MIB);
    assertThat(progress.line(millis(4999))).doesNotContain("stalled");
    progress.fetched(millis(5000), MIB);
    assertThat(progress.line(millis(5300))).isEqualTo("  1.0M fetched, stalled");
    progress.fetched(millis(5400), 2 * MIB);
    assertThat(progress.line(millis(5600))).doesNotContain("stalled");
  }

  @Test
  void aCompleteFetchIsNotStalledAndShowsItsAverage() {
    progress.fetched(0, 0);
    progress.fetched(millis(1000), 4 * MIB);
    progress.fetchComplete(millis(2000));
    assertThat(progress.line(millis(60_000))).isEqualTo("  4.0M fetched, 2.0M/s");
  }

  @Test
  void theRateFollowsTheSpeed() {
    for (int ms = 0; ms <= 20_000; ms += 200) {
      progress.fetched(millis(ms), ms * 4096L);
      progress.line(millis(ms));
    }
    assertThat(progress.lastLine(millis(20_000))).contains(", 3.9M/s");
  }

  @Test
  void theLineIsCutToTheWidth() {
    Progress narrow = new Progress(() -> 10);
    narrow.fetched(0, 11_744_051);
    assertThat(narrow.line(0)).isEqualTo(" 11.2M fe");
    Progress one = new Progress(() -> 1);
    one.fetched(0, 11_744_051);
    assertThat(one.line(0)).hasSize(1);
  }

  @Test
  void switchedOffThereIsNoLine() {
    Progress off = Progress.off();
    off.fetched(0, MIB);
    off.fetchComplete(0);
    assertThat(off.line(0)).isEmpty();
    assertThat(off.lastLine(millis(1))).isEmpty();
  }
}
