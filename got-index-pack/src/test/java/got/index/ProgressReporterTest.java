package got.index;

import static org.assertj.core.api.Assertions.assertThat;

import got.ipc.index.IndexTalk;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressReporterTest {
  private static final long SILENCE_MILLIS = 350;

  private final BlockingQueue<IndexTalk.Reply> sent = new LinkedBlockingQueue<>();

  private IndexTalk.Reply next() throws InterruptedException {
    IndexTalk.Reply message = sent.poll(10, TimeUnit.SECONDS);
    assertThat(message).isNotNull();
    return message;
  }

  private void assertSilent() throws InterruptedException {
    assertThat(sent.poll(SILENCE_MILLIS, TimeUnit.MILLISECONDS)).isNull();
  }

  @Test
  void reportsOnlyWhileSomethingMoves() throws Exception {
    try (ProgressReporter reporter = new ProgressReporter(sent::add)) {
      assertSilent();
      reporter.progress(10, 3, 1, 0, 0);
      assertThat(next()).isEqualTo(new IndexTalk.Indexing(10, 3, 1, 0, 0));
      assertSilent();
      reporter.progress(10, 3, 1, 0, 0);
      assertSilent();
      reporter.progress(20, 3, 2, 1, 0);
      assertThat(next()).isEqualTo(new IndexTalk.Indexing(20, 3, 2, 1, 0));
    }
  }

  @Test
  void bytesOfOneLargeObjectAreProgress() throws Exception {
    try (ProgressReporter reporter = new ProgressReporter(sent::add)) {
      reporter.progress(10, 3, 1, 0, 0);
      next();
      InputStream pipe = reporter.counting(new ByteArrayInputStream(new byte[100]));
      assertThat(pipe.readNBytes(40)).hasSize(40);
      assertThat(next()).isEqualTo(new IndexTalk.Indexing(40, 3, 1, 0, 0));
      assertThat(pipe.read()).isZero();
      assertThat(next()).isEqualTo(new IndexTalk.Indexing(41, 3, 1, 0, 0));
    }
  }

  @Test
  void bytesOfTheIndexAreProgress() throws Exception {
    try (ProgressReporter reporter = new ProgressReporter(sent::add);
        OutputStream index = reporter.counting(OutputStream.nullOutputStream())) {
      assertSilent();
      index.write(new byte[5]);
      assertThat(next()).isEqualTo(new IndexTalk.Indexing(0, 0, 0, 0, 0));
      assertSilent();
    }
  }

  @Test
  void numbersOfDifferentMomentsMakeNoImpossibleMessage() throws Exception {
    try (ProgressReporter reporter = new ProgressReporter(sent::add)) {
      reporter.progress(1, 5, 4, 6, 7);
      assertThat(next()).isEqualTo(new IndexTalk.Indexing(1, 5, 4, 4, 4));
    }
  }

  @Test
  void theLastNumbersAreReportedAndNothingFollowsTheEnd() throws Exception {
    ProgressReporter reporter = new ProgressReporter(sent::add);
    reporter.progress(10, 3, 3, 0, 0);
    reporter.close();
    assertThat(sent).containsOnlyOnce(new IndexTalk.Indexing(10, 3, 3, 0, 0));
    sent.clear();
    reporter.progress(11, 3, 1, 0, 0);
    assertSilent();
  }
}
