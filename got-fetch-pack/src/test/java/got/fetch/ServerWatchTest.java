package got.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import got.ipc.fetch.FetchTalk;
import got.pkt.Server;
import got.script.Script;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerWatchTest {
  private final List<FetchTalk.Reply> sent = new ArrayList<>();
  private long now;
  private final Replies got =
      new Replies() {
        @Override
        public void send(FetchTalk.Reply message) {
          sent.add(message);
        }

        @Override
        public FetchTalk.Request next() {
          throw new AssertionError("nothing is asked");
        }
      };

  private Server server(ServerWatch watch, Script script) {
    return new Server(
        new ByteArrayInputStream(script.bytes()), OutputStream.nullOutputStream(), watch);
  }

  private List<String> packets() {
    return sent.stream().map(m -> ((FetchTalk.Packet) m).text()).toList();
  }

  @Test
  void bytesAreReportedTwiceASecond() {
    ServerWatch watch = new ServerWatch(got, false, () -> now);
    for (int i = 1; i <= 20; i++) {
      now += 100_000_000;
      watch.received(i);
    }
    assertThat(sent)
        .containsExactly(
            new FetchTalk.Heard(5, 0),
            new FetchTalk.Heard(10, 0),
            new FetchTalk.Heard(15, 0),
            new FetchTalk.Heard(20, 0));
  }

  @Test
  void everyPacketIsToldWhatASideBandCarriesIsCounted() throws Exception {
    ServerWatch watch = new ServerWatch(got, true, () -> now);
    Script script =
        new Script()
            .line("version 2")
            .delim()
            .data("\u001b[2J")
            .line("packfile")
            .band(2, "Counting")
            .band(1, "PACK")
            .band(1, "rest")
            .flush();
    Server server = server(watch, script);
    server.send(
        w -> {
          w.line("command=ls-refs");
          w.delim();
          w.flush();
        });
    for (int i = 0; i < 8; i++) {
      Object ignored = server.next();
    }
    watch.end();
    assertThat(packets())
        .containsExactly(
            "> command=ls-refs",
            "> 0001",
            "> 0000",
            "< version 2",
            "< 0001",
            "< \\x1b[2J",
            "< packfile",
            "< 1 packets of text, 9 bytes",
            "< 2 packets of the pack, 10 bytes",
            "< 0000");
  }

  @Test
  void longListIsToldInPart() throws Exception {
    ServerWatch watch = new ServerWatch(got, true, () -> now);
    Script script = new Script();
    for (int i = 0; i < 10_000; i++) {
      script.line("x".repeat(500));
    }
    Server server = server(watch, script.flush());
    for (int i = 0; i < 10_001; i++) {
      Object ignored = server.next();
    }
    List<String> packets = packets();
    assertThat(packets).hasSize(ServerWatch.LINES + 2);
    assertThat(packets.getFirst()).hasSize(202).endsWith("...");
    assertThat(packets.get(ServerWatch.LINES)).isEqualTo("< 9900 more packets, 4959900 bytes");
    assertThat(packets.getLast()).isEqualTo("< 0000");
  }

  @Test
  void nothingIsToldUnlessGotWantsIt() throws Exception {
    Server server = server(new ServerWatch(got, false, () -> now), new Script().line("x").flush());
    Object ignored = server.next();
    server.goodbye();
    assertThat(sent).isEmpty();
  }
}
