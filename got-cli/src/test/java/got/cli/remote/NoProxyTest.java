package got.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which hosts need no proxy. What curl 7.88 makes of the rows for names and IPv4 is in them. */
class NoProxyTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "h.example.org; *",
        "192.0.2.7; *",
        "h.example.org; h.example.org",
        "h.example.org; example.org",
        "h.example.org; .example.org",
        "example.org; .example.org",
        "h.example.org; org",
        "h.example.org; H.EXAMPLE.ORG.",
        "h.example.org.; h.example.org",
        "h.example.org; 'a,, ,h.example.org'",
        "h.example.org; 'a b\th.example.org,'",
        "h.example.org; ',h.example.org'",
        "127.0.0.1; 127.0.0.1",
        "127.0.0.1; 127.0.0.0/8",
        "127.0.0.1; 126.0.0.0/7",
        "127.0.0.1; 127.0.0.1/32",
        "127.1; 127.0.0.1",
        "10.200.3.4; '192.168.0.0/16,10.0.0.0/8'",
        "::1; ::1",
        "::1; [::1]",
        "::1; 0:0:0:0:0:0:0:1",
        "::1; ::/64",
        "::1; ::1/128",
        "2001:db8:7fff::1; 2001:db8::/33",
      })
  void theseAreReachedDirectly(String host, String list) {
    assertThat(NoProxy.matches(list, host)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "h.example.org; ''",
        "h.example.org; ' '",
        "h.example.org; ' * '",
        "h.example.org; 'a,*'",
        "h.example.org; *.example.org",
        "h.example.org; .",
        "h.example.org; ..example.org",
        "h.example.org; h.example.org:443",
        "h.example.org; h.example.org/8",
        "h.example.org; https://h.example.org",
        "nexample.org; example.org",
        "example.org; h.example.org",
        "localhost; local*",
        "localhost; 127.0.0.1",
        "127.0.0.1; localhost",
        "127.0.0.1; 127.0.0.2",
        "127.0.0.1; 127.0.0.0/0",
        "127.0.0.1; 127.0.0.1/33",
        "127.0.0.1; 127.0.0.1/-1",
        "127.0.0.1; 127.0.0.1/999",
        "127.0.0.1; 127.0.0.0/ 8",
        "127.0.0.1; 127.0.0.1/8x",
        "127.0.0.1; 127.0.0.1:443",
        "127.0.0.1; 127.1",
        "127.0.0.1; 0.0.1",
        "127.0.0.1; .0.0.1",
        "127.0.0.1; 127.0.0.256",
        "128.0.0.1; 127.0.0.0/8",
        "2130706433x; 127.0.0.0/8",
        "::1; ::2",
        "::1; 1::/64",
        "::1; ::1/129",
        "::1; 127.0.0.1",
        "127.0.0.1; ::1",
        "2001:db8:8000::1; 2001:db8::/33",
        "::1; ::1%lo",
        "0x7f.1; 0x7f.1",
      })
  void theseAreNot(String host, String list) {
    assertThat(NoProxy.matches(list, host)).isFalse();
  }
}
