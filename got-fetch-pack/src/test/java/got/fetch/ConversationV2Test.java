package got.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import got.ipc.ErrorKind;
import got.ipc.RemoteRef;
import got.ipc.fetch.FetchTalk;
import got.script.Script;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;

class ConversationV2Test {
  private static final String MAIN = Script.ID + " refs/heads/main";

  private static Script refs() {
    return Script.v2().line(Script.ID + " HEAD symref-target:refs/heads/main").line(MAIN).flush();
  }

  private static Script pack() {
    return refs().line("packfile").band(2, "Counting: 1\n").band(1, "PACK").band(1, "rest");
  }

  @Test
  void packIsFetched() {
    Exchange exchange = Exchange.fetch(pack().flush()).succeeds();
    assertThat(exchange.pack()).isEqualTo("PACKrest");
    assertThat(exchange.texts()).containsExactly("Counting: 1");
    assertThat(exchange.messages())
        .extracting(m -> m.getClass().getSimpleName())
        .containsExactly("Advertisement", "Refs", "RefsEnd", "ServerText", "Fetching", "Fetched")
        .doesNotHaveDuplicates();
    assertThat(exchange.messages().getLast()).isEqualTo(new FetchTalk.Fetched(8));
  }

  private static Exchange overHttp(Script server) {
    return Exchange.fetch(
        Exchange.OVER_HTTP,
        new ByteArrayInputStream(server.bytes()),
        OutputStream.nullOutputStream(),
        Exchange::ids);
  }

  @Test
  void overHttpEachAnswerHasAnEnd() {
    Script pack = Script.v2().line(MAIN).flush().raw("0002").line("packfile").band(1, "PACK");
    assertThat(overHttp(pack.flush().raw("0002")).succeeds().pack()).isEqualTo("PACK");
  }

  @Test
  void overHttpAnAnswerThatEndsBeforeItsFlushPacketIsRefused() {
    assertThat(overHttp(Script.v2().line(MAIN).raw("0002")).error().kind())
        .isEqualTo(ErrorKind.PROTOCOL);
    assertThat(overHttp(Script.v2().line(MAIN).flush().line("packfile")).error().kind())
        .isEqualTo(ErrorKind.PROTOCOL);
    Script cut = Script.v2().line(MAIN).flush().raw("0002").line("packfile").band(1, "PACK");
    assertThat(overHttp(cut.raw("0002")).error().kind()).isEqualTo(ErrorKind.PROTOCOL);
  }

  @Test
  void requestsAreThoseOfTheProtocol() {
    String said = Exchange.fetch(pack().flush(), "HEAD", "refs/heads/").succeeds().said();
    assertThat(said)
        .isEqualTo(
            "0014command=ls-refs\n"
                + "0014agent=got/0.1.0\n"
                + "0017object-format=sha1\n"
                + "0001"
                + "000csymrefs\n"
                + "000bunborn\n"
                + "0014ref-prefix HEAD\n"
                + "001bref-prefix refs/heads/\n"
                + "0000"
                + "0012command=fetch\n"
                + "0014agent=got/0.1.0\n"
                + "0017object-format=sha1\n"
                + "0001"
                + "000eofs-delta\n"
                + "0032want "
                + Script.ID
                + "\n"
                + "0009done\n"
                + "0000"
                + "0000");
  }

  @Test
  void nothingIsSaidThatTheServerDoesNotSupport() {
    Script server =
        new Script().line("version 2").line("ls-refs").line("fetch").flush().line(MAIN).flush();
    assertThat(Exchange.list(server).succeeds().said())
        .isEqualTo("0014command=ls-refs\n0001000csymrefs\n0000" + "0000");
  }

  @Test
  void requestLineOpensTheConnectionToADaemon() {
    Exchange exchange = Exchange.list(Exchange.OVER_GIT, new ByteArrayInputStream(refs().bytes()));
    assertThat(exchange.succeeds().said())
        .startsWith(
            "003cgit-upload-pack /r.git\0host=example.org:9419\0\0version=2\0" + "0014comm");
  }

