package got.packaging.http;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.ClonedRepository;
import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Launch;
import got.packaging.support.GotProcess.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clones by a proxy: which one is used, what it is told, and what becomes of its answers. */
class ProxyTest extends NginxFixture {
  /** Nobody listens there. */
  private static final String NOWHERE = "http://127.0.0.1:1";

  private static final Map<String, String> USUAL =
      Map.of("PATH", "/usr/bin:/bin", "LC_ALL", "C.UTF-8");

  /**
   * @param environment {@code name=value} with blanks between
   */
  private Result clone(String environment, String url, String... options) throws Exception {
    Map<String, String> all = new HashMap<>(USUAL);
    for (String word : environment.isEmpty() ? new String[0] : environment.split(" ", -1)) {
      int equals = word.indexOf('=');
      all.put(word.substring(0, equals), word.substring(equals + 1));
    }
    List<String> words = new ArrayList<>(List.of("clone"));
    words.addAll(List.of("--cacert", certificates.authority().toString()));
    words.addAll(List.of(options));
    words.addAll(List.of(url, work + "/clone.git"));
    try (GotProcess got = Launch.in(work).environment(all).start(words.toArray(String[]::new))) {
      return got.await();
    }
  }

  private void assertCloned(Result result) throws Exception {
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
    new ClonedRepository(work.resolve("clone.git")).check(served.resolve("small.git"));
  }

  private void fails(Result result, int status, String... words) {
    assertThat(String.join("\n", result.complaints())).contains(words);
    assertThat(result.status()).as(result.err()).isEqualTo(status);
    assertThat(work.resolve("clone.git")).doesNotExist();
  }

