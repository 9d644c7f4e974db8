package got.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import got.cli.say.ExitCode;
import got.cli.say.Failure;
import got.ipc.Limits;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedirectsTest {
  private static final String TAIL = "/info/refs?service=git-upload-pack";

  private static Redirects from(String url) throws Failure {
    return new Redirects(RepositoryUrl.parse(url), 5);
  }

  @ParameterizedTest
  @CsvSource({
    "https://h/x, https://h/x.git, https://h/x.git",
    "https://h/x, https://other.example:8443/y, https://other.example:8443/y",
    "https://h/x, HTTPS://h/y, https://h/y",
    "http://h/x, https://h/x, https://h/x",
    "http://h/x, http://h:8080/x, http://h:8080/x",
    "https://h:8443/x, /y/z, https://h:8443/y/z",
    "https://h/x, https://h/a%20b, https://h/a%20b",
    "https://h/x, //other.example/y, https://other.example/y",
    "http://h:81/x, //other.example/y, http://other.example/y",
    "https://h/x, //[2001:db8::1]:8443/y, https://[2001:db8::1]:8443/y",
    "https://[::1]:7/x, /y, https://[::1]:7/y",
    "https://h/x, https://h:443/x, https://h:443/x",
    "https://h/x, https://h/y//z/, https://h/y/z",
    "https://h/x, /\\other.example/y, https://h/%5Cother.example/y",
    "https://h/x, https://h/a%2525b, https://h/a%2525b",
    "https://h/x, https://h/%7Eu/y, https://h/~u/y",
    "https://h/x, https://h/%3Fy, https://h/%3Fy",
  })
  void theRepositoryIsWhatIsBeforeTheEnd(String url, String base, String expected)
      throws Exception {
    Redirects redirects = from(url);
    redirects.follow(base + TAIL);
    assertThat(redirects.url().gitUrl()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "https://h/x, http://h/x/info/refs?service=git-upload-pack, from https to http",
    "https://h/x, https://h/login, no repository",
    "https://h/x, https://h/x/info/refs, no repository",
    "https://h/x, https://h/x/info/refs?service=git-receive-pack, no repository",
    "https://h/x, https://h/x/info/refs?service=git-upload-pack&x=1, no repository",
    "https://h/x, https://u@h/x/info/refs?service=git-upload-pack, no repository",
    "https://h/x, https://u:p@h/x/info/refs?service=git-upload-pack, no repository",
    "https://h/x, ssh://h/x/info/refs?service=git-upload-pack, no repository",
    "https://h/x, file:///x/info/refs?service=git-upload-pack, no repository",
    "https://h/x, //u@h/x/info/refs?service=git-upload-pack, no repository",
    "https://h/x, ///x/info/refs?service=git-upload-pack, no repository",
    "https://h/x, //h/info/refs?service=git-upload-pack, no repository",
    "https://h/x, https:/h/x/info/refs?service=git-upload-pack, no repository",
    "https://h/x, https:h/x/info/refs?service=git-upload-pack, no repository",
    "https://h/x, https:\\\\h\\x/info/refs?service=git-upload-pack, no repository",
    "https://h/x, https://h\\@other/x/info/refs?service=git-upload-pack, no repository",
    "https://h/x, https://h\\.other/x/info/refs?service=git-upload-pack, no repository",
    "https://h/x, https://h%40other/x/info/refs?service=git-upload-pack, no repository",
    "https://h/x, https://h%2fother/x/info/refs?service=git-upload-pack, no repository",
    "https://h/x, https://h%00/x/info/refs?service=git-upload-pack, no repository",
    "https://h/x, https://-h/x/info/refs?service=git-upload-pack, no repository",
    "https://h/x, https://h:/x/info/refs?service=git-upload-pack, no repository",
    "https://h/x, https://h:65536/x/info/refs?service=git-upload-pack, no repository",
    "https://h/x, https://h:80:81/x/info/refs?service=git-upload-pack, no repository",
    "https://h/x, https://[::1/x/info/refs?service=git-upload-pack, no repository",
    "https://h/x, https://h?/x/info/refs?service=git-upload-pack, no repository",
    "https://h/x, https://h#/x/info/refs?service=git-upload-pack, no repository",
    "https://h/x, https://h/x#/info/refs?service=git-upload-pack, no repository",
    "https://h/x, https://h/x/info/refs?service=git-upload-pack#y, no repository",
    "https://h/x, https://h/x/info/refs?SERVICE=git-upload-pack, no repository",
    "https://h/x, https://h/x/info/refs?a=b&service=git-upload-pack, no repository",
    "https://h/x, https://h/x/info/refs%3Fservice=git-upload-pack, no repository",
    "https://h/x, https://h/x%1b[2J/info/refs?service=git-upload-pack, no repository",
    "https://h/x, https://h/x%ff/info/refs?service=git-upload-pack, no repository",
    "https://h/x, https://h/x%2/info/refs?service=git-upload-pack, no repository",
    "https://h/x, ../y/info/refs?service=git-upload-pack, no repository",
    "https://h/x, ?service=git-upload-pack, no repository",
    "https://h/x, git://h/x/info/refs?service=git-upload-pack, no repository",
    "https://h/x, git+https://h/x/info/refs?service=git-upload-pack, no repository",
    "https://h/x, javascript:alert(1)/info/refs?service=git-upload-pack, no repository",
    "https://h/x, y/info/refs?service=git-upload-pack, no repository",
    "https://h/x, https://h/info/refs?service=git-upload-pack, no repository",
    "https://h/x, https://h/x%0d%0ay/info/refs?service=git-upload-pack, no repository",
    "https://h/x, https://h/x?y/info/refs?service=git-upload-pack, no repository",
    "https://h/x, https://h:0/x/info/refs?service=git-upload-pack, no repository",
  })
  void anythingElseIsRefused(String url, String location, String text) throws Exception {
    Redirects redirects = from(url);
    assertThatThrownBy(() -> redirects.follow(location))
        .isInstanceOfSatisfying(
            Failure.class,
            e -> {
              assertThat(e.text()).contains(text).endsWith(location);
              assertThat(e.exitCode()).isEqualTo(ExitCode.SERVER);
            });
    assertThat(redirects.url().gitUrl()).isEqualTo(url);
  }

  @Test
  void fromHttpToHttpsAndNotBack() throws Exception {
    Redirects redirects = from("http://h/x");
    redirects.follow("https://h/x" + TAIL);
    redirects.follow("//h/y" + TAIL);
    assertThat(redirects.url().gitUrl()).isEqualTo("https://h/y");
    assertThatThrownBy(() -> redirects.follow("http://h/x" + TAIL))
        .isInstanceOfSatisfying(
            Failure.class, e -> assertThat(e.text()).contains("from https to http"));
  }

  @Test
  void longOnesAreRefusedInFewWords() throws Exception {
    Redirects redirects = from("https://h/x");
    String path = "/" + "x".repeat(Limits.PATH);
    for (String location :
        List.of(
            path + TAIL,
            "https://h" + path + TAIL,
            "https://" + "h".repeat(Limits.PATH) + "/x" + TAIL,
            "/" + "y".repeat(2 * Limits.PATH))) {
      assertThatThrownBy(() -> redirects.follow(location))
          .isInstanceOfSatisfying(
              Failure.class, e -> assertThat(e.text()).hasSizeLessThan(2 * Limits.LINE));
    }
    assertThat(redirects.url().gitUrl()).isEqualTo("https://h/x");
  }

  @Test
  void noneIsFollowedIfNoneMayBe() throws Exception {
    Redirects redirects = new Redirects(RepositoryUrl.parse("https://h/x"), 0);
    assertThatThrownBy(() -> redirects.follow("/y" + TAIL))
        .isInstanceOfSatisfying(Failure.class, e -> assertThat(e.text()).contains("than 0 times"));
  }

  @Test
  void theSixthIsOneTooMany() throws Exception {
    Redirects redirects = from("https://h/x");
    for (int i = 0; i < 5; i++) {
      redirects.follow("/x" + TAIL);
    }
    assertThatThrownBy(() -> redirects.follow("/x" + TAIL))
        .isInstanceOfSatisfying(Failure.class, e -> assertThat(e.text()).contains("than 5 times"));
  }

  @Test
  void behindAProxyANameIsOutThere() throws Exception {
    Redirects redirects = from("https://h/x");
    redirects.askBehindProxy();
    assertThat(redirects.allows(InetAddress.getLoopbackAddress())).isFalse();
    redirects.follow("https://other.example/x" + TAIL);
    redirects.askBehindProxy();
    redirects.follow("https://169.254.169.254/x" + TAIL);
    assertThatThrownBy(redirects::askBehindProxy)
        .isInstanceOfSatisfying(
            Failure.class, e -> assertThat(e.text()).contains("to 169.254.169.254, which is not"));
  }

  @Test
  void behindAProxyAnAddressIsWhatItIs() throws Exception {
    Redirects redirects = from("https://10.0.0.1/x");
    redirects.askBehindProxy();
    redirects.follow("https://[fd00::1]/x" + TAIL);
    redirects.askBehindProxy();
    assertThat(redirects.allows(InetAddress.getLoopbackAddress())).isTrue();
  }

  @Test
  void onceOutThereNothingLeadsInwards() throws Exception {
    Redirects redirects = from("https://h/x");
    InetAddress inside = InetAddress.getLoopbackAddress();
    InetAddress outside = InetAddress.getByName("8.8.8.8");

    assertThat(redirects.allows(inside)).isTrue();
    redirects.asked(inside);
    assertThat(redirects.allows(InetAddress.getByName("10.0.0.1"))).isTrue();
    redirects.asked(outside);
    assertThat(redirects.allows(inside)).isFalse();
    assertThat(redirects.allows(outside)).isTrue();
    redirects.asked(inside);
    assertThat(redirects.allows(inside)).isFalse();
  }
}
