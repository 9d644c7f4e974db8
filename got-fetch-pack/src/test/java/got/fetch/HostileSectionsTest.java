package got.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import got.ipc.ErrorKind;
import got.ipc.HashAlgorithm;
import got.ipc.fetch.FetchTalk;
import got.script.Script;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers that break one rule above the packets: sections, acknowledgments, capabilities. */
class HostileSectionsTest {
  private static final String MAIN = " refs/heads/main";
  private static final String LONG_ID = "4".repeat(64);
  private static final String EXPECTED_PACK = "expected the section packfile, got ";

  private static Script refs() {
    return Script.v2()
        .line(Script.ID + " HEAD symref-target:refs/heads/main")
        .line(id(MAIN))
        .flush();
  }

  private static Script old(String... lines) {
    Script script = Script.v0("side-band-64k ofs-delta symref=HEAD:refs/heads/main");
    for (String line : lines) {
      script.line(line);
    }
    return script;
  }

  private static String id(String rest) {
    return Script.ID + rest;
  }

  private static Script oldList(String capabilities) {
    return new Script().line(id(" HEAD\0" + capabilities)).line(id(MAIN)).flush();
  }

  private static Script capabilities(String... lines) {
    Script script = new Script().line("version 2");
    for (String line : lines) {
      script.line(line);
    }
    return script.flush().line(id(MAIN)).flush().line("packfile").band(1, "PACK").flush();
  }

  static Stream<Arguments> sections() {
    return Stream.of(
        arguments("acknowledgments", EXPECTED_PACK, refs().line("acknowledgments").line("NAK")),
        arguments("ready", EXPECTED_PACK, refs().line("acknowledgments").line("ready").delim()),
        arguments("wanted-refs", EXPECTED_PACK, refs().line("wanted-refs").line(id(MAIN)).delim()),
        arguments(
            "packfile-uris",
            EXPECTED_PACK,
            refs().line("packfile-uris").line(id(" https://example.org/x.pack")).delim()),
        arguments("shallow-info", "is shallow", refs().line("shallow-info").delim()),
        arguments("unknown section", EXPECTED_PACK, refs().line("Packfile").band(1, "PACK")),
        arguments("packfile with a space", EXPECTED_PACK, refs().line("packfile ").band(1, "PACK")),
        arguments("packfile with a NUL", EXPECTED_PACK, refs().line("packfile\0").band(1, "PACK")),
        arguments("no section", EXPECTED_PACK, refs().band(1, "PACK").flush()),
        arguments(
            "pack before the list", "object id of 8 digits", Script.v2().line("packfile").flush()),
        arguments(
            "packfile twice",
            "a packet of band 112",
            refs().line("packfile").line("packfile").band(1, "PACK").flush()),
        arguments(
            "packfile again behind the first",
            "nothing after the end of the response",
            refs().line("packfile").band(1, "P").flush().line("packfile").band(1, "P").flush()),
        arguments(
            "packfile again in the same answer",
            "expected data or a flush packet, got a delimiter packet",
            refs().line("packfile").band(1, "P").delim().line("packfile").band(1, "P").flush()),
        arguments(
            "shallow-info behind the pack",
            "expected data or a flush packet, got a delimiter packet",
            refs().line("packfile").band(1, "P").delim().line("shallow-info").flush()),
        arguments("list twice", EXPECTED_PACK, refs().line(id(MAIN)).flush()),
        arguments(
            "capabilities twice", "object id of 7 digits", Script.v2().raw(latin1(Script.v2()))),
        arguments("list for capabilities", "does not support ls-refs", capabilities(id(MAIN))),
        arguments(
            "flush in mid-pack",
            "nothing after the end of the response",
            refs().line("packfile").band(1, "PA").flush().band(1, "CK").flush()),
        arguments("empty packet in mid-pack", "without a band", mid("0004")),
        arguments("response end in mid-pack", "got a response-end packet", mid("0002")),
        arguments("band 0 in mid-pack", "a packet of band 0", mid("0005\0")),
        arguments("band 4 in mid-pack", "a packet of band 4", mid("0005\4")),
        arguments("an id", "expected NAK, got '1111", old(id(""))),
        arguments("ACK", "expected NAK, got 'ACK", old("ACK " + Script.ID)),
        arguments("ACK common", "expected NAK, got 'ACK", old("ACK " + Script.ID + " common")),
        arguments("ACK ready", "expected NAK, got 'ACK", old("ACK " + Script.ID + " ready", "NAK")),
        arguments("NAK twice", "a packet of band 78", old("NAK", "NAK").band(1, "PACK").flush()),
        arguments("NAKed", "expected NAK, got 'NAKed'", old("NAKed").band(1, "PACK").flush()),
        arguments("nak", "expected NAK, got 'nak'", old("nak").band(1, "PACK").flush()),
        arguments("no NAK", "expected NAK", old().band(1, "PACK").flush()),
        arguments("version 2 in answer to 0", EXPECTED_PACK, refs().line("NAK").band(1, "P")),
        arguments(
            "flush in mid-pack of version 0",
            "nothing after the end of the response",
            old("NAK").band(1, "PA").flush().band(1, "CK").flush()));
  }

