package got.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The reader of config does what git-config(1) says. */
class ConfigFileTest {
  private static ConfigFile parse(String text) throws ConfigException {
    return ConfigFile.parse("config", text);
  }

  @Test
  void sectionsAndKeysHaveNoCaseButSubsectionsDo() throws ConfigException {
    ConfigFile config = parse("[Remote \"Ab\"]\n\tURL = x\n[remote \"ab\"]\nurl=y\n");
    assertThat(config.all("remote", "Ab", "url")).containsExactly("x");
    assertThat(config.last("remote", "ab", "url")).contains("y");
    assertThat(config.subsections("remote")).containsExactly("Ab", "ab");
  }

  @Test
  void aSettingMayFollowItsSectionInTheSameLine() throws ConfigException {
    assertThat(parse("[a] b = c ; d\n").last("a", "", "b")).contains("c");
  }

  @Test
  void theOldFormOfASubsectionIsInLowerCase() throws ConfigException {
    assertThat(parse("[a.B]\nc=1\n").last("a", "b", "c")).contains("1");
  }

  @Test
  void blanksAroundAValueGoAndThoseInsideStay() throws ConfigException {
    assertThat(parse("[a]\nb =  x  y\t # z\n").last("a", "", "b")).contains("x  y");
    assertThat(parse("[a]\nb = \" x \" \n").last("a", "", "b")).contains(" x ");
    assertThat(parse("[a]\nb = x\r\n").last("a", "", "b")).contains("x");
  }

  @Test
  void quotesProtectTheSignsOfComments() throws ConfigException {
    assertThat(parse("[a]\nb = \"x;y\"#z\n").last("a", "", "b")).contains("x;y");
  }

  @Test
  void backslashesEscapeAndContinueALine() throws ConfigException {
    assertThat(parse("[a]\nb = x\\ty\\\\\\\"\\\n z\n").last("a", "", "b")).contains("x\ty\\\" z");
  }

  @Test
  void aSubsectionMayHoldQuotesAndBackslashes() throws ConfigException {
    assertThat(parse("[a \"x\\\"\\\\y\"]\nb=1\n").last("a", "x\"\\y", "b")).contains("1");
  }

  @Test
  void aKeyAloneIsTrue() throws ConfigException {
    ConfigFile config = parse("[a]\nb\nc = no\n");
    assertThat(config.isTrue("a", "", "b", false)).isTrue();
    assertThat(config.isTrue("a", "", "c", true)).isFalse();
    assertThat(config.isTrue("a", "", "d", true)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "1, true",
    "2, true",
    "-1, true",
    "0x1, true",
    "010, true",
    "1k, true",
    "0x0f, true",
    "0, false",
    "00, false",
    "0x00, false",
    "-0, false",
    "0M, false"
  })
  void aNumberIsFalseIfItIsZero(String number, boolean expected) throws ConfigException {
    ConfigFile config = parse("[a]\nb = " + number + "\n");
    assertThat(config.isTrue("a", "", "b", !expected)).isEqualTo(expected);
  }

  @Test
  void allValuesAreKeptInTheirOrder() throws ConfigException {
    ConfigFile config = parse("[a]\nb=1\n[x]\n[a]\nb=2\n");
    assertThat(config.all("a", "", "b")).isEqualTo(List.of("1", "2"));
  }

  @Test
  void anIncludedFileIsNotRead() throws ConfigException {
    assertThat(parse("[include]\npath = /there/is/none\n").subsections("remote")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"perhaps", "08", "0x", "1 k", "k", "1kk", "+"})
  void whatIsNeitherTrueNorFalseIsAnError(String text) {
    assertThatThrownBy(() -> parse("[a]\nb = " + text + "\n").isTrue("a", "", "b", true))
        .hasMessage("config: a.b is neither true nor false");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "b = 1\n",
        "[a\nb = 1\n",
        "[a \"b]\nc = 1\n",
        "[a b]\n",
        "[]\n",
        "[a]\n1 = 2\n",
        "[a]\nb c\n",
        "[a]\nb = \"c\n",
        "[a]\nb = \\x\n",
        "[a]\nb = \\",
        "[a]\nb = \0\n",
      })
  void whatGitRefusesIsRefused(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("config: line ");
  }
}
