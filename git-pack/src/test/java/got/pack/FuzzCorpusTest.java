package got.pack;

import got.fuzz.Corpus;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The inputs that fuzzing starts from, and what it has found. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FuzzCorpusTest {
  @Test
  void entryHeader() throws IOException {
    Corpus.holds("entry-header", EntryHeaderFuzz::accepts);
  }

  @Test
  void delta() throws IOException {
    Corpus.holds("delta", DeltaFuzz::accepts);
  }
}