  private static Script mid(String packet) {
    return refs().line("packfile").band(1, "PA").raw(packet).band(1, "CK").flush();
  }

  private static String latin1(Script script) {
    return new String(script.bytes(), StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("sections")
  void sectionThatIsNotDueIsRefused(String name, String message, Script server) {
    Exchange.fetch(server).breaks(message);
  }

  static Stream<Arguments> contradictions() {
    String sha1 = "object-format=sha1";
    String sha256 = "object-format=sha256";
    return Stream.of(
        arguments(
            "two hash functions",
            "contradictory capability object-format",
            capabilities("ls-refs", "fetch", sha1, sha256)),
        arguments(
            "unknown hash function",
            "unknown object format 'sha3'",
            capabilities("ls-refs", "fetch", "object-format=sha3")),
        arguments(
            "hash function with a name that begins well",
            "unknown object format 'sha256x'",
            capabilities("ls-refs", "fetch", "object-format=sha256x")),
        arguments(
            "hash function in capitals",
            "unknown object format 'SHA1'",
            capabilities("ls-refs", "fetch", "object-format=SHA1")),
        arguments(
            "hash function without a value",
            "unknown object format ''",
            capabilities("ls-refs", "fetch", "object-format")),
        arguments(
            "hash function with escapes",
            "unknown object format 'sha1\\x1b[2J'",
            capabilities("ls-refs", "fetch", "object-format=sha1\u001b[2J")),
        arguments(
            "SHA-256 announced, SHA-1 listed", "id", capabilities("ls-refs", "fetch", sha256)),
        arguments(
            "SHA-1 announced, SHA-256 listed", "id", Script.v2().line(LONG_ID + MAIN).flush()),
        arguments(
            "SHA-256 from the second reference on",
            "id",
            Script.v2().line(id(MAIN)).line(LONG_ID + " refs/heads/other").flush()),
        arguments("SHA-256 announced to 0, SHA-1 listed", "id", oldList(sha256)),
        arguments(
            "unknown hash function in version 0", "unknown object format", oldList(sha1 + "x")),
        arguments(
            "two features of fetch",
            "contradictory capability fetch",
            capabilities("ls-refs", "fetch=shallow", "fetch=filter")),
        arguments(
            "two sets of features of ls-refs",
            "contradictory capability ls-refs",
            capabilities("ls-refs=unborn", "ls-refs", "fetch")),
        arguments("no ls-refs", "does not support ls-refs", capabilities("ls-refsx", "fetch")),
        arguments("no fetch", "does not support fetch", capabilities("ls-refs", "agent=fetch")),
        arguments(
            "fetch as a feature", "does not support fetch", capabilities("ls-refs=fetch unborn")),
        arguments("fetch in capitals", "does not support fetch", capabilities("ls-refs", "FETCH")),
        arguments("keys with a space", "not support ls-refs", capabilities(" ls-refs", " fetch")),
        arguments("symref without a colon", "malformed", oldList("symref=HEADrefs/heads/a")),
        arguments("symref without a value", "malformed", oldList("symref")),
        arguments("symref without a target", "bad reference name", oldList("symref=HEAD:")),
        arguments("symref without a name", "bad reference name", oldList("symref=:refs/heads/a")),
        arguments("symref outside", "two dots", oldList("symref=HEAD:refs/heads/../../../x")),
        arguments(
            "symref from outside", "not below refs/", oldList("symref=config:refs/heads/main")),
        arguments(
            "two targets of one reference",
            "two targets",
            Script.v2()
                .line(id(" HEAD symref-target:refs/heads/a symref-target:refs/heads/b"))
                .flush()),
        arguments(
            "capabilities in the second line",
            "forbidden character",
            new Script().line(id(" HEAD\0x")).line(id(MAIN + "\0side-band-64k")).flush()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("contradictions")
  void contradictionIsRefused(String name, String message, Script server) {
    Exchange.fetch(server).breaks(message);
  }

  /** Words that hold the name of a capability are not that capability. */
  @Test
  void capabilityInsideAnotherIsNone() {
    for (String trap :
        List.of(
            "agent=x,side-band-64k",
            "agent=side-band-64k",
            "side-band-64kx",
            "xside-band-64k",
            "side-band-64",
            "SIDE-BAND-64K",
            "no-side-band",
            "side\tband-64k",
            "multi_ack_detailed-side-band",
            "push-option=side-band",
            "symref=refs/heads/side-band-64k:refs/heads/side-band")) {
      Exchange exchange =
          Exchange.fetch(Script.v0(trap).line("NAK").raw("PACK0005\1 as it is")).succeeds();
      assertThat(exchange.pack()).as(trap).isEqualTo("PACK0005\1 as it is");
      assertThat(exchange.said()).as(trap).doesNotContain("side-band");
    }
  }

  /** Spaces separate, so this one is a capability, and one that is there twice is there. */
  @Test
  void capabilityBehindAnAgentOrTwiceIsOne() {
    for (String list :
        List.of("agent=x side-band-64k", "side-band-64k side-band-64k", "  side-band-64k  ")) {
      Exchange exchange = Exchange.fetch(Script.v0(list).line("NAK").band(1, "PACK").flush());
      assertThat(exchange.succeeds().pack()).as(list).isEqualTo("PACK");
    }
  }

  /** What git asks for is, because servers insist on it; nothing that brings less than all. */
  @Test
  void nothingIsAskedForButWhatGitAsksFor() {
    String all =
        "multi_ack multi_ack_detailed multi_ack_detailed-x thin-pack side-band side-band-64k"
            + " ofs-delta shallow deepen-since deepen-not deepen-relative no-progress include-tag"
            + " allow-tip-sha1-in-want allow-reachable-sha1-in-want no-done filter push-cert=x"
            + " session-id=1 symref=HEAD:refs/heads/main";
    String said = Exchange.fetch(Script.v0(all).line("NAK").band(1, "P").flush()).succeeds().said();
    assertThat(said)
        .isEqualTo(
            "006fwant "
                + Script.ID
                + " multi_ack_detailed no-done side-band-64k thin-pack ofs-delta\n"
                + "0000"
                + "0009done\n");
  }

  /** In version 0 several hash functions may be offered; the first is in use. */
  @Test
  void firstHashFunctionCountsInVersion0() {
    Exchange exchange = Exchange.list(oldList("object-format=sha1 object-format=sha256"));
    assertThat(exchange.succeeds().messages().getFirst())
        .isEqualTo(new FetchTalk.Advertisement(0, HashAlgorithm.SHA1));
    Exchange.list(oldList("object-format=sha256 object-format=sha1")).breaks("id");
  }

  @Test
  void serverThatGivesUpInMidPackIsShown() {
    Exchange.fetch(refs().line("packfile").band(1, "P").band(3, "fatal: \u001b]0;x\u0007bad\n"))
        .refuses("fatal: \\x1b]0;x\\x07bad");
    Exchange.fetch(mid("0005\3")).failsWith(ErrorKind.REFUSED, "the server gave no reason");
  }
}
