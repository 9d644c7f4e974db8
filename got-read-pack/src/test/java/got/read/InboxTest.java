package got.read;

import static org.assertj.core.api.Assertions.assertThat;

import got.ipc.Received;
import got.ipc.read.ReadTalk;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class InboxTest {
  private static Received<ReadTalk.Request> received(ReadTalk.Request request) {
    return new Received<>(request, List.of(), false);
  }

  /** got says what is common, and asks for more, while the commits are still being read. */
  @Test
  void whatGotSentBeforeItSawTheWishWaits() throws Exception {
    Deque<Received<ReadTalk.Request>> sent = new ArrayDeque<>();
    sent.add(received(new ReadTalk.Common(List.of())));
    sent.add(received(new ReadTalk.MoreHaves(32)));
    sent.add(received(new ReadTalk.NotLoose()));
    sent.add(received(new ReadTalk.Serve()));
    Inbox inbox = new Inbox(sent::remove);
    assertThat(inbox.next().message()).isInstanceOf(ReadTalk.Common.class);
    assertThat(inbox.loose().message()).isEqualTo(new ReadTalk.NotLoose());
    assertThat(inbox.next().message()).isEqualTo(new ReadTalk.MoreHaves(32));
    assertThat(inbox.next().message()).isEqualTo(new ReadTalk.Serve());
  }
}