  @Test
  void listEndsWithItsCount() {
    Exchange exchange = Exchange.list(refs()).succeeds();
    assertThat(exchange.messages().getLast()).isEqualTo(new FetchTalk.RefsEnd(2));
    assertThat(exchange.refs())
        .extracting(r -> r.name().latin1())
        .containsExactly("HEAD", "refs/heads/main");
  }

  @Test
  void emptyListIsLegal() {
    Exchange exchange = Exchange.fetch(Script.v2().flush()).succeeds();
    assertThat(exchange.refs()).isEmpty();
    assertThat(exchange.messages().getLast()).isEqualTo(new FetchTalk.Fetched(0));
    assertThat(exchange.said()).endsWith("0000" + "0000").doesNotContain("command=fetch");
  }

  @Test
  void prefixesAreAHintToTheServerAndARuleForUs() {
    Script server =
        Script.v2()
            .line(Script.ID + " HEAD")
            .line(MAIN)
            .line(Script.OTHER + " refs/pull/1/head")
            .line(Script.OTHER + " refs/tags/v1")
            .flush();
    Exchange exchange =
        Exchange.fetch(server.line("packfile").band(1, "P").flush(), "refs/heads/", "refs/tags/");
    assertThat(exchange.succeeds().refs())
        .extracting(r -> r.name().latin1())
        .containsExactly("refs/heads/main", "refs/tags/v1");
    assertThat(exchange.only(FetchTalk.RefsEnd.class)).containsExactly(new FetchTalk.RefsEnd(2));
  }

  @Test
  void badNameOutsideThePrefixesIsRefusedToo() {
    Exchange.fetch(Script.v2().line(Script.ID + " refs/x/../y").flush(), "refs/heads/")
        .breaks("bad reference name 'refs/x/../y'");
  }

  @Test
  void unbornHeadIsPassedOn() {
    Exchange exchange =
        Exchange.list(Script.v2().line("unborn HEAD symref-target:refs/heads/main").flush());
    assertThat(exchange.succeeds().refs()).hasSize(1).first().isInstanceOf(RemoteRef.Unborn.class);
  }

  @Test
  void bothCommandsAreNeeded() {
    Exchange.list(new Script().line("version 2").line("fetch").flush())
        .breaks("does not support ls-refs");
    Exchange.list(new Script().line("version 2").line("ls-refs").line("fetching").flush())
        .breaks("does not support fetch");
  }

  @Test
  void unknownVersionIsRefused() {
    Exchange.list(new Script().line("version 3").flush())
        .breaks("expected a known version, got 'version 3'");
    Exchange.list(new Script().line("version 22").flush()).breaks("expected a known version");
  }

  @Test
  void unknownCapabilitiesAreSkipped() {
    Script server =
        new Script()
            .line("version 2")
            .line("bundle-uri")
            .line("")
            .line("=")
            .line("promisor-remote=name=x,url=https://example.org/")
            .line("ls-refs")
            .line("fetch=packfile-uris")
            .flush()
            .flush();
    assertThat(Exchange.list(server).succeeds().said()).doesNotContain("promisor", "uri");
  }

  @Test
  void capabilitiesEndWithAFlush() {
    Exchange.list(new Script().line("version 2").line("ls-refs").line("fetch").delim())
        .breaks("expected a capability or a flush packet, got a delimiter packet");
  }

  @Test
  void referencesEndWithAFlush() {
    Exchange.list(Script.v2().line(MAIN).delim())
        .breaks("expected a reference or a flush packet, got a delimiter packet");
    Exchange.list(Script.v2().line(MAIN).raw("0002")).breaks("got a response-end packet");
  }

  @Test
  void sectionsNobodyAskedForAreRefused() {
    for (String section : new String[] {"acknowledgments", "wanted-refs", "packfile-uris", "x"}) {
      Script server = refs().line(section).line("NAK").delim().line("packfile").flush();
      Exchange.fetch(server).breaks("expected the section packfile, got '" + section + "'");
    }
  }

