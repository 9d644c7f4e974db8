package got.http;

import got.fuzz.Corpus;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The inputs that fuzzing starts from, and what it has found. */
class FuzzCorpusTest {
  @Test
  void answer() throws IOException {
    Corpus.holds("answer", AnswerFuzz::accepts, 2);
  }
}
