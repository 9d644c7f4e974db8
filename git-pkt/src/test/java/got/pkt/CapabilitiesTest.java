package got.pkt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import got.ipc.ErrorKind;
import got.ipc.HashAlgorithm;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class CapabilitiesTest {
  private static Capabilities lines(String... lines) throws ProtocolException {
    Capabilities capabilities = new Capabilities();
    for (String line : lines) {
      capabilities.add(line);
    }
    return capabilities;
  }

  private static void breaks(ThrowingCallable call, String text) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProtocolException.class,
            e -> {
              assertThat(e.report().kind()).isEqualTo(ErrorKind.PROTOCOL);
              assertThat(e.report().text()).contains(text);
            });
  }

  @Test
  void keysAreComparedWhole() throws Exception {
    Capabilities capabilities = Capabilities.parse("side-band-64kx xofs-delta agent=side-band");
    assertThat(capabilities.has("side-band-64k")).isFalse();
    assertThat(capabilities.has("side-band")).isFalse();
    assertThat(capabilities.has("ofs-delta")).isFalse();
    assertThat(capabilities.has("agent")).isTrue();
  }

  @Test
  void spacesBetweenCapabilitiesMayRepeat() throws Exception {
    Capabilities capabilities = Capabilities.parse(" ofs-delta  side-band ");
    assertThat(capabilities.has("ofs-delta")).isTrue();
    assertThat(capabilities.has("side-band")).isTrue();
  }

  @Test
  void hashFunctionIsSha1UnlessStated() throws Exception {
    assertThat(lines().algorithm()).isEqualTo(HashAlgorithm.SHA1);
    assertThat(lines("object-format=sha1").algorithm()).isEqualTo(HashAlgorithm.SHA1);
    assertThat(lines("object-format=sha256").algorithm()).isEqualTo(HashAlgorithm.SHA256);
  }

  @Test
  void unknownHashFunctionIsRefused() {
    breaks(() -> lines("object-format=md5").algorithm(), "unknown object format 'md5'");
    breaks(() -> lines("object-format=SHA1").algorithm(), "unknown object format");
    breaks(() -> lines("object-format=sha2567").algorithm(), "unknown object format");
    breaks(() -> lines("object-format=").algorithm(), "unknown object format ''");
    breaks(() -> lines("object-format").algorithm(), "unknown object format ''");
    breaks(() -> lines("object-format=\u001b[m").algorithm(), "unknown object format '\\x1b[m'");
  }

  @Test
  void twoHashFunctionsContradictInVersion2() throws Exception {
    breaks(
        () -> lines("object-format=sha1", "object-format=sha256").algorithm(),
        "contradictory capability object-format");
    assertThat(lines("object-format=sha256", "object-format=sha256").algorithm())
        .isEqualTo(HashAlgorithm.SHA256);
  }

  @Test
  void firstHashFunctionIsInUseInVersion0() throws Exception {
    assertThat(Capabilities.parse("object-format=sha256 object-format=sha1").firstAlgorithm())
        .isEqualTo(HashAlgorithm.SHA256);
  }

  @Test
  void commandsAreDemandedWithTheirFeatures() throws Exception {
    assertThat(lines("ls-refs=unborn other").command("ls-refs")).containsExactly("unborn", "other");
    assertThat(lines("ls-refs").command("ls-refs")).containsExactly("");
    breaks(() -> lines("ls-refs-x", "xls-refs").command("ls-refs"), "does not support ls-refs");
    breaks(() -> lines("fetch=a", "fetch=b").command("fetch"), "contradictory capability fetch");
  }

  @Test
  void onlyWhatTheServerNamedIsAnswered() throws Exception {
    assertThat(lines("fetch").answers(HashAlgorithm.SHA1)).isEmpty();
    assertThat(lines("agent=git/2", "object-format=sha256").answers(HashAlgorithm.SHA256))
        .containsExactly("agent=got/0.1.0", "object-format=sha256");
  }

  @Test
  void bytesAreLimited() throws Exception {
    int line = 65516;
    Capabilities capabilities = lines("a".repeat(line), "b".repeat(line));
    assertThatThrownBy(() -> capabilities.add(""))
        .isInstanceOfSatisfying(
            ProtocolException.class,
            e -> {
              assertThat(e.report().kind()).isEqualTo(ErrorKind.SERVER_LIMIT);
              assertThat(e.report().detail()).isEqualTo(Capabilities.BYTES);
            });
  }
}
