package got.index.pack;

import static org.assertj.core.api.Assertions.assertThat;

import got.fuzz.Corpus;
import got.fuzz.FuzzTarget;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The inputs that fuzzing starts from, and what it has found. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FuzzCorpusTest {
  private static final int SLOW = 5;

  @Test
  void entryHeader() throws IOException {
    holds("entry-header", EntryHeaderFuzz::accepts, 1);
  }

  @Test
  void delta() throws IOException {
    holds("delta", DeltaFuzz::accepts, 1);
  }

  @Test
  void pack() throws IOException {
    holds("pack", PackFuzz::accepts, SLOW);
  }

  private static void holds(String name, FuzzTarget target, int cost) throws IOException {
    Corpus.Tally tally = Corpus.run(name, target, cost);
    assertThat(tally.accepted()).isGreaterThan(20);
    assertThat(tally.refused()).isGreaterThan(20);
  }
}
