package got.pkt;

import got.fuzz.Corpus;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The inputs that fuzzing starts from, and what it has found. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FuzzCorpusTest {
  @Test
  void pkt() throws IOException {
    Corpus.holds("pkt", PktFuzz::accepts);
  }

  @Test
  void sideBand() throws IOException {
    Corpus.holds("side-band", SideBandFuzz::accepts);
  }

  @Test
  void refList() throws IOException {
    Corpus.holds("ref-list", RefListFuzz::accepts);
  }
}
