package got.http;

import static org.assertj.core.api.Assertions.assertThat;

import got.ipc.http.HttpTalk;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SignOfLifeTest {
  private final List<HttpTalk.Reply> replies = new ArrayList<>();
  private long millis;

  private InputStream watched(byte[] bytes) {
    Dialogue got =
        new Dialogue() {
          @Override
          public Given next() {
            throw new AssertionError();
          }

          @Override
          public void send(HttpTalk.Reply reply) {
            replies.add(reply);
          }
        };
    InputStream drips =
        new ByteArrayInputStream(bytes) {
          @Override
          public synchronized int read(byte[] buffer, int offset, int length) {
            millis += 300;
            return super.read(buffer, offset, Math.min(1, length));
          }
        };
    return new SignOfLife(got, () -> TimeUnit.MILLISECONDS.toNanos(millis)).in(drips);
  }

  @Test
  void bytesAreToldTwiceASecond() throws IOException {
    assertThat(watched(new byte[10]).readAllBytes()).hasSize(10);
    assertThat(replies).containsOnly(new HttpTalk.Heard()).hasSize(5);
  }

  @Test
  void theEndIsNoSign() throws IOException {
    assertThat(watched(new byte[0]).readAllBytes()).isEmpty();
    millis += 10_000;
    assertThat(watched(new byte[0]).readAllBytes()).isEmpty();
    assertThat(replies).isEmpty();
  }
}
