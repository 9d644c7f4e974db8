package got.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import got.ipc.ErrorKind;
import got.ipc.HashAlgorithm;
import got.ipc.RemoteRef;
import got.ipc.fetch.FetchTalk;
import got.script.Script;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ConversationV0Test {
  private static final String HEAD = Script.ID + " HEAD";
  private static final String MAIN = Script.ID + " refs/heads/main";
  private static final String CAPABILITIES =
      "multi_ack thin-pack side-band side-band-64k ofs-delta shallow no-progress include-tag"
          + " symref=HEAD:refs/heads/main object-format=sha1 agent=git/2.39";

  private static Script pack() {
    return Script.v0(CAPABILITIES).line("NAK").band(2, "Total 1\n").band(1, "PACKrest");
  }

  private static Exchange list(String... lines) {
    return Exchange.list(script(lines).flush());
  }

  private static Script script(String... lines) {
    Script script = new Script();
    for (String line : lines) {
      script.line(line);
    }
    return script;
  }

  @Test
  void packIsFetched() {
    Exchange exchange = Exchange.fetch(pack().flush()).succeeds();
    assertThat(exchange.pack()).isEqualTo("PACKrest");
    assertThat(exchange.texts()).containsExactly("Total 1");
    assertThat(exchange.messages().getFirst())
        .isEqualTo(new FetchTalk.Advertisement(0, HashAlgorithm.SHA1));
    assertThat(exchange.messages().getLast()).isEqualTo(new FetchTalk.Fetched(8));
    assertThat(exchange.refs().getFirst()).isInstanceOf(RemoteRef.Symbolic.class);
  }

  @Test
  void capabilitiesAreChosenWithTheFirstWant() {
    Script server =
        script(Script.OTHER + " HEAD\0" + CAPABILITIES, MAIN).flush().line("NAK").band(1, "P");
    assertThat(Exchange.fetch(server.flush()).succeeds().said())
        .isEqualTo(
            "0081want "
                + Script.OTHER
                + " multi_ack side-band-64k thin-pack ofs-delta agent=got/0.1.0"
                + " object-format=sha1\n"
                + "0032want "
                + Script.ID
                + "\n0000"
                + "0009done\n");
  }

  @Test
  void detailedAcknowledgmentsAreAskedForWhereThereAreAny() {
    Script server =
        Script.v0("multi_ack no-done multi_ack_detailed side-band-64k")
            .line("NAK")
            .band(1, "PACK")
            .flush();
    assertThat(Exchange.fetch(server).succeeds().said())
        .contains(Script.ID + " multi_ack_detailed no-done side-band-64k\n");
    server = Script.v0("no-done side-band-64k").line("NAK").band(1, "PACK").flush();
    assertThat(Exchange.fetch(server).succeeds().said()).contains(Script.ID + " side-band-64k\n");
  }

  @Test
  void olderSideBandIsUsedIfItIsAlone() {
    Script server = Script.v0("side-band").line("NAK").band(1, "PACK").flush();
    Exchange exchange = Exchange.fetch(server).succeeds();
    assertThat(exchange.pack()).isEqualTo("PACK");
    assertThat(exchange.said()).startsWith("003cwant " + Script.ID + " side-band\n");
  }

  @Test
  void packComesBareWithoutSideBand() {
    Script server = Script.v0("ofs-delta side-band-64kx").line("NAK").raw("PACK0000\1\2\3");
    Exchange exchange = Exchange.fetch(server).succeeds();
    assertThat(exchange.pack()).isEqualTo("PACK0000\1\2\3");
    assertThat(exchange.said()).startsWith("003cwant " + Script.ID + " ofs-delta\n");
  }

  @Test
  void capabilitiesMayBeMissing() {
    Exchange exchange = Exchange.fetch(script(MAIN).flush().line("NAK").raw("PACK"));
    assertThat(exchange.succeeds().said()).startsWith("0032want " + Script.ID + "\n0000");
  }

  @Test
  void bareAnswerWithoutAPackIsRefused() {
    Exchange.fetch(Script.v0("").line("NAK")).breaks("the server sent no pack");
  }

  @Test
  void version1OpensWithItsLine() {
    Script server = new Script().line("version 1").raw(latin1(pack().flush()));
    assertThat(Exchange.fetch(server).succeeds().messages().getFirst())
        .isEqualTo(new FetchTalk.Advertisement(1, HashAlgorithm.SHA1));
    Exchange.list(new Script().line("version 1").line("version 1")).breaks("object id of 7 digits");
  }

  private static String latin1(Script script) {
    return new String(script.bytes(), StandardCharsets.ISO_8859_1);
  }

  @Test
  void emptyRepositoryHasCapabilitiesOnly() {
    Exchange exchange = Exchange.fetch(script(Script.ZERO + " capabilities^{}\0agent=x").flush());
    assertThat(exchange.succeeds().refs()).isEmpty();
    assertThat(exchange.messages().getLast()).isEqualTo(new FetchTalk.Fetched(0));
    assertThat(exchange.said()).isEqualTo("0000");
  }

  @Test
  void emptyRepositoryOfAnOldServerIsAFlush() {
    assertThat(Exchange.list(new Script().flush()).succeeds().refs()).isEmpty();
    assertThat(Exchange.list(new Script().line("version 1").flush()).succeeds().refs()).isEmpty();
  }

  @Test
  void emptyListMayNotGoOn() {
    String none = Script.ZERO + " capabilities^{}\0agent=x";
    list(none, MAIN).breaks("a reference after the list was said to be empty");
    list(none, none).breaks("a reference after the list was said to be empty");
    list(HEAD + "\0x", Script.ZERO + " capabilities^{}").breaks("zero id");
    list(Script.ID + " capabilities^{}\0x").breaks("peeled reference 'capabilities'");
  }

  @Test
  void sha256IsStatedAndIdsAreOfItsLength() {
    String id = "1".repeat(64);
    Exchange exchange = list(id + " refs/heads/main\0object-format=sha256 object-format=sha1");
    assertThat(exchange.succeeds().messages().getFirst())
        .isEqualTo(new FetchTalk.Advertisement(0, HashAlgorithm.SHA256));
    list(MAIN + "\0object-format=sha256").breaks("object id of 40 digits");
    list(id + " refs/heads/main\0x").breaks("object id of 64 digits");
    list(MAIN + "\0object-format=sha512").breaks("unknown object format 'sha512'");
  }

  @Test
  void peeledTagIsCheckedAndNotPassedOn() {
    String tag = Script.ID + " refs/tags/v1";
    Exchange exchange = list(HEAD + "\0x", tag, Script.OTHER + " refs/tags/v1^{}", MAIN);
    assertThat(exchange.succeeds().refs()).hasSize(3);
    assertThat(exchange.messages().getLast()).isEqualTo(new FetchTalk.RefsEnd(3));
    list(HEAD + "\0x", tag, MAIN, Script.OTHER + " refs/tags/v1^{}").breaks("does not follow");
    list(HEAD + "\0x", tag, tag + "^{}", tag + "^{}").breaks("does not follow its tag");
    list(HEAD + "\0x", tag, Script.ID + " ^{}").breaks("does not follow its tag");
    list(HEAD + "\0x", tag, tag.substring(1) + "^{}").breaks("object id of 39 digits");
    list(tag + "^{}\0x").breaks("does not follow its tag");
  }

  @Test
  void headComesFirst() {
    list(MAIN + "\0x", HEAD).breaks("HEAD is not the first reference");
  }

  @Test
  void detachedHeadHasNoSymref() {
    assertThat(list(HEAD + "\0agent=x", MAIN).succeeds().refs().getFirst())
        .isInstanceOf(RemoteRef.Direct.class);
  }

  @Test
  void headWithoutALineIsUnbornIfItsTargetIsMissing() {
    String symref = "\0symref=HEAD:refs/heads/gone";
    assertThat(list(MAIN + symref).succeeds().refs().getLast())
        .isInstanceOf(RemoteRef.Unborn.class);
    assertThat(list(Script.ZERO + " capabilities^{}" + symref).succeeds().refs())
        .hasSize(1)
        .first()
        .isInstanceOf(RemoteRef.Unborn.class);
    assertThat(list(Script.ID + " refs/heads/gone" + symref).succeeds().refs())
        .hasSize(1)
        .first()
        .isInstanceOf(RemoteRef.Direct.class);
  }

  @Test
  void symrefsMayRepeat() {
    String two = " symref=HEAD:refs/heads/main symref=refs/r/HEAD:refs/r/main";
    Exchange exchange =
        list(HEAD + "\0symref=HEAD:refs/heads/main" + two, Script.ID + " refs/r/HEAD");
    assertThat(exchange.succeeds().refs()).hasOnlyElementsOfType(RemoteRef.Symbolic.class);
    assertThat(list(HEAD + "\0symref=HEAD:refs/heads/other" + two).succeeds().refs())
        .as("two targets are none")
        .hasOnlyElementsOfType(RemoteRef.Direct.class);
    assertThat(list(MAIN + "\0symref=HEAD:refs/heads/a symref=HEAD:refs/heads/b").refs())
        .as("no HEAD that is unborn")
        .hasSize(1);
    list(HEAD + "\0symref=HEAD").breaks("malformed capability symref");
    list(HEAD + "\0symref").breaks("malformed capability symref");
    list(HEAD + "\0symref=HEAD:").breaks("bad reference name ''");
    list(HEAD + "\0symref=HEAD:refs/../x").breaks("bad reference name 'refs/../x'");
    list(HEAD + "\0symref=..:refs/heads/x").breaks("bad reference name '..'");
  }

  @Test
  void linesOfAPushAreRefused() {
    list(HEAD + "\0x", Script.ID + " .have").breaks("bad reference name '.have'");
  }

  @Test
  void capabilitiesInALaterLineAreRefused() {
    list(HEAD + "\0x", MAIN + "\0side-band").breaks("bad reference name");
  }

  @Test
  void shallowServerIsRefused() {
    list(HEAD + "\0x", MAIN, "shallow " + Script.ID).breaks("repository is shallow");
    list(Script.ZERO + " capabilities^{}\0x", "shallow " + Script.ID).breaks("is shallow");
  }

  @Test
  void prefixesSelectHere() {
    Script server = Script.v0("side-band").line("NAK").band(1, "PACK").flush();
    assertThat(Exchange.fetch(server, "refs/heads/").succeeds().refs())
        .extracting(r -> r.name().latin1())
        .containsExactly("refs/heads/main");
  }

  /** got sees whether the two are the same, and can say which they are. */
  @Test
  void referenceListedTwiceIsPassedOnTwice() {
    Exchange exchange = list(HEAD + "\0symref=HEAD:refs/heads/main", HEAD, MAIN, MAIN).succeeds();
    assertThat(exchange.refs())
        .extracting(r -> r.name().latin1())
        .containsExactly("HEAD", "HEAD", "refs/heads/main", "refs/heads/main");
    assertThat(exchange.messages().getLast()).isEqualTo(new FetchTalk.RefsEnd(4));
  }

  @Test
  void referenceToNothingIsNamed() {
    list(HEAD + "\0x", Script.ZERO + " refs/heads/a\u001b[b")
        .breaks("reference 'refs/heads/a\\x1b[b' to the zero id");
    list(HEAD + "\0x", "12 refs/heads/a")
        .breaks("object id of 2 digits: '12' of reference 'refs/heads/a'");
  }

  @Test
  void signalsOfVersion2AreRefused() {
    Exchange.list(new Script().delim()).breaks("got a delimiter packet");
    Exchange.list(new Script().raw("0002")).breaks("got a response-end packet");
    Exchange.list(script(HEAD + "\0x").delim()).breaks("got a delimiter packet");
    Exchange.fetch(Script.v0("side-band").delim()).breaks("expected NAK, got a delimiter packet");
    Exchange.fetch(Script.v0("side-band").flush()).breaks("expected NAK, got a flush packet");
    Exchange.fetch(pack().delim()).breaks("got a delimiter packet");
  }

  @Test
  void onlyNakMayComeBeforeThePack() {
    Exchange.fetch(Script.v0("side-band").line("ACK " + Script.ID))
        .breaks("expected NAK, got 'ACK");
    Exchange.fetch(Script.v0("side-band").line("NAKED")).breaks("expected NAK, got 'NAKED'");
    Exchange.fetch(Script.v0("side-band").line("shallow " + Script.ID)).breaks("expected NAK");
    Exchange.fetch(Script.v0("side-band").line("NAK").line("NAK")).breaks("a packet of band 78");
  }

  @Test
  void nothingMayFollowTheEnd() {
    Exchange.fetch(pack().flush().band(1, "x")).breaks("expected nothing after the end");
  }

  @Test
  void errorLineIsShownWhereverItComes() {
    Exchange.list(new Script().data("ERR no\n\n")).refuses("no");
    Exchange.list(new Script().line("version 1").line("ERR no")).refuses("no");
    Exchange.list(script(HEAD + "\0x").line("ERR no")).refuses("no");
    Exchange.fetch(Script.v0("side-band").line("ERR upload-pack: not our ref"))
        .refuses("upload-pack: not our ref");
    Exchange.fetch(pack().line("ERR no")).refuses("no");
  }

  @Test
  void serverThatHangsUpDuringTheRequestLeavesItsReason() {
    Exchange exchange =
        Exchange.fetch(
            Exchange.OVER_SSH,
            new ByteArrayInputStream(Script.v0("x").line("ERR too busy").bytes()),
            new BrokenPipe(),
            Exchange::ids);
    exchange.refuses("too busy");
    exchange =
        Exchange.fetch(
            Exchange.OVER_SSH,
            new ByteArrayInputStream(Script.v0("x").bytes()),
            new BrokenPipe(),
            Exchange::ids);
    exchange.failsWith(ErrorKind.CONNECTION, "writing to the server failed: broken pipe");
  }
}
