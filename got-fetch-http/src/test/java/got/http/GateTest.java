package got.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import got.ipc.ErrorKind;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {
  private static final String OK = "HTTP/1.1 200 OK\r\n";

  private static Gate gate(String answer) {
    Gate gate = new Gate(new ByteArrayInputStream(answer.getBytes(StandardCharsets.ISO_8859_1)));
    gate.expectAnswer();
    return gate;
  }

  private static String all(InputStream in) throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  static List<String> good() {
    return List.of(
        OK + "Content-Length: 3\r\n\r\nabc",
        OK + "Content-Length: 0\r\n\r\n",
        OK + "Content-Length:\t 3 \t\r\n\r\nabc",
        OK + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
        OK + "Transfer-Encoding: Chunked\r\n\r\n003;a=b\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n",
        OK + "Transfer-Encoding: chunked\r\n\r\n0\r\nTrailer: x\r\n\r\n",
        OK + "X-Empty:\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\nx",
        "HTTP/1.1 204 No Content\r\n\r\n",
        "HTTP/1.1 304 Not Modified\r\nContent-Length: 10\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\n" + OK + "Content-Length: 1\r\n\r\nx",
        "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n".repeat(8) + OK + "Content-Length: 0\r\n\r\n",
        OK + "Upgrade: h2,h2c\r\nContent-Length: 0\r\n\r\n",
        OK + "Reason: gr\u00fcn\r\nContent-Length: 0\r\n\r\n");
  }

  @ParameterizedTest
  @MethodSource("good")
  void anAnswerPassesUnchangedAndLeavesTheConnectionFree(String answer) throws Exception {
    Gate gate = gate(answer);
    assertThat(all(gate)).isEqualTo(answer);
    assertThat(gate.isIdle()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("good")
  void anAnswerPassesByteByByte(String answer) throws Exception {
    Gate gate = gate(answer);
    StringBuilder passed = new StringBuilder();
    for (int b = gate.read(); b >= 0; b = gate.read()) {
      passed.append((char) b);
    }
    assertThat(passed).hasToString(answer);
  }

  /** Wherever the connection ends, the answer is not whole. */
  @ParameterizedTest
  @MethodSource("good")
  void everyCutIsNoticed(String answer) {
    for (int length = 0; length < answer.length(); length++) {
      Gate gate = gate(answer.substring(0, length));
      assertThatThrownBy(() -> all(gate))
          .as("cut after %d bytes", length)
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(length == 0 ? HttpFault.class : EOFException.class);
    }
  }

  @Test
  void aBodyThatNothingElseEndsEndsWithTheConnection() throws Exception {
    String answer = OK + "Content-Type: x\r\n\r\nabc";
    Gate gate = gate(answer);
    assertThat(all(gate)).isEqualTo(answer);
    assertThat(gate.head().framing()).isEqualTo(Head.Framing.CLOSE);
  }

  @Test
  void noByteOfAnAnswerIsAnEndBeforeIt() {
    Gate gate = gate("");
    assertThatThrownBy(() -> all(gate)).isInstanceOf(EOFException.class);
    assertThat(gate.isAnswered()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        OK + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
        OK + "Content-Length: 3, 3\r\n\r\nabc",
        OK + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        OK + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
        "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        OK + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        OK + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        OK + "Transfer-Encoding: identity\r\n\r\n",
        OK + "Transfer-Encoding:\r\n\r\n",
        OK + "Content-Length: +5\r\n\r\nabcde",
        OK + "Content-Length: -0\r\n\r\n",
        OK + "Content-Length: 0x3\r\n\r\nabc",
        OK + "Content-Length:\r\n\r\n",
        OK + "Content-Length: 1 2\r\n\r\nabc",
        OK + "Content-Length: 9999999999999999999\r\n\r\nabc",
        OK + "Content-Length : 3\r\n\r\nabc",
        OK + " Content-Length: 3\r\n\r\nabc",
        OK + "A: b\r\n folded\r\nContent-Length: 0\r\n\r\n",
        OK + "A: b\r\n\tfolded\r\nContent-Length: 0\r\n\r\n",
        OK + "A: b\nContent-Length: 0\r\n\r\n",
        OK + "A: b\rc\r\nContent-Length: 0\r\n\r\n",
        OK + "A: b\r\r\nContent-Length: 0\r\n\r\n",
        OK + "A: b\0c\r\nContent-Length: 0\r\n\r\n",
        OK + "A: b\u007f\r\nContent-Length: 0\r\n\r\n",
        OK + "A: b\u000b\r\nContent-Length: 0\r\n\r\n",
        OK + ": b\r\nContent-Length: 0\r\n\r\n",
        OK + "A\r\nContent-Length: 0\r\n\r\n",
        OK + "A b: c\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\nContent-Length: 0\r\n\r\n",
        "HTTP/2 200 OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.2 200 OK\r\nContent-Length: 0\r\n\r\n",
        "http/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1  200 OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 0200 OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 20 OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 600 OK\r\nContent-Length: 0\r\n\r\n",
        "ICY 200 OK\r\n\r\n",
        "\r\n" + OK + "Content-Length: 0\r\n\r\n",
        "0032git's own\n",
        "HTTP/1.1 101 Switching Protocols\r\n\r\n",
        OK + "Content-Length: 1\r\n\r\nxy",
        OK + "Content-Length: 0\r\n\r\n" + OK,
        "HTTP/1.1 204 No Content\r\nContent-Length: 1\r\n\r\nx",
        OK + "Transfer-Encoding: chunked\r\n\r\n+3\r\nabc\r\n0\r\n\r\n",
        OK + "Transfer-Encoding: chunked\r\n\r\n-0\r\n\r\n",
        OK + "Transfer-Encoding: chunked\r\n\r\n0x3\r\nabc\r\n0\r\n\r\n",
        OK + "Transfer-Encoding: chunked\r\n\r\n3 \r\nabc\r\n0\r\n\r\n",
        OK + "Transfer-Encoding: chunked\r\n\r\n\r\nabc\r\n0\r\n\r\n",
        OK + "Transfer-Encoding: chunked\r\n\r\n;x\r\nabc\r\n0\r\n\r\n",
        OK + "Transfer-Encoding: chunked\r\n\r\n3\nabc\r\n0\r\n\r\n",
        OK + "Transfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n",
        OK + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\n0\r\n\r\n",
        OK + "Transfer-Encoding: chunked\r\n\r\n1000000000000000\r\nabc\r\n0\r\n\r\n",
        OK + "Transfer-Encoding: chunked\r\n\r\n0\r\nnot a header\r\n\r\n",
        OK + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nmore",
      })
  void whatOthersCouldReadDifferentlyIsRefused(String answer) {
    Gate gate = gate(answer);
    assertThatThrownBy(() -> all(gate))
        .isInstanceOfSatisfying(
            HttpFault.class, e -> assertThat(e.report().kind()).isEqualTo(ErrorKind.PROTOCOL));
  }

  @Test
  void longHeadsAreRefused() throws Exception {
    String line = "A: " + "x".repeat(Gate.LINE - 3) + "\r\n";
    String end = "Content-Length: 0\r\n\r\n";
    assertThat(all(gate(OK + line + end))).hasSizeGreaterThan(Gate.LINE);
    assertThat(all(gate(OK + "A: b\r\n".repeat(Gate.LINES - 1) + end))).isNotEmpty();
    String extended = "1;" + "x".repeat(8000) + "\r\na\r\n";
    String chunked = OK + "Transfer-Encoding: chunked\r\n\r\n" + extended.repeat(8) + "0\r\n\r\n";
    assertThat(all(gate(chunked))).isEqualTo(chunked);
    List<String> bad =
        List.of(
            OK + "A: " + line + end,
            OK + "A: b\r\n".repeat(Gate.LINES) + end,
            "HTTP/1.1 100 Continue\r\n\r\n".repeat(Gate.ANNOUNCEMENTS + 1) + OK + end,
            OK + "Transfer-Encoding: chunked\r\n\r\n0\r\n" + "A: b\r\n".repeat(101) + "\r\n",
            OK + "Transfer-Encoding: chunked\r\n\r\n" + extended.repeat(9) + "0\r\n\r\n");
    for (String answer : bad) {
      assertThatThrownBy(() -> all(gate(answer)))
          .isInstanceOf(HttpFault.class)
          .hasMessageContaining("more than");
    }
  }

  @Test
  void anotherAnswerMayComeWhenAnotherRequestWasSent() throws Exception {
    String one = OK + "Content-Length: 1\r\n\r\nx";
    byte[] both = (one + one).getBytes(StandardCharsets.ISO_8859_1);
    Gate gate = new Gate(new ByteArrayInputStream(both));
    List<String> answers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      gate.expectAnswer();
      byte[] answer = gate.readNBytes(one.length());
      answers.add(new String(answer, StandardCharsets.ISO_8859_1));
      assertThat(gate.isIdle()).isTrue();
    }
    assertThat(answers).containsExactly(one, one);
    assertThat(gate.read()).isNegative();
  }
}
