package got.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import got.cli.local.RemoteSettings.Address;
import org.junit.jupiter.api.Test;

/** What git's config says of a remote. */
class RemoteSettingsTest {
  private static RemoteSettings of(String lines) throws ConfigException {
    ConfigFile config = ConfigFile.parse("config", "[remote \"origin\"]\n" + lines);
    return RemoteSettings.of("origin", "origin", config).orElseThrow();
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