  @Test
  void packMustHaveItsSection() {
    Exchange.fetch(refs().flush()).breaks("expected the section packfile, got a flush packet");
    Exchange.fetch(refs().delim()).breaks("got a delimiter packet");
    Exchange.fetch(refs().band(1, "PACK").flush()).breaks("expected the section packfile");
    Exchange.fetch(refs().line("").flush()).breaks("expected the section packfile, got ''");
  }

  @Test
  void shallowServerIsRefused() {
    Exchange.fetch(refs().line("shallow-info").line("shallow " + Script.ID).delim())
        .breaks("the server's repository is shallow");
  }

  @Test
  void answerWithoutAPackIsRefused() {
    Exchange.fetch(refs().line("packfile").flush()).breaks("the server sent no pack");
    Exchange.fetch(refs().line("packfile").raw("0005\1").flush()).breaks("the server sent no pack");
  }

  @Test
  void anotherSectionAfterThePackIsRefused() {
    Exchange.fetch(pack().delim().line("packfile").band(1, "PACK").flush())
        .breaks("got a delimiter packet");
  }

  @Test
  void signalsMayFollowTheEnd() {
    Exchange.fetch(pack().flush().raw("0002")).succeeds();
    Exchange.fetch(pack().flush().flush().raw("0002")).succeeds();
  }

  @Test
  void nothingElseMayFollowTheEnd() {
    String text = "expected nothing after the end of the response";
    Exchange.fetch(pack().flush().band(1, "more")).breaks(text);
    Exchange.fetch(pack().flush().delim()).breaks(text);
    Exchange.fetch(pack().flush().raw("0002").line("packfile")).breaks(text);
    Exchange.fetch(pack().flush().flush().flush().flush()).breaks(text);
    Exchange.fetch(pack().flush().raw("junk")).breaks("'junk' is no length of a packet");
  }

  @Test
  void errorLineIsShownWhereverItComes() {
    String error = "ERR access denied\u001b[2J\n";
    String shown = "access denied\\x1b[2J";
    Exchange.list(new Script().data(error)).refuses(shown);
    Exchange.list(new Script().line("version 2").data(error)).refuses(shown);
    Exchange.list(Script.v2().data(error)).refuses(shown);
    Exchange.list(Script.v2().line(MAIN).data(error)).refuses(shown);
    Exchange.fetch(refs().data(error)).refuses(shown);
    Exchange.fetch(refs().line("packfile").data(error)).refuses(shown);
    Exchange.fetch(pack().data(error)).refuses(shown);
  }

  @Test
  void reasonInMidPackIsShownWithTheTextBeforeIt() {
    Exchange exchange = Exchange.fetch(pack().band(2, "no newline").band(3, "fatal: lost\n"));
    exchange.refuses("fatal: lost");
    assertThat(exchange.texts()).containsExactly("Counting: 1", "no newline");
    assertThat(exchange.pack()).isEqualTo("PACKrest");
  }

  @Test
  void silenceIsAConnectionThatFailed() {
    Exchange exchange = Exchange.list(new Script());
    exchange.failsWith(ErrorKind.CONNECTION, "closed the connection without an answer");
    assertThat(exchange.error().detail()).isZero();
  }

  @Test
  void wantsAreThoseThatWereListed() {
    byte[] server = pack().flush().bytes();
    Exchange exchange =
        Exchange.fetch(
            Exchange.OVER_SSH,
            new ByteArrayInputStream(server),
            OutputStream.nullOutputStream(),
            _ -> Exchange.ids(Exchange.list(otherRefs()).refs()));
    exchange.failsWith(ErrorKind.INTERNAL, "asked for " + Script.OTHER);
  }

  private static Script otherRefs() {
    return Script.v2().line(Script.OTHER + " refs/heads/main").flush();
  }
}
