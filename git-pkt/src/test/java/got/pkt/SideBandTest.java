package got.pkt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import got.ipc.ErrorKind;
import got.ipc.ErrorReport;
import got.ipc.Limits;
import got.script.Script;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SideBandTest {
  private final StringBuilder data = new StringBuilder();
  private final StringBuilder progress = new StringBuilder();

  private void demultiplex(Script script) throws ProtocolException, IOException {
    Server server =
        new Server(
            new ByteArrayInputStream(script.bytes()),
            OutputStream.nullOutputStream(),
            new Unwatched());
    SideBand.demultiplex(
        server,
        new SideBand.Bands() {
          @Override
          public void data(byte[] buffer, int offset, int length) {
            data.append(new String(buffer, offset, length, StandardCharsets.ISO_8859_1));
          }

          @Override
          public void progress(byte[] buffer, int offset, int length) {
            progress.append(new String(buffer, offset, length, StandardCharsets.ISO_8859_1));
          }
        });
  }

  private void fails(Script script, ErrorKind kind, long detail, String text) {
    assertThatThrownBy(() -> demultiplex(script))
        .isInstanceOfSatisfying(
            ProtocolException.class,
            e -> assertThat(e.report()).isEqualTo(ErrorReport.of(kind, detail, text)));
  }

  private void fails(Script script, ErrorKind kind, String text, String serverText) {
    assertThatThrownBy(() -> demultiplex(script))
        .isInstanceOfSatisfying(
            ProtocolException.class,
            e -> assertThat(e.report()).isEqualTo(new ErrorReport(kind, -1, text, serverText)));
  }

  private void breaks(Script script, String text) {
    fails(script, ErrorKind.PROTOCOL, text, "");
  }

  @Test
  void bandsAreToldApartAndFlushEndsThem() throws Exception {
    demultiplex(
        new Script().band(1, "PA").band(2, "10%\r").band(1, "CK").flush().band(1, "not read"));
    assertThat(data).hasToString("PACK");
    assertThat(progress).hasToString("10%\r");
  }

  @Test
  void emptyBandPayloadIsLegal() throws Exception {
    demultiplex(new Script().raw("0005\1").raw("0005\2").band(1, "P").raw("0005\1").flush());
    assertThat(data).hasToString("P");
    assertThat(progress).isEmpty();
  }

  /** Packets of 64 KiB, the last of which is one byte shorter or not. */
  private static Script text(int lessThanLimit) {
    Script script = new Script().band(1, "PACK");
    for (int i = 0; i < Limits.BESIDE_PACK / (64 << 10); i++) {
      int less = i == 0 ? lessThanLimit : 0;
      script.band(2, "x".repeat((32 << 10) - 5 - less)).band(2, "x".repeat((32 << 10) - 5));
    }
    return script.flush();
  }

  @Test
  void textMayTakeSoMuchAndNotAByteMore() throws Exception {
    demultiplex(text(0));
    assertThat(data).hasToString("PACK");
    fails(
        text(-1),
        ErrorKind.SERVER_LIMIT,
        Limits.BESIDE_PACK,
        "more than 16777216 bytes beside the pack");
  }

  @Test
  void emptyPacketsCountAsText() {
    fails(
        new Script().raw("0005\1".repeat(Limits.BESIDE_PACK / 5 + 1)),
        ErrorKind.SERVER_LIMIT,
        Limits.BESIDE_PACK,
        "more than 16777216 bytes beside the pack");
  }

  @Test
  void longestPacketOfABandIsPassedOnWhole() throws Exception {
    demultiplex(new Script().band(1, "x".repeat(65515)).flush());
    assertThat(data).hasSize(65515);
  }

  @Test
  void dataMayLookLikeAnError() throws Exception {
    demultiplex(new Script().band(1, "ERR not one").flush());
    assertThat(data).hasToString("ERR not one");
  }

  @Test
  void packetWithoutABandIsRefused() {
    breaks(new Script().raw("0004").flush(), "a packet without a band");
  }

  @Test
  void unknownBandIsRefused() {
    breaks(new Script().band(0, "x").flush(), "a packet of band 0");
    breaks(new Script().band(4, "x").flush(), "a packet of band 4");
    breaks(new Script().band(255, "x").flush(), "a packet of band 255");
    breaks(new Script().data("PACK").flush(), "a packet of band 80");
  }

  @Test
  void bandThreeIsTheServersReason() {
    Script script = new Script().band(1, "PACK").band(3, "fatal: bad \u001b[31mobject\n");
    fails(script, ErrorKind.REFUSED, "the server reported an error", "fatal: bad \\x1b[31mobject");
    assertThat(data).hasToString("PACK");
  }

  @Test
  void reasonMayEndInLineFeedAndNul() {
    Script script = new Script().band(3, "aborting due to \u0000 corruption. \r\n\0");
    fails(
        script,
        ErrorKind.REFUSED,
        "the server reported an error",
        "aborting due to \\x00 corruption.");
    script = new Script().band(3, "caf\u00c3\u00a9\n");
    fails(script, ErrorKind.REFUSED, "the server reported an error", "caf\u00e9");
  }

  @Test
  void bandThreeWithoutWordsIsAReasonToo() {
    fails(new Script().raw("0005\3"), ErrorKind.REFUSED, "the server gave no reason", "");
    fails(new Script().band(3, "\n\0"), ErrorKind.REFUSED, "the server gave no reason", "");
  }

  @Test
  void errorLineInPlaceOfABandIsShown() {
    fails(
        new Script().band(1, "PACK").line("ERR out of memory"),
        ErrorKind.REFUSED,
        "the server reported an error",
        "out of memory");
  }

  @Test
  void otherSignalsAreRefused() {
    breaks(new Script().delim(), "expected data or a flush packet, got a delimiter packet");
    breaks(new Script().raw("0002"), "expected data or a flush packet, got a response-end packet");
  }

  @Test
  void endOfTheConnectionIsNoEndOfTheData() {
    assertThatThrownBy(() -> demultiplex(new Script().band(1, "PACK")))
        .isInstanceOfSatisfying(
            ProtocolException.class,
            e -> {
              assertThat(e.report().kind()).isEqualTo(ErrorKind.CONNECTION);
              assertThat(e.report().detail()).isEqualTo(9);
            });
  }
}
