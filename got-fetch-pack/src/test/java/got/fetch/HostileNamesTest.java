package got.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import got.ipc.ErrorKind;
import got.ipc.Limits;
import got.ipc.RemoteRef;
import got.ipc.fetch.FetchTalk;
import got.script.Script;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every bad name of a reference, in every place where a server can put one. */
class HostileNamesTest {
  private static final String MAIN = Script.ID + " refs/heads/main";

  private static final String OTHERS_TARGET = "target of another reference";

  /** Where a name can stand. */
  private static final Map<String, Function<String, Script>> PLACES = new LinkedHashMap<>();

  static {
    PLACES.put("first line", n -> new Script().line(Script.ID + " " + n + "\0x").flush());
    PLACES.put(
        "later line", n -> new Script().line(MAIN + "\0x").line(Script.ID + " " + n).flush());
    PLACES.put(
        "peeled", n -> new Script().line(MAIN + "\0").line(Script.ID + " " + n + "^{}").flush());
    PLACES.put("symref's name", n -> symref(n + ":refs/heads/main"));
    PLACES.put("symref's target", n -> symref("HEAD:" + n));
    PLACES.put("target of an empty repository's HEAD", HostileNamesTest::empty);
    PLACES.put("ls-refs", n -> Script.v2().line(Script.ID + " " + n).flush());
    PLACES.put("target in ls-refs", n -> target(Script.ID + " HEAD", n));
    PLACES.put(OTHERS_TARGET, n -> target(MAIN, n));
    PLACES.put("target of an unborn HEAD", n -> target("unborn HEAD", n));
    PLACES.put("unborn", n -> target("unborn " + n, "refs/heads/main"));
  }

  private static Script symref(String symref) {
    return new Script().line(MAIN + "\0symref=" + symref).flush();
  }

  private static Script empty(String target) {
    return new Script().line(Script.ZERO + " capabilities^{}\0symref=HEAD:" + target).flush();
  }

  private static Script target(String line, String target) {
    return Script.v2().line(line + " symref-target:" + target).flush();
  }

  private static Script script(String place, String name) {
    return Objects.requireNonNull(PLACES.get(place)).apply(name);
  }

  /** As paths, these lead elsewhere, or to another name's file; or they are too long. */
  static List<String> namesOfAttackers() {
    return List.of(
        "config",
        "head",
        "HEAD/x",
        "FETCH_HEAD",
        "refs",
        "refs/",
        "ref/heads/x",
        "/refs/heads/x",
        "refs//heads/x",
        "refs/heads/",
        "refs/heads//x",
        "refs/heads/x/",
        "refs/heads/..",
        "refs/heads/../x",
        "refs/heads/../../../x",
        "refs/heads/../../config",
        "../../../etc/passwd",
        "refs/heads/.",
        "refs/heads/./x",
        "refs/heads/x~1/../y",
        "refs/heads/" + "x".repeat(4096),
        "refs/heads/" + "x/".repeat(2040) + "x",
        "x".repeat(60_000));
  }

  /** git refuses these. */
  static List<String> malformedNames() {
    return List.of(
        "refs/heads/x..y",
        "refs/heads/.x",
        "refs/.x/y",
        "refs/heads/x.",
        "refs/heads/x.lock",
        "refs/heads.lock/x",
        "refs/heads/.lock",
        "refs/heads/x@{1}",
        "refs/heads/@{",
        "refs/heads/x~1",
        "refs/heads/x^",
        "refs/heads/x:y",
        "refs/heads/x?",
        "refs/heads/*",
        "refs/heads/[x",
        "refs/heads/x\\y",
        "refs/heads/..\\..\\x",
        "refs/heads/x\ty",
        "refs/heads/x\ry",
        "refs/heads/x\u0001y",
        "refs/heads/x\u001b[2Jy",
        "refs/heads/x\u007fy",
        // The bytes of UTF-8: an overlong dot does not become one, but this has two of them.
        "refs/heads/\u00c0\u00ae../x");
  }

  @ParameterizedTest
  @MethodSource("namesOfAttackers")
  void nameThatLeadsElsewhereIsRefusedInEveryPlace(String name) {
    for (Map.Entry<String, Function<String, Script>> place : PLACES.entrySet()) {
      Exchange exchange = Exchange.fetch(place.getValue().apply(name));
      assertThat(exchange.failed()).as(place.getKey()).isTrue();
      assertThat(exchange.error().kind()).as(place.getKey()).isEqualTo(ErrorKind.PROTOCOL);
      assertThat(exchange.error().text())
          .as(place.getKey())
          .matches("bad reference name '\\P{Cntrl}{1,90}': .*|peeled reference .*|unborn .*");
      assertThat(exchange.refs()).as(place.getKey()).isEmpty();
    }
  }