  private Path netrc(ForwardProxy proxy, String password) throws Exception {
    String entry = "machine 127.0.0.1:" + proxy.port() + " login anna password " + password;
    Path file = Files.writeString(work.resolve("netrc"), entry);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  @Test
  void httpsGoesThroughATunnel() throws Exception {
    try (ForwardProxy proxy = ForwardProxy.answering()) {
      assertCloned(clone("https_proxy=" + proxy.url(), nginx.https("/git/small.git"), "-q"));
      assertThat(proxy.heads())
          .isNotEmpty()
          .allMatch(head -> head.startsWith("CONNECT localhost:" + nginx.port() + " HTTP/1.1\r\n"))
          .noneMatch(head -> head.contains("small"));
    }
  }

  /** Which closes each connection, so that a spare one has its tunnel too. */
  @Test
  void aServerThatClosesIsReachedByMoreTunnels() throws Exception {
    try (ForwardProxy proxy = ForwardProxy.answering()) {
      assertCloned(clone("", nginx.https("/old/small.git"), "-q", "--proxy", proxy.url()));
      assertThat(proxy.heads()).hasSizeGreaterThan(1);
    }
  }

  @Test
  void httpIsAskedByTheWholeUrl() throws Exception {
    try (ForwardProxy proxy = ForwardProxy.answering()) {
      assertCloned(clone("http_proxy=" + proxy.url(), nginx.http("/git/small.git"), "-q"));
      assertThat(proxy.heads().getFirst())
          .startsWith("GET " + nginx.http("/git/small.git") + "/info/refs?service=git-upload-pack");
    }
  }

  @Test
  void aProxyMayHaveAnAddressOfIpv6() throws Exception {
    try (ForwardProxy proxy = ForwardProxy.onIpv6()) {
      String variable = "all_proxy=http://[::1]:" + proxy.port();
      assertCloned(clone(variable, nginx.https("/git/small.git"), "-q"));
      assertThat(proxy.heads()).isNotEmpty();
    }
  }

  @Test
  void verboseSaysWhichProxyItIs() throws Exception {
    try (ForwardProxy proxy = ForwardProxy.wanting("anna", "right")) {
      String file = netrc(proxy, "right").toString();
      String variable = "https_proxy=" + proxy.url();
      Result result = clone(variable, nginx.https("/git/small.git"), "-v", "--netrc-file", file);
      assertThat(result.err())
          .contains("Proxy " + proxy.url() + ", from https_proxy\n")
          .contains("User and password from " + file + " for the proxy " + proxy.url() + "\n");
      assertThat(result.status()).isZero();
    }
  }

  /** Each of them would end in a connection refused if the proxy were asked. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTPS_PROXY=@ HTTP_PROXY=@ ALL_PROXY=@",
        "http_proxy=@",
        "https_proxy=",
        "https_proxy=@ no_proxy=*",
        "https_proxy=@ no_proxy=localhost",
        "https_proxy=@ no_proxy=.localhost,x",
        "all_proxy=@ no_proxy=x,LOCALHOST.",
        "all_proxy=socks5://127.0.0.1 no_proxy=localhost",
      })
  void withoutAProxyTheServerIsReachedDirectly(String environment) throws Exception {
    String url = nginx.https("/git/small.git");
    assertCloned(clone(environment.replace("@", NOWHERE), url, "-q"));
  }

  @ParameterizedTest
  @CsvSource({"--proxy, ''", "--noproxy, localhost", "--noproxy, *"})
  void optionsSayMoreThanVariables(String option, String value) throws Exception {
    String environment = "all_proxy=" + NOWHERE + " no_proxy=x";
    assertCloned(clone(environment, nginx.https("/git/small.git"), "-q", option, value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.0.0.0/8", "10.0.0.0/8,127.0.0.1/32"})
  void addressesNeedNoProxyEither(String list) throws Exception {
    String environment = "http_proxy=" + NOWHERE + " no_proxy=" + list;
    assertCloned(clone(environment, nginx.http("/git/small.git"), "-q"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"no_proxy=x", "no_proxy=localhost:@", "no_proxy=ocalhost", "NO_PROXY=*"})
  void otherwiseTheProxyIsAsked(String list) throws Exception {
    String environment = "https_proxy=" + NOWHERE + " " + list;
    fails(
        clone(environment.replace("@", "" + nginx.port()), nginx.https("/git/small.git")),
        4,
        "could not connect to 127.0.0.1 port 1: ",
        "hint: that is the proxy, from https_proxy");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "403 Forbidden|the proxy refuses to connect to localhost:@ (status 403)",
        "502 Bad Gateway|the proxy cannot connect to localhost:@ (status 502)",
        "504 Gateway Timeout|the proxy cannot connect to localhost:@ (status 504)",
      })
  void aTunnelThatIsRefusedEndsTheRun(String status, String words) throws Exception {
    String answer = "HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n";
    try (ForwardProxy proxy = ForwardProxy.answering(answer)) {
      Result result = clone("", nginx.https("/git/small.git"), "--json", "--proxy", proxy.url());
      assertThat(result.out())
          .contains(words.replace("@", Integer.toString(nginx.port())))
          .contains("\"type\":\"error\",\"status\":4,")
          .contains("\"http_status\":" + status.substring(0, 3) + "}");
      assertThat(result.status()).isEqualTo(4);
      assertThat(work.resolve("clone.git")).doesNotExist();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"https", "http"})
  void aProxyThatWantsAPasswordGetsTheOneOfTheFile(String scheme) throws Exception {
    try (ForwardProxy proxy = ForwardProxy.wanting("anna", "right")) {
      String url =
          scheme.equals("https") ? nginx.https("/git/small.git") : nginx.http("/git/small.git");
      fails(
          clone("all_proxy=" + proxy.url(), url),
          4,
          "got: the proxy asks for a user and a password (status 407)",
          "lets us in: machine 127.0.0.1:" + proxy.port());
      String file = netrc(proxy, "wrong").toString();
      fails(
          clone("all_proxy=" + proxy.url(), url, "--netrc-file", file),
          4,
          "(status 407)",
          "; the one that is there does not");
      file = netrc(proxy, "right").toString();
      assertCloned(clone("all_proxy=" + proxy.url(), url, "-q", "--netrc-file", file));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5|SSH-2.0-x@|proxy: it does not answer in HTTP/1.1: it speaks SSH",
        "5|HTTP/1.1 200 OK@@x|proxy: it sent more than its answer",
        "5|HTTP/1.1 200 OK@ x@@|proxy: a malformed header in the answer",
        "4|HTTP/1.1 2|proxy: it closed the connection inside the head",
        "4|HTTP/1.1 200 OK@@|localhost: closed the connection before TLS was agreed on",
      })
  void noiseIsNoTunnel(int status, String answer, String words) throws Exception {
    try (ForwardProxy proxy = ForwardProxy.answering(answer.replace("@", "\r\n"))) {
      fails(clone("", nginx.https("/git/small.git"), "--proxy", proxy.url()), status, words);
    }
  }

  @Test
  void aTunnelIsTriedAgain() throws Exception {
    String busy = "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n";
    try (ForwardProxy proxy = ForwardProxy.answering(busy)) {
      Result result =
          clone("https_proxy=" + proxy.url(), nginx.https("/git/small.git"), "--retries", "1");
      assertThat(result.status()).as(result.err()).isZero();
      assertThat(result.err()).contains("(status 503)");
    }
  }

  /** What only the proxy looks up counts as a server out there. */
  @ParameterizedTest
  @ValueSource(strings = {"", "no_proxy=127.0.0.1 "})
  void aServerBehindAProxyDoesNotSendUsInwards(String list) throws Exception {
    String inwards =
        "HTTP/1.1 301 X\r\nContent-Length: 0\r\nLocation: "
            + nginx.http("/git/small.git/info/refs?service=git-upload-pack")
            + "\r\n\r\n";
    try (ForwardProxy proxy = ForwardProxy.answering(inwards)) {
      fails(
          clone(list + "http_proxy=" + proxy.url(), "http://git.example.org/small.git"),
          5,
          "redirected from a public address to 127.0.0.1, which is not public");
      assertThat(proxy.heads()).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "socks5://127.0.0.1, no proxy is spoken to by socks5",
    "https://127.0.0.1, no proxy is spoken to by https",
    "http://anna:hunter2@127.0.0.1, does not belong in the URL of a proxy",
    "127.0.0.1/hunter2, no URL of a proxy",
  })
  void anotherProxyIsRefusedBeforeAnythingIsAsked(String url, String words) throws Exception {
    int before = nginx.requests().size();
    Result result = clone("https_proxy=" + url, nginx.https("/git/small.git"));
    fails(result, 2, "got: https_proxy: ", words);
    assertThat(result.err()).doesNotContain("hunter2");
    assertThat(nginx.requests()).hasSize(before);
  }

  @Test
  void theOptionsAreForHttpOnly() throws Exception {
    fails(
        GotProcess.run(work, "clone", "--proxy", NOWHERE, "git://127.0.0.1:1/x", "clone.git"),
        2,
        "--proxy option is for http");
  }
}
