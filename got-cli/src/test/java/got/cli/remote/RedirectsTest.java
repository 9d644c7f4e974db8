package got.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import got.cli.say.ExitCode;
import got.cli.say.Failure;
import java.net.InetAddress;
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
    "https://h/x, //h/x/info/refs?service=git-upload-pack, no repository",
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
  void theSixthIsOneTooMany() throws Exception {
    Redirects redirects = from("https://h/x");
    for (int i = 0; i < 5; i++) {
      redirects.follow("/x" + TAIL);
    }
    assertThatThrownBy(() -> redirects.follow("/x" + TAIL))
        .isInstanceOfSatisfying(Failure.class, e -> assertThat(e.text()).contains("than 5 times"));
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
