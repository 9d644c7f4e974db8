package got.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import got.cli.local.RemoteSettings.Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What git's config says of a remote. */
class RemoteSettingsTest {
  private static RemoteSettings of(String lines) throws ConfigException {
    ConfigFile config = ConfigFile.parse("config", "[remote \"origin\"]\n" + lines);
    return RemoteSettings.of("origin", "origin", config).orElseThrow();
  }

  private static RemoteSettings refspecs(String... refspecs) throws ConfigException {
    return of("url = git://h/r\nfetch = " + String.join("\nfetch = ", refspecs) + "\n");
  }

  @Test
  void oneBranchADirectoryOfBranchesAndAllOfThem() throws Exception {
    RemoteSettings some =
        refspecs(
            "+refs/heads/main:refs/remotes/origin/main",
            "refs/heads/feature/*:refs/remotes/origin/feature/*");
    assertThat(some.branches()).containsExactly("refs/heads/main");
    assertThat(some.directories()).containsExactly("refs/heads/feature");
    assertThat(some.references()).isEmpty();
    assertThat(some.all()).isFalse();
    assertThat(some.mirror()).isFalse();
    assertThat(refspecs("+refs/heads/*:refs/remotes/origin/*").all()).isTrue();
  }

  @Test
  void aMirrorOfADirectoryOfBranches() throws Exception {
    RemoteSettings mirror = refspecs("+refs/heads/feature/*:refs/heads/feature/*");
    assertThat(mirror.mirror()).isTrue();
    assertThat(mirror.directories()).containsExactly("refs/heads/feature");
    assertThat(mirror.references()).isEmpty();
    assertThat(mirror.all()).isFalse();
  }

  /** As a clone with {@code -R heads} writes it. */
  @Test
  void branchesUnderTheirWholeNameAreReferences() throws Exception {
    RemoteSettings settings = refspecs("refs/heads/*:refs/remotes/origin/heads/*");
    assertThat(settings.references()).containsExactly("refs/heads");
    assertThat(settings.all()).isFalse();
    RemoteSettings one = refspecs("refs/heads/x:refs/remotes/origin/heads/x");
    assertThat(one.references()).containsExactly("refs/heads/x");
    assertThat(one.branches()).isEmpty();
  }

  @Test
  void refspecsSayAllAndNoneSaysNothing() throws Exception {
    assertThat(refspecs("+refs/notes/*:refs/notes/*").whole()).isTrue();
    assertThat(refspecs("refs/tags/*:refs/tags/*").whole()).isTrue();
    assertThat(of("url = git://h/r\n").whole()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "refs/heads/feature/*:refs/remotes/origin/*",
        "refs/heads/feature/*:refs/remotes/other/feature/*",
        "refs/heads/fe*:refs/remotes/origin/fe*",
        "^refs/heads/feature/x",
        "refs/heads/main",
        "+refs/*:refs/remotes/origin/*"
      })
  void anotherRefspecIsRefused(String refspec) {
    assertThatThrownBy(() -> refspecs(refspec))
        .hasMessage("config: remote \"origin\": got cannot fetch by this refspec: " + refspec);
  }

  @Test
  void theFirstUrlCountsAndAnEmptyOneTakesBackThoseBeforeIt() throws Exception {
    assertThat(of("url = git://a/r\nurl = git://b/r\n").address())
        .isEqualTo(new Address.Url("git://a/r"));
    assertThat(of("url = git://a/r\nurl =\nurl = git://b/r\nurl = git://c/r\n").address())
        .isEqualTo(new Address.Url("git://b/r"));
    ConfigFile none = ConfigFile.parse("config", "[remote \"origin\"]\nurl = git://a/r\nurl =\n");
    assertThat(RemoteSettings.of("origin", "origin", none)).isEmpty();
  }
}
