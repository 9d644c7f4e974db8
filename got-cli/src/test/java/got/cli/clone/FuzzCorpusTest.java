package got.cli.clone;

import got.cli.remote.LocationFuzz;
import got.cli.remote.NetrcFuzz;
import got.cli.remote.ProxyFuzz;
import got.cli.remote.UrlFuzz;
import got.cli.repository.ConfigFuzz;
import got.fuzz.Corpus;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The inputs that fuzzing starts from, and what it has found. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FuzzCorpusTest {
  @Test
  void url() throws IOException {
    Corpus.holds("url", UrlFuzz::accepts);
  }

  @Test
  void location() throws IOException {
    Corpus.holds("location", LocationFuzz::accepts);
  }

  @Test
  void netrc() throws IOException {
    Corpus.holds("netrc", NetrcFuzz::accepts);
  }

  @Test
  void proxy() throws IOException {
    Corpus.holds("proxy", ProxyFuzz::accepts);
  }

  @Test
  void config() throws IOException {
    Corpus.holds("config", ConfigFuzz::accepts);
  }
}