  /** The server may be good otherwise; got says what is left out. */
  @ParameterizedTest
  @MethodSource("malformedNames")
  void nameThatGitRefusesIsLeftOutInEveryPlace(String name) {
    for (Map.Entry<String, Function<String, Script>> place : PLACES.entrySet()) {
      if (place.getKey().equals("symref's name") && name.contains(":")) {
        continue; // There the colon ends the name.
      }
      Exchange exchange = Exchange.list(place.getValue().apply(name));
      switch (place.getKey()) {
        case "peeled" -> exchange.breaks("does not follow its tag");
        case "unborn" -> exchange.breaks("unborn reference that is no symbolic HEAD");
        default -> {
          boolean tells = !Set.of("symref's name", OTHERS_TARGET).contains(place.getKey());
          assertThat(exchange.succeeds().leftOut())
              .as(place.getKey())
              .isEqualTo(tells ? List.of(name) : List.of());
          assertThat(exchange.refs())
              .as(place.getKey())
              .hasOnlyElementsOfType(RemoteRef.Direct.class)
              .extracting(r -> r.name().latin1())
              .doesNotContain(name);
        }
      }
    }
  }

  @Test
  void tagThatIsLeftOutTakesItsPeeledLineAlong() {
    Script list =
        new Script()
            .line(MAIN + "\0x")
            .line(Script.ID + " refs/tags/x..y")
            .line(Script.OTHER + " refs/tags/x..y^{}")
            .flush();
    assertThat(Exchange.list(list).succeeds().leftOut()).containsExactly("refs/tags/x..y");
  }

  @Test
  void whatIsLeftOutCountsAndIsToldIfItIsOfInterest() {
    Script list =
        Script.v2()
            .line(MAIN)
            .line(Script.ID + " refs/heads/x..y")
            .line(Script.ID + " refs/changes/x..y")
            .flush();
    Exchange all = Exchange.list(list).succeeds();
    assertThat(all.leftOut()).containsExactly("refs/heads/x..y", "refs/changes/x..y");
    assertThat(all.messages().getLast()).isEqualTo(new FetchTalk.RefsEnd(3));
    Exchange some = Exchange.fetch(list, "refs/heads/");
    assertThat(some.leftOut()).containsExactly("refs/heads/x..y");
    assertThat(some.only(FetchTalk.RefsEnd.class)).containsExactly(new FetchTalk.RefsEnd(2));
  }

  /** These bytes end a name or a line in some places, and are forbidden in the others. */
  @Test
  void spaceOrNulInANameIsNoPartOfIt() {
    for (String name : List.of("refs/heads/x\0y", "refs/heads/x\ny")) {
      Exchange.list(script("later line", name)).breaks("forbidden character");
      Exchange.list(script("ls-refs", name)).breaks("forbidden character");
      Exchange.list(script("target of an unborn HEAD", name)).breaks("forbidden");
    }
    assertThat(Exchange.list(script("later line", "refs/heads/x y")).succeeds().leftOut())
        .containsExactly("refs/heads/x y");
    assertThat(Exchange.list(script("ls-refs", "refs/heads/x y")).succeeds().refs())
        .extracting(r -> r.name().latin1())
        .containsExactly("refs/heads/x");
  }

  /** Git has no opinion on the encoding of names. */
  @Test
  void bytesThatAreNoUtf8AreKept() {
    for (String name :
        List.of("refs/heads/\u00ff\u00fe", "refs/heads/\u00c0\u00ae\u0080\u009b2J")) {
      for (String place : List.of("first line", "later line", "ls-refs")) {
        assertThat(Exchange.list(script(place, name)).succeeds().refs())
            .extracting(r -> r.name().latin1())
            .contains(name);
      }
      Exchange.list(script("target of an unborn HEAD", name)).succeeds();
    }
  }

  @Test
  void longestNameAndOneByteMoreInEveryPlace() {
    String longest = "refs/heads/" + "x".repeat(Limits.REF_NAME - 11);
    for (Map.Entry<String, Function<String, Script>> place : PLACES.entrySet()) {
      if (!place.getKey().equals("peeled") && !place.getKey().equals("unborn")) {
        Exchange.list(place.getValue().apply(longest)).succeeds();
        Exchange.list(place.getValue().apply(longest + "x")).breaks("longer than 1024 bytes");
      }
    }
  }
}
