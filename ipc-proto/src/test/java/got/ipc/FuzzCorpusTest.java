package got.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import got.fuzz.Corpus;
import got.fuzz.FuzzTarget;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The inputs that fuzzing starts from, and what it has found. */
class FuzzCorpusTest {
  @Test
  void frame() throws IOException {
    holds("frame", FrameFuzz::accepts);
  }

  @Test
  void refName() throws IOException {
    holds("ref-name", RefNameFuzz::accepts);
  }

  private static void holds(String name, FuzzTarget target) throws IOException {
    Corpus.Tally tally = Corpus.run(name, target);
    assertThat(tally.accepted()).isGreaterThan(20);
    assertThat(tally.refused()).isGreaterThan(20);
  }
}
