package got.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostNamesTest {
  @ParameterizedTest
  @CsvSource({
    "git.example.org, git.example.org, true",
    "GIT.example.org, git.EXAMPLE.org, true",
    "git.example.org., git.example.org, true",
    "git.example.org, *.example.org, true",
    "git.example.org, *.org, false",
    "example.org, *.org, false",
    "a.b.example.org, *.example.org, false",
    "example.org, *.example.org, false",
    "git.example.org, g*.example.org, false",
    "git.example.org, *.*.org, false",
    "git.example.org, git.*.org, false",
    "git.example.org, *, false",
    "localhost, *, false",
    "localhost, localhost, true",
    "git.example.org, other.example.org, false",
    "git.example.org, xgit.example.org, false",
  })
  void aStarIsOneLabelBeforeTwo(String host, String name, boolean matches) {
    assertThat(HostNames.matches(host, name)).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1, true", "::1, true", "h, false", "1.example, false"})
  void addressesAreNoNames(String host, boolean isAddress) {
    assertThat(HostNames.isAddress(host)).isEqualTo(isAddress);
  }

  @Test
  void ownListOfAuthoritiesMeansNothing() {
    String usual = java.security.Security.getProperty("jdk.certpath.disabledAlgorithms");
    assertThat(usual).contains("SHA1 jdkCA & usage TLSServer");
    assertThat(Warmth.withoutOwnList(usual))
        .contains("SHA1 usage TLSServer")
        .doesNotContain("jdkCA & usage");
  }
}
