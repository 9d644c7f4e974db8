package got.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JumpHostsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "h",
        "anna@h",
        "anna@h:22",
        "h:65535",
        "[::1]",
        "anna@[2001:db8::7]:22",
        "ssh://anna@h:22",
        "a,b",
        "a@b.example:1,c@d,[::1]:3",
        "none",
      })
  void accepted(String typed) {
    assertThat(JumpHosts.acceptable(typed)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-oProxyCommand=id",
        "-h",
        "a,-h",
        "anna@-h",
        "-a@h",
        "ssh://-h",
        "h:-p",
        "h:",
        "h:0",
        "h:65536",
        "h:22 -v",
        "h;id",
        "h`id`",
        "$(id)",
        "h|id",
        "h&id",
        "h>x",
        "a b",
        "a,,b",
        "a,",
        ",a",
        "h\n",
        "h\u0000",
        "h'",
        "h\"",
        "a'b@h",
        "%68",
        "%2Dh",
        "a@%h",
        "::1",
        "[h]",
        "[::1",
        "http://h",
        "ssh://h/x",
      })
  void refused(String typed) {
    assertThat(JumpHosts.acceptable(typed)).isFalse();
  }
}
