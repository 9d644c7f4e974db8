package got.cli.clone;

import static org.assertj.core.api.Assertions.assertThat;

import got.fuzz.Corpus;
import got.fuzz.FuzzTarget;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The inputs that fuzzing starts from, and what it has found. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FuzzCorpusTest {
  @Test
  void url() throws IOException {
    holds("url", UrlFuzz::accepts);
  }

  @Test
  void config() throws IOException {
    holds("config", ConfigFuzz::accepts);
  }

  private static void holds(String name, FuzzTarget target) throws IOException {
    Corpus.Tally tally = Corpus.run(name, target);
    assertThat(tally.accepted()).isGreaterThan(20);
    assertThat(tally.refused()).isGreaterThan(20);
  }
}
