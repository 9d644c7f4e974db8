package got.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import got.ipc.ErrorKind;
import got.ipc.HelperFailure;
import got.ipc.fetch.FetchTalk;
import got.script.Script;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PackReceiverTest {
  private final List<FetchTalk.Reply> sent = new ArrayList<>();
  private final ArrayDeque<FetchTalk.Request> requests = new ArrayDeque<>();
  private final ByteArrayOutputStream pack = new ByteArrayOutputStream();
  private long now = -50_000_000;
  private final Replies got =
      new Replies() {
        @Override
        public void send(FetchTalk.Reply message) {
          sent.add(message);
          if (message instanceof FetchTalk.Refs refs) {
            requests.add(new FetchTalk.Wants(Exchange.ids(refs.refs())));
            requests.add(new FetchTalk.WantsEnd());
          }
        }

        @Override
        public FetchTalk.Request next() {
          return requests.remove();
        }
      };

  @Test
  void firstByteIsReportedAndThenTenTimesASecond() throws Exception {
    PackReceiver receiver = new PackReceiver(pack, got, () -> now);
    byte[] bytes = new byte[7];
    for (int i = 0; i < 1000; i++) {
      receiver.data(bytes, 1, 5);
      now += 1_000_000;
    }
    assertThat(sent).hasSize(10).startsWith(new FetchTalk.Fetching(5), new FetchTalk.Fetching(505));
    assertThat(receiver.bytes()).isEqualTo(5000);
    assertThat(pack.size()).isEqualTo(5000);
  }

  @Test
  void emptyPacketIsNoProgress() throws Exception {
    PackReceiver receiver = new PackReceiver(pack, got, () -> now);
    receiver.data(new byte[1], 1, 0);
    assertThat(sent).isEmpty();
  }

  private HelperFailure failure(OutputStream pipe) throws InterruptedException {
    byte[] server =
        Script.v2()
            .line(Script.ID + " HEAD")
            .flush()
            .line("packfile")
            .band(1, "PACK")
            .flush()
            .bytes();
    try {
      FetchPack.fetch(
          new FetchTalk.Fetch(Exchange.OVER_SSH, List.of()),
          new ByteArrayInputStream(server),
          OutputStream.nullOutputStream(),
          pipe,
          got);
    } catch (HelperFailure e) {
      return e;
    }
    throw new AssertionError("no failure");
  }

  @Test
  void pipeThatNobodyReadsIsAnOutputFailure() throws Exception {
    HelperFailure failure = failure(new BrokenPipe());
    assertThat(failure.report().kind()).isEqualTo(ErrorKind.OUTPUT);
    assertThat(failure.report().text()).isEqualTo("cannot pass on the pack: broken pipe");
  }
}
