package got.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import got.cli.say.ExitCode;
import got.cli.say.Failure;
import got.ipc.http.Authorization;
import got.ipc.http.Origin;
import got.ipc.http.Via;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** By which proxy a server is reached, and how we know it. */
class ProxiesTest {
  private static final Origin HTTPS = new Origin(true, "h.example.org", 443);
  private static final Origin HTTP = new Origin(false, "h.example.org", 80);

  /** Words with {@code =}; options begin with dashes. */
  private static Proxies proxies(String words) {
    Map<String, String> options = new HashMap<>();
    Map<String, String> environment = new HashMap<>();
    for (String word : words.isEmpty() ? new String[0] : words.split(" ", -1)) {
      String[] pair = word.split("=", -1);
      (pair[0].startsWith("--") ? options : environment).put(pair[0], pair[1]);
    }
    return Proxies.of(options, environment);
  }

  private static String found(Proxies proxies, Origin origin) throws Failure {
    return proxies.find(origin).map(p -> p.hostAndPort() + " " + p.source()).orElse("none");
  }

  @ParameterizedTest
  @CsvSource({
    "'', none, none",
    "http_proxy=p:1, p:1 http_proxy, none",
    "https_proxy=p:1, none, p:1 https_proxy",
    "http_proxy=p:1 https_proxy=q:2, p:1 http_proxy, q:2 https_proxy",
    "all_proxy=p:1, p:1 all_proxy, p:1 all_proxy",
    "all_proxy=p:1 https_proxy=q:2, p:1 all_proxy, q:2 https_proxy",
    "all_proxy=p:1 https_proxy=, p:1 all_proxy, p:1 all_proxy",
    "https_proxy=, none, none",
    "HTTP_PROXY=p:1 HTTPS_PROXY=p:1 ALL_PROXY=p:1, none, none",
    "https_proxy=p:1 --proxy=q:2, q:2 --proxy, q:2 --proxy",
    "https_proxy=p:1 all_proxy=p:1 --proxy=, none, none",
    "all_proxy=p:1 no_proxy=example.org, none, none",
    "--proxy=p:1 no_proxy=example.org, none, none",
    "--proxy=p:1 no_proxy=example.org --noproxy=, p:1 --proxy, p:1 --proxy",
    "--proxy=p:1 --noproxy=*, none, none",
    "all_proxy=p:1 --noproxy=other.example, p:1 all_proxy, p:1 all_proxy",
    "all_proxy=p:1 NO_PROXY=*, p:1 all_proxy, p:1 all_proxy",
    "all_proxy=socks5://p:1 no_proxy=*, none, none",
  })
  void theFirstThatSaysItCounts(String words, String http, String https) throws Exception {
    assertThat(found(proxies(words), HTTP)).isEqualTo(http);
    assertThat(found(proxies(words), HTTPS)).isEqualTo(https);
  }

  /** An environment can hold whatever name; options come from the command line alone. */
  @Test
  void aVariableIsNoOption() throws Exception {
    Proxies proxies = Proxies.of(Map.of(), Map.of("--proxy", "p:1", "--noproxy", "*"));
    assertThat(found(proxies, HTTPS)).isEqualTo("none");
  }

  @ParameterizedTest
  @CsvSource({
    "proxy.example.org, proxy.example.org:1080",
    "proxy.example.org:3128, proxy.example.org:3128",
    "http://proxy.example.org, proxy.example.org:1080",
    "HTTP://proxy.example.org:3128/, proxy.example.org:3128",
    "http://proxy.example.org:, proxy.example.org:1080",
    "http://192.0.2.1:80, 192.0.2.1:80",
    "[::1]:3128, [::1]:3128",
    "http://[2001:db8::1], [2001:db8::1]:1080",
  })
  void aProxyIsAnAddressOfHttp(String url, String place) throws Exception {
    assertThat(Proxy.parse(url, "x").hostAndPort()).isEqualTo(place);
  }

  @ParameterizedTest
  @CsvSource({
    "https://p:1, no proxy is spoken to by https",
    "HTTPS://p:1, no proxy is spoken to by https",
    "socks4://p, no proxy is spoken to by socks4",
    "socks4a://p, no proxy is spoken to by socks4a",
    "socks5://anna:secret@p, no proxy is spoken to by socks5",
    "socks5h://p, no proxy is spoken to by socks5h",
    "http://anna:secret@p:1, does not belong in the URL of a proxy",
    "anna:secret@p:1, does not belong in the URL of a proxy",
    "anna@p, does not belong in the URL of a proxy",
    "http://p/anna:secret@, does not belong in the URL of a proxy",
    "http://, no URL of a proxy",
    "//p:1, no URL of a proxy",
    "::1, no URL of a proxy",
    "p:1/x, no URL of a proxy",
    "p:1?secret, no URL of a proxy",
    "-p:1, no URL of a proxy",
    "p q, no URL of a proxy",
    "p%0a, no URL of a proxy",
    "[p]:1, no URL of a proxy",
    "p:0, a port is a number",
    "p:65536, a port is a number",
    "p:secret, no URL of a proxy",
  })
  void anythingElseIsRefusedAndNotShown(String url, String words) {
    assertThatThrownBy(() -> Proxy.parse(url, "https_proxy"))
        .isInstanceOfSatisfying(
            Failure.class,
            e -> {
              assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE);
              assertThat(e.text()).startsWith("https_proxy: ").contains(words);
              assertThat(e.text() + e.hint()).doesNotContain("secret");
            });
  }

  private static Route route(String netrc) throws Exception {
    Netrc file = Netrc.parse(Path.of("netrc"), netrc.getBytes(StandardCharsets.UTF_8));
    return Route.to(HTTPS, proxies("https_proxy=p.example.org:443"), file);
  }

  @Test
  void withoutAProxyTheServerIsConnectedTo() throws Exception {
    assertThat(Route.to(HTTPS, Proxies.NONE, Netrc.NONE))
        .isEqualTo(new Route("h.example.org", 443, Via.SERVER, Proxies.NONE.find(HTTPS)));
  }

  @Test
  void anEntryWithThePortIsForTheProxy() throws Exception {
    Route route = route("machine p.example.org:443 login anna password hunter2");
    assertThat(route.via()).isEqualTo(Via.proxy(Authorization.basic("anna", "hunter2")));
    assertThat(route.host() + ":" + route.port()).isEqualTo("p.example.org:443");
    assertThat(route.toString() + route.hint() + route.credentialsHint()).doesNotContain("hunter2");
    assertThat(route.credentialsHint())
        .endsWith("p.example.org:443; the one that is there does not");
  }

  /** Such an entry was written for a server, which shows by TLS who it is. */
  @ParameterizedTest
  @CsvSource({"p.example.org", "p.example.org:1080", "h.example.org", "h.example.org:443"})
  void otherEntriesAreNot(String machine) throws Exception {
    Route route = route("machine " + machine + " login anna password secret");
    assertThat(route.via()).isEqualTo(Via.proxy(Authorization.NONE));
    assertThat(route.credentialsHint()).endsWith("machine p.example.org:443");
  }
}
