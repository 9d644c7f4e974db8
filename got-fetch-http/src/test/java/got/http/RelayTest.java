package got.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelayTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private static InputStream in(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static GitRequests requests(String text, boolean version2) {
    return new GitRequests(in(text), version2);
  }

  @Test
  void inVersion2TheEndOfAnAnswerIsMarked() throws Exception {
    new Relay(out).packets(in("0007abc00010000"));
    assertThat(out).hasToString("0007abc000100000002");
  }

  /** Whether Git's answer is whole is for got-fetch-pack to say. */
  @Test
  void anAnswerWithoutItsFlushPacketIsMarkedToo() throws Exception {
    new Relay(out).packets(in("0007abc"));
    assertThat(out).hasToString("0007abc0002");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "000", "0007", "0007ab", "0007abc0", "00000007a"})
  void anAnswerThatEndsInsideAPacketIsNone(String answer) {
    assertThatThrownBy(() -> new Relay(out).packets(in(answer)))
        .isInstanceOf(HttpFault.class)
        .hasMessageContaining("inside a packet");
  }

  /** A discovery with a length of its own, whatever Git's packets in it say. */
  private static Discovery discovery(String body) throws IOException {
    String head =
        "HTTP/1.1 200 OK\r\nContent-Type: application/x-git-upload-pack-advertisement\r\n"
            + "Content-Length: "
            + body.length()
            + "\r\n\r\n";
    HttpConnection server =
        new HttpConnection(GitText.later(head + body), OutputStream.nullOutputStream());
    return Discovery.read(server.ask("GET / HTTP/1.1\r\n\r\n", List.of()));
  }

  @Test
  void aDiscoveryThatEndsInsideAPacketIsNone() throws Exception {
    new Relay(out).discovery(discovery("000eversion 2\n0000"));
    assertThat(out).hasToString("000eversion 2\n0000");

    Discovery cut = discovery("000eversion 2\n0100abc");
    assertThatThrownBy(() -> new Relay(out).discovery(cut))
        .isInstanceOf(HttpFault.class)
        .hasMessageContaining("inside a packet");
  }

  @Test
  void anEmptyAnswerIsNone() {
    assertThatThrownBy(() -> new Relay(out).packets(in(""))).hasMessageContaining("empty");
    assertThatThrownBy(() -> new Relay(out).bytes(in(""))).hasMessageContaining("empty");
  }

  @Test
  void inOldVersionsBytesPassAsTheyAre() throws Exception {
    new Relay(out).bytes(in("0008NAK\nPACKrest"));
    assertThat(out).hasToString("0008NAK\nPACKrest");
  }

  @Test
  void whenNobodyTakesItTheRelayEnds() {
    OutputStream gone =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("broken pipe");
          }
        };
    assertThatThrownBy(() -> new Relay(gone).packets(in("0000")))
        .isInstanceOf(Relay.GoneException.class);
  }

  @Test
  void inVersion2ACommandEndsAtItsFlushPacket() throws Exception {
    GitRequests requests = requests("0007abc00010007def00000007ghi00000000", true);
    assertThat(requests.next().orElseThrow().bytes())
        .asString(StandardCharsets.US_ASCII)
        .isEqualTo("0007abc00010007def0000");
    assertThat(requests.next().orElseThrow().bytes())
        .asString(StandardCharsets.US_ASCII)
        .isEqualTo("0007ghi0000");
    assertThat(requests.next()).as("a goodbye").isEmpty();
  }

  @Test
  void inOldVersionsTheRequestEndsWithItsLastWord() throws Exception {
    GitRequests requests = requests("0007abc00000009done\n", false);
    assertThat(requests.next().orElseThrow().bytes())
        .asString(StandardCharsets.US_ASCII)
        .isEqualTo("0007abc00000009done\n");
    assertThat(requests("0000", false).next()).as("a goodbye").isEmpty();
  }

  @Test
  void inOldVersionsARoundEndsAtTheFlushPacketBehindItsHaves() throws Exception {
    String round = "0007abc00000007def0000";
    GitRequests requests = requests(round + "0007abc00000009done\n", false);
    GitRequests.Body first = requests.next().orElseThrow();
    assertThat(first.bytes()).asString(StandardCharsets.US_ASCII).isEqualTo(round);
    assertThat(first.last()).isFalse();
    assertThat(requests.next().orElseThrow().last()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"00", "0007a", "0007abc"})
  void aRequestThatBreaksOffIsNotSent(String text) {
    assertThatThrownBy(() -> requests(text, true).next()).isInstanceOf(IOException.class);
  }

  @Test
  void aLargeRequestIsCompressed() throws Exception {
    String line = "0032want " + "0123456789".repeat(4) + "\n";
    String small = line.repeat(1000) + "0000";
    String large = line.repeat(3000) + "0000";
    assertThat(requests(small, true).next().orElseThrow().gzip()).isFalse();
    GitRequests.Body body = requests(large, true).next().orElseThrow();
    assertThat(body.gzip()).isTrue();
    try (InputStream plain = new GZIPInputStream(new ByteArrayInputStream(body.bytes()))) {
      assertThat(plain.readAllBytes()).asString(StandardCharsets.US_ASCII).isEqualTo(large);
    }
  }
}
