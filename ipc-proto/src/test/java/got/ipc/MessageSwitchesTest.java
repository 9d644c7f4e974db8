package got.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import got.check.MessageSwitches;
import got.ipc.fetch.FetchTalk;
import org.junit.jupiter.api.Test;

/** No switch over messages has a default; and the check of it sees one that has. */
class MessageSwitchesTest {
  @Test
  void noneHasADefault() throws Exception {
    MessageSwitches switches = MessageSwitches.with(Channel.class);
    assertThat(switches.all()).hasSizeGreaterThan(4);
    assertThat(switches.withDefault()).isEmpty();
  }

  @Test
  void oneThatHasIsSeen() throws Exception {
    assertThat(isText(new FetchTalk.Packet("")) || isText(new FetchTalk.Heard(0, 0))).isTrue();
    assertThat(MessageSwitches.with(MessageSwitchesTest.class).withDefault())
        .contains("got/ipc/MessageSwitchesTest.isText");
  }

  private static boolean isText(FetchTalk.Reply reply) {
    return switch (reply) {
      case FetchTalk.Packet _ -> true;
      case FetchTalk.ServerText _ -> true;
      default -> false;
    };
  }
}
