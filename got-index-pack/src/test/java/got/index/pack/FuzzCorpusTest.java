package got.index.pack;

import got.fuzz.Corpus;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The inputs that fuzzing starts from, and what it has found. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FuzzCorpusTest {
  private static final int SLOW = 5;

  @Test
  void pack() throws IOException {
    Corpus.holds("pack", PackFuzz::accepts, SLOW);
  }
}
