package got.pkt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import got.script.Script;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PktReaderTest {
  private static PktReader reader(Script script) {
    return new PktReader(new ByteArrayInputStream(script.bytes()), new Unwatched());
  }

  private static PktReader reader(String bytes) {
    return reader(new Script().raw(bytes));
  }

  private static String payload(PktLine line) {
    assertThat(line).isInstanceOf(PktLine.Data.class);
    StringBuilder text = new StringBuilder();
    try {
      ((PktLine.Data) line)
          .writeTo(
              (b, offset, length) ->
                  text.append(new String(b, offset, length, StandardCharsets.ISO_8859_1)),
              0);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return text.toString();
  }

  private static void fails(
      PktReader reader, PktLineException.Fault fault, long offset, String reason) {
    assertThatThrownBy(reader::next)
        .isInstanceOfSatisfying(
            PktLineException.class,
            e -> {
              assertThat(e.reason()).contains(reason);
              assertThat(e.fault()).isEqualTo(fault);
              assertThat(e.offset()).isEqualTo(offset);
            });
  }

  @Test
  void signalsHaveNoPayload() throws Exception {
    PktReader reader = reader("0000" + "0001" + "0002");
    assertThat(reader.next()).isEqualTo(new PktLine.Flush());
    assertThat(reader.next()).isEqualTo(new PktLine.Delim());
    assertThat(reader.next()).isEqualTo(new PktLine.ResponseEnd());
  }

  @Test
  void lengthThreeIsRefused() throws Exception {
    PktReader reader = reader("0000" + "0003");
    reader.next();
    fails(reader, PktLineException.Fault.FRAMING, 4, "packet of length 3");
  }

  @Test
  void emptyPayloadIsLegal() throws Exception {
    assertThat(payload(reader("0004").next())).isEmpty();
  }

  @Test
  void longestPacketIsLegal() throws Exception {
    String text = "x".repeat(65516);
    assertThat(payload(reader("fff0" + text).next())).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fff1", "fff4", "ffff"})
  void longerPacketIsRefusedBeforeItIsRead(String length) {
    fails(reader(length), PktLineException.Fault.FRAMING, 0, "packet of length 655");
  }

  @Test
  void digitsMayBeOfEitherCase() throws Exception {
    assertThat(payload(reader("000A123456").next())).isEqualTo("123456");
    assertThat(payload(reader("000a123456").next())).isEqualTo("123456");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+00a",
        "-001",
        " 00a",
        "00 a",
        "0x0a",
        "000g",
        "\0\0\0\0",
        "000\n",
        "PACK",
        "00é1"
      })
  void otherDigitsAreRefused(String digits) {
    PktReader reader = reader("0000" + digits + "123456");
    assertThatCode(reader::next).doesNotThrowAnyException();
    fails(reader, PktLineException.Fault.FRAMING, 4, "is no length of a packet");
  }

  private static void greets(PktReader reader, String reason, String words) {
    assertThatThrownBy(reader::next)
        .isInstanceOfSatisfying(
            PktLineException.class,
            e -> {
              assertThat(e.fault()).isEqualTo(PktLineException.Fault.NOT_GIT);
              assertThat(e.reason()).isEqualTo(reason);
              assertThat(e.words()).isEqualTo(words);
            });
  }

  @Test
  void firstLineOfAServerOfAnotherKindIsTold() {
    String text = "the server sent text instead of Git's protocol";
    greets(reader("Hi anna!  \r\nBye.\n"), text, "Hi anna!");
    greets(reader("\r\n \n\u001b[2J\u00c3\u00a4\n"), text, "\u001b[2J\u00e4");
    greets(reader("no\n"), text, "no");
    greets(reader("\n\n\n\n\n"), text, "");
    greets(reader("Welcome\n003dversion 1"), text, "Welcome");
    greets(reader("x".repeat(200_000)), text, "x".repeat(4000));
    greets(
        reader("HTTP/1.1 400 Bad Request\r\n\r\n"),
        "the server speaks HTTP, not Git's protocol",
        "HTTP/1.1 400 Bad Request");
    greets(
        reader("SSH-2.0-OpenSSH_9.2\r\n"),
        "the server speaks SSH, not Git's protocol",
        "SSH-2.0-OpenSSH_9.2");
    for (String tls : List.of("\u0015\3\1\0\2\2F", "\u0016\3\3\0z")) {
      greets(reader(tls), "the server speaks TLS, not Git's protocol", "");
    }
  }

  /** Their first four letters are a number, of which git would have written none so. */
  @Test
  void lineThatBeginsLikeALengthIsTold() {
    String text = "the server sent text instead of Git's protocol";
    greets(reader("Access denied\n"), text, "Access denied");
    greets(reader("Dead"), text, "Dead");
    fails(reader("dead end"), PktLineException.Fault.CONNECTION, 8, "inside a packet");
  }

  /** Nothing is waited for: whoever sent so little may never send more. */
  @Test
  void lineThatComesInPiecesIsToldAsFarAsItIsThere() {
    Chopped slow = new Chopped("Welcome home\n".getBytes(StandardCharsets.US_ASCII), _ -> 4);
    greets(
        new PktReader(slow, new Unwatched()),
        "the server sent text instead of Git's protocol",
        "Welc");
  }

  @Test
  void silenceIsToldFromBreakingOff() throws Exception {
    fails(reader(""), PktLineException.Fault.CONNECTION, 0, "without an answer");
    fails(reader("000"), PktLineException.Fault.CONNECTION, 3, "inside a packet, after 3 bytes");
    fails(reader("000ax"), PktLineException.Fault.CONNECTION, 5, "inside a packet, after 5 bytes");
    PktReader reader = reader("0000");
    reader.next();
    fails(reader, PktLineException.Fault.CONNECTION, 4, "between packets, after 4 bytes");
  }

  @Test
  void brokenConnectionIsReported() {
    InputStream broken = new Chopped(new byte[0], _ -> -1);
    fails(
        new PktReader(broken, new Unwatched()),
        PktLineException.Fault.CONNECTION,
        0,
        "connection reset");
  }

  @Test
  void lineFeedAtTheEndIsOptionalAndOne() throws Exception {
    PktReader reader = reader(new Script().data("a\n").data("a").data("a\n\n").data("\n"));
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      lines.add(((PktLine.Data) reader.next()).line());
    }
    assertThat(lines).containsExactly("a", "a", "a\n", "");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void packetsDoNotDependOnHowTheyArrive(long seed) throws Exception {
    Random random = new Random(seed);
    Script script = new Script();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      String text =
          (char) random.nextInt(256) + "y".repeat(random.nextInt(65516) >> random.nextInt(16));
      expected.add(text);
      script.data(text);
    }
    byte[] bytes = script.bytes();
    PktReader reader =
        new PktReader(
            new Chopped(
                bytes, most -> 1 + random.nextInt(Math.min(most, 1 + random.nextInt(200_000)))),
            new Unwatched());
    for (String text : expected) {
      assertThat(payload(reader.next())).as("seed %d", seed).isEqualTo(text);
    }
    fails(reader, PktLineException.Fault.CONNECTION, bytes.length, "between packets");
  }

  @Test
  void restIsPassedOnFromTheMiddleOfTheBuffer() throws Exception {
    PktReader reader = reader(new Script().data("NAK\n").raw("PACK" + "z".repeat(300_000)));
    reader.next();
    StringBuilder rest = new StringBuilder();
    reader.copyRest(
        (b, offset, length) ->
            rest.append(new String(b, offset, length, StandardCharsets.ISO_8859_1)),
        () -> false);
    assertThat(rest).hasSize(300_004).startsWith("PACKzz");
  }

  /** Some servers never hang up: whoever reads on from them, waits. */
  @Test
  void restEndsWhereTheServerPausesAndItIsComplete() throws Exception {
    InputStream in =
        new SequenceInputStream(
            new ByteArrayInputStream("PACK".getBytes(StandardCharsets.US_ASCII)),
            new Chopped(new byte[0], _ -> -1));
    StringBuilder rest = new StringBuilder();
    new PktReader(in, new Unwatched())
        .copyRest(
            (b, offset, length) ->
                rest.append(new String(b, offset, length, StandardCharsets.ISO_8859_1)),
            () -> rest.length() == 4);
    assertThat(rest).hasToString("PACK");
  }

  @Test
  void restGoesOnWhileMoreIsThere() throws Exception {
    PktReader reader = reader("x".repeat(200_000));
    StringBuilder rest = new StringBuilder();
    reader.copyRest(
        (b, offset, length) ->
            rest.append(new String(b, offset, length, StandardCharsets.ISO_8859_1)),
        () -> true);
    assertThat(rest).hasSize(200_000);
  }

  /** Gives at each read as much as the operator says; fails if that is negative. */
  private static final class Chopped extends InputStream {
    private final ByteArrayInputStream bytes;
    private final IntUnaryOperator amount;

    Chopped(byte[] bytes, IntUnaryOperator amount) {
      this.bytes = new ByteArrayInputStream(bytes);
      this.amount = amount;
    }

    @Override
    public int read() {
      return bytes.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = amount.applyAsInt(length);
      if (count < 0) {
        throw new IOException("Connection reset");
      }
      return bytes.read(buffer, offset, count);
    }
  }
}
