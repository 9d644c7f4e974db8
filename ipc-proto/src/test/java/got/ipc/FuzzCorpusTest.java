package got.ipc;

import got.fuzz.Corpus;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The inputs that fuzzing starts from, and what it has found. */
class FuzzCorpusTest {
  @Test
  void frame() throws IOException {
    Corpus.holds("frame", FrameFuzz::accepts);
  }

  @Test
  void refName() throws IOException {
    Corpus.holds("ref-name", RefNameFuzz::accepts);
  }
}
