package got.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link ObjectId}, {@link Remote} and {@link ErrorReport}. */
class ValuesTest {
  private static final String HEX = "0123456789abcdef0123456789abcdef01234567";

  @ParameterizedTest
  @EnumSource
  void anIdPrintsAsItWasParsed(HashAlgorithm algorithm) throws Exception {
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      ObjectId id = Messages.id(random, algorithm);
      byte[] binary = new byte[algorithm.idBytes() + 2];
      id.copyTo(binary, 1);
      assertThat(id.toString())
          .hasSize(2 * algorithm.idBytes())
          .isEqualTo(HexFormat.of().formatHex(binary, 1, binary.length - 1));
      assertThat(parse(algorithm, id.toString())).isEqualTo(id).hasSameHashCodeAs(id);
      assertThat(ObjectId.copyOf(algorithm, binary, 1)).isEqualTo(id);
      assertThat(binary[0] | binary[binary.length - 1]).isZero();
    }
  }

  @Test
  void anIdIsOnlyLowerCaseDigitsOfTheRightNumber() {
    assertThatThrownBy(() -> parse(HashAlgorithm.SHA256, HEX)).hasMessageContaining("40 digits");
    for (String bad :
        new String[] {
          "",
          HEX.substring(1),
          HEX + "0",
          HEX.toUpperCase(Locale.ROOT),
          HEX.replace('f', 'g'),
          HEX.replace('0', '/'),
          HEX.replace('9', ':'),
          HEX.replace('a', '`'),
          " " + HEX.substring(1),
          "-" + HEX.substring(1),
          "\u00b2" + HEX.substring(1)
        }) {
      assertThatThrownBy(() -> parse(HashAlgorithm.SHA1, bad))
          .as(bad)
          .isInstanceOf(BadValueException.class);
    }
  }

  private static ObjectId parse(HashAlgorithm algorithm, String hex) throws BadValueException {
    return ObjectId.parse(algorithm, hex.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void idsAreOrderedAsUnsignedBytes() throws Exception {
    ObjectId low = parse(HashAlgorithm.SHA1, "7f" + "0".repeat(38));
    ObjectId high = parse(HashAlgorithm.SHA1, "80" + "0".repeat(38));
    assertThat(low).isLessThan(high).isNotEqualTo(high);
  }

  @Test
  void onlyTheIdOfNothingIsZero() throws Exception {
    assertThat(parse(HashAlgorithm.SHA1, "0".repeat(40)).isZero()).isTrue();
    assertThat(parse(HashAlgorithm.SHA1, "0".repeat(39) + "1").isZero()).isFalse();
  }

  @Test
  void anIdDoesNotChangeWithTheBytesItWasMadeFrom() {
    byte[] bytes = new byte[20];
    ObjectId id = ObjectId.copyOf(HashAlgorithm.SHA1, bytes, 0);
    Arrays.fill(bytes, (byte) 1);
    assertThat(id.isZero()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\0host=evil", "a\n", "a\r", "\u001b[0m", "\t", "a\u007f"})
  void aRemoteCannotForgeASecondParameter(String bad) {
    assertThatThrownBy(() -> Remote.check(Remote.Transport.GIT, bad, "/p"))
        .isInstanceOf(BadValueException.class)
        .hasMessage("host holds a control character");
    assertThatThrownBy(() -> Remote.check(Remote.Transport.GIT, "host", bad))
        .isInstanceOf(BadValueException.class)
        .hasMessage("path holds a control character");
  }

  @Test
  void aPathHas4096BytesAtMost() throws Exception {
    String longest = "ä".repeat(2048);
    assertThat(Remote.check(Remote.Transport.SSH, "h", longest).path()).isEqualTo(longest);
    assertThatThrownBy(() -> Remote.check(Remote.Transport.SSH, "h", longest + "x"))
        .isInstanceOf(BadValueException.class)
        .hasMessage("path is longer than 4096 bytes");
    assertThatThrownBy(() -> Remote.check(Remote.Transport.SSH, longest + "x", "/"))
        .isInstanceOf(BadValueException.class);
  }

  @Test
  void aReportIsCleanHoweverItIsMade() {
    ErrorReport report =
        new ErrorReport(ErrorKind.REFUSED, -1, "no\u001b[2J", "\u202eyes\n" + "x".repeat(2000));
    assertThat(report.text()).isEqualTo("no\\x1b[2J");
    assertThat(report.serverText()).startsWith("\\u{202e}yes\\x0ax").endsWith("x...").hasSize(1000);
    assertThat(ErrorReport.of(ErrorKind.PACK, 12, "a\nb"))
        .isEqualTo(new ErrorReport(ErrorKind.PACK, 12, "a\\x0ab", ""));
  }

  @Test
  void everyKindOfErrorHasItsOwnNumber() {
    assertThat(Arrays.stream(ErrorKind.values()).map(ErrorKind::code))
        .doesNotHaveDuplicates()
        .allMatch(code -> code > 0);
  }
}
