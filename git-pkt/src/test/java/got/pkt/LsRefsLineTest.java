package got.pkt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import got.ipc.ErrorKind;
import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.ipc.RefName;
import got.ipc.RemoteRef;
import got.script.Script;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LsRefsLineTest {
  private static Listed read(String line) throws ProtocolException {
    Listed listed = new Listed();
    LsRefsLine.read(HashAlgorithm.SHA1, line, listed);
    return listed;
  }

  private static RemoteRef parse(String line) throws ProtocolException {
    Listed listed = read(line);
    assertThat(listed.leftOut()).isEmpty();
    assertThat(listed.refs()).hasSize(1);
    return listed.refs().getFirst();
  }

  private static void isLeftOut(String line, String name) throws ProtocolException {
    Listed listed = read(line);
    assertThat(listed.leftOut()).containsExactly(name);
    assertThat(listed.refs()).isEmpty();
  }

  private static void breaks(String line, String text) {
    assertThatThrownBy(() -> parse(line))
        .isInstanceOfSatisfying(
            ProtocolException.class,
            e -> {
              assertThat(e.report().text()).contains(text);
              assertThat(e.report().kind()).isEqualTo(ErrorKind.PROTOCOL);
            });
  }

  private static ObjectId id(String hex) throws Exception {
    return ObjectId.parse(HashAlgorithm.SHA1, hex.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void idAndName() throws Exception {
    assertThat(parse(Script.ID + " refs/heads/main"))
        .isEqualTo(new RemoteRef.Direct(RefName.check("refs/heads/main"), id(Script.ID)));
  }

  @Test
  void digitsOfAnIdMayBeOfEitherCase() throws Exception {
    assertThat(parse("ABCDEF".repeat(6) + "ABCD HEAD"))
        .isEqualTo(new RemoteRef.Direct(RefName.HEAD, id("abcdef".repeat(6) + "abcd")));
  }

  @Test
  void symbolicReference() throws Exception {
    RemoteRef expected =
        new RemoteRef.Symbolic(RefName.HEAD, RefName.check("refs/heads/main"), id(Script.ID));
    assertThat(parse(Script.ID + " HEAD symref-target:refs/heads/main")).isEqualTo(expected);
    assertThat(parse(Script.ID + " HEAD  new:x symref-target:refs/heads/main peeled:zz "))
        .isEqualTo(expected);
  }

  @Test
  void otherReferencesMayBeSymbolicToo() throws Exception {
    assertThat(parse(Script.ID + " refs/remotes/o/HEAD symref-target:refs/remotes/o/main"))
        .isInstanceOf(RemoteRef.Symbolic.class);
  }

  @Test
  void unbornHead() throws Exception {
    assertThat(parse("unborn HEAD symref-target:refs/heads/main"))
        .isEqualTo(new RemoteRef.Unborn(RefName.HEAD, RefName.check("refs/heads/main")));
  }

  @Test
  void onlyHeadMayBeUnborn() {
    breaks("unborn HEAD", "unborn reference that is no symbolic HEAD: 'HEAD'");
    breaks("unborn refs/heads/x symref-target:refs/heads/main", "unborn reference");
    breaks("unborn", "bad reference name");
    breaks("unbornHEAD HEAD", "object id of 10 digits");
  }

  @Test
  void unknownAttributesAreSkipped() throws Exception {
    assertThat(parse(Script.ID + " HEAD xsymref-target:refs/heads/main"))
        .isInstanceOf(RemoteRef.Direct.class);
  }

  @Test
  void targetMustBeOneAndAName() {
    String head = Script.ID + " HEAD symref-target:";
    breaks(head, "reference 'HEAD' with an empty target");
    breaks(head + "refs/heads/a symref-target:refs/heads/a", "reference 'HEAD' with two targets");
    breaks(head + "../../x", "bad reference name '../../x'");
    breaks("unborn HEAD symref-target:refs/heads/../x", "bad reference name");
    breaks("unborn HEAD symref-target:", "reference 'HEAD' with an empty target");
  }

  @Test
  void idMustBeWholeAndOfAnObject() {
    breaks(Script.ID, "bad reference name ''");
    breaks(Script.ID + " ", "bad reference name ''");
    breaks("", "object id of 0 digits");
    breaks(" HEAD", "object id of 0 digits");
    breaks(Script.ID.substring(1) + " HEAD", "object id of 39 digits");
    breaks(Script.ID + "1 HEAD", "object id of 41 digits");
    breaks("g" + Script.ID.substring(1) + " HEAD", "not hexadecimal");
    breaks(Script.ZERO + " HEAD", "reference 'HEAD' to the zero id");
    breaks("1".repeat(64) + " HEAD", "of reference 'HEAD'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "refs/heads/../../../x",
        "refs/heads/a\0b",
        "refs/heads/",
        "refs//x",
        "/refs/x",
        "FETCH_HEAD",
        "x"
      })
  void nameThatLeadsElsewhereIsRefused(String name) {
    breaks(Script.ID + " " + name, "bad reference name");
    breaks(Script.ID + " refs/heads/a..b symref-target:" + name, "bad reference name");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "refs/heads/x.lock",
        "refs/heads/x.lock/y",
        "refs/heads/.x",
        "refs/heads/x@{1}",
        "refs/heads/a\tb",
        "refs/heads/a\u007f",
        "refs/heads/x^{}",
        "refs/heads/x*"
      })
  void nameThatGitRefusesIsLeftOut(String name) throws Exception {
    isLeftOut(Script.ID + " " + name, name);
    isLeftOut(Script.ID + " " + name + " symref-target:refs/heads/main", name);
    isLeftOut("unborn HEAD symref-target:" + name, name);
  }

  @Test
  void targetThatIsLeftOutIsNone() throws Exception {
    Listed head = read(Script.ID + " HEAD symref-target:refs/heads/a..b");
    assertThat(head.refs()).containsExactly(new RemoteRef.Direct(RefName.HEAD, id(Script.ID)));
    assertThat(head.leftOut()).containsExactly("refs/heads/a..b");
    Listed other = read(Script.ID + " refs/r/HEAD symref-target:refs/r/a..b");
    assertThat(other.refs())
        .containsExactly(new RemoteRef.Direct(RefName.check("refs/r/HEAD"), id(Script.ID)));
    assertThat(other.leftOut()).isEmpty();
  }

  @Test
  void longestNameAndOneByteMore() throws Exception {
    String name = "refs/heads/" + "n".repeat(1013);
    assertThat(parse(Script.ID + " " + name).name().latin1()).isEqualTo(name);
    breaks(Script.ID + " " + name + "n", "longer than 1024 bytes");
  }

  @Test
  void refusedNameIsQuotedCleaned() {
    breaks(Script.ID + " refs/heads/../\u001b[31m", "'refs/heads/../\\x1b[31m'");
  }
}
