package got.packaging.http;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.http.Authority.Dates;
import got.packaging.support.ClonedRepository;
import got.packaging.support.GitDaemon;
import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Launch;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.TestRepositories;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The kinds of TLS that servers speak, one nginx with a site for each: what is good enough works,
 * and what is not is refused in its own words, before a request is sent.
 */
class TlsMatrixTest {
  private static final Dates PAST = new Dates("20200101000000Z", "20210101000000Z");
  private static final Dates FUTURE = new Dates("20970101000000Z", "20990101000000Z");

  private static final String VERSIONS = "ssl_protocols TLSv1.2 TLSv1.3;";
  private static final String VERSION_3 = "ssl_protocols TLSv1.3;";
  private static final String VERSION_2 = "ssl_protocols TLSv1.2;";

  private static final Map<String, Integer> PORTS = new HashMap<>();
  private static final Map<Integer, Nginx.Site> SITES = new TreeMap<>();

  @TempDir static Path place;
  @TempDir static Path served;
  private static Authority root;
  private static Nginx nginx;
  private static String references;

  @TempDir Path work;

  @BeforeAll
  static void start() throws Exception {
    Path small = new TestRepositories(served).normal("small.git");
    references = String.join("\n", new ClonedRepository(small).references()) + "\n";
    root = Authority.root(place);
    versions();
    certificates();
    badCertificates();
    nginx = Nginx.start(place, served, SITES);
  }

  private static void versions() throws Exception {
    Certificates.Pair pair = root.server("ec", Authority.P256);
    Certificates.Pair rsa = root.server("for-rsa", "RSA -pkeyopt rsa_keygen_bits:2048");
    for (String suite :
        List.of(
            "TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256", "TLS_CHACHA20_POLY1305_SHA256")) {
      site(suite, pair, VERSION_3 + "ssl_conf_command Ciphersuites " + suite + ";");
    }
    for (String suite :
        List.of(
            "ECDHE-ECDSA-AES256-GCM-SHA384",
            "ECDHE-ECDSA-AES128-GCM-SHA256",
            "ECDHE-ECDSA-CHACHA20-POLY1305")) {
      site(suite, pair, VERSION_2 + "ssl_ciphers " + suite + ";");
    }
    for (String suite : List.of("ECDHE-RSA-AES256-GCM-SHA384", "ECDHE-RSA-CHACHA20-POLY1305")) {
      site(suite, rsa, VERSION_2 + "ssl_ciphers " + suite + ";");
    }
    for (String group : List.of("X25519", "prime256v1", "secp384r1", "secp521r1", "X448")) {
      site(group, pair, VERSION_3 + "ssl_ecdh_curve " + group + ";");
    }
    for (String group : List.of("prime256v1", "secp384r1")) {
      site("1.2-" + group, pair, VERSION_2 + "ssl_ecdh_curve " + group + ";");
    }
    site("closing-1.3", pair, VERSION_3 + "keepalive_timeout 0;");
    site("closing-1.2", pair, VERSION_2 + "keepalive_timeout 0;");
    site("asks-for-a-certificate", pair, "ssl_verify_client optional_no_ca;");
    site(
        "demands-a-certificate",
        pair,
        "ssl_verify_client optional_no_ca; if"
            + " ($ssl_client_verify != SUCCESS) { return 496; }");
    site("old", pair, "ssl_protocols TLSv1.1; ssl_ciphers DEFAULT@SECLEVEL=0;");
    site("static-rsa", rsa, VERSION_2 + "ssl_ciphers AES256-GCM-SHA384:AES128-SHA;");
    site("null", rsa, VERSION_2 + "ssl_ciphers ECDHE-RSA-NULL-SHA:@SECLEVEL=0;");
    add("plain", new Nginx.Site(pair, "", ""));
  }

  private static void certificates() throws Exception {
    for (Map.Entry<String, String> kind :
        Map.of(
                "rsa", "RSA -pkeyopt rsa_keygen_bits:2048",
                "rsa-4096", "RSA -pkeyopt rsa_keygen_bits:4096",
                "rsa-pss", "RSA-PSS -pkeyopt rsa_keygen_bits:2048",
                "p256", Authority.P256,
                "p384", "EC -pkeyopt ec_paramgen_curve:P-384",
                "p521", "EC -pkeyopt ec_paramgen_curve:P-521",
                "ed25519", "ED25519",
                "ed448", "ED448")
            .entrySet()) {
      Certificates.Pair pair = root.server(kind.getKey(), kind.getValue());
      site(kind.getKey(), pair, VERSION_3);
      site(kind.getKey() + "-1.2", pair, VERSION_2);
    }
    Authority below = root.below("below", Authority.NOW);
    Certificates.Pair pair = below.server("chained", Authority.P256);
    site("chained", below.withChain(pair), "");
    site("without-chain", pair, "");
    Certificates.Pair wild =
        root.server("wild", Authority.P256, "DNS:*.example,DNS:*.git.example", Authority.NOW);
    site("wild", wild, "");
  }

  private static void badCertificates() throws Exception {
    String names = "DNS:localhost";
    site("expired", root.server("expired", Authority.P256, names, PAST), "");
    site("early", root.server("early", Authority.P256, names, FUTURE), "");
    site(
        "other-name",
        root.server("other", Authority.P256, "DNS:a.example,DNS:b.example", Authority.NOW),
        "");
    site("no-name", root.server("none", Authority.P256, "email:a@b.example", Authority.NOW), "");
    site("address", root.server("address", Authority.P256, "IP:127.0.0.1", Authority.NOW), "");
    Authority old = root.below("old-authority", PAST);
    site("below-expired", old.withChain(old.server("below-old", Authority.P256)), "");
    Authority stranger = Authority.root(Files.createDirectory(place.resolve("stranger")));
    site("stranger", stranger.server("unknown", Authority.P256), "");
    site("stranger-shown", stranger.withChain(stranger.server("shown", Authority.P256)), "");
    // No authority itself: its constraints say so.
    Authority server = new Authority(place, "ec");
    site("by-a-server", server.withChain(server.server("by-a-server", Authority.P256)), "");
  }

  private static void site(String name, Certificates.Pair pair, String directives)
      throws Exception {
    String versions = directives.contains("ssl_protocols") ? "" : VERSIONS;
    add(name, new Nginx.Site(pair, "ssl", versions + directives));
  }

  private static void add(String name, Nginx.Site site) throws Exception {
    int port = GitDaemon.freePort();
    while (SITES.containsKey(port)) {
      port = GitDaemon.freePort();
    }
    PORTS.put(name, port);
    SITES.put(port, site);
  }

  @AfterAll
  static void stop() {
    nginx.close();
  }

  @AfterEach
  void nothingRuns() throws Exception {
    GotProcess.assertNoneRuns();
  }

  private static int port(String site) {
    return PORTS.getOrDefault(site, -1);
  }

  private Result list(String host, String site) throws Exception {
    return list(Launch.in(work), host, site);
  }

  private Result list(Launch launch, String host, String site) throws Exception {
    String url = "https://" + host + ":" + port(site) + "/small.git";
    return launch.run("clone", "-lq", "--cacert", root.certificate().toString(), url);
  }

  /** How the requests to a site were secured. */
  private static List<String> secured(String site) throws Exception {
    String prefix = port(site) + " ";
    return nginx.secured().stream()
        .filter(line -> line.startsWith(prefix))
        .map(line -> line.substring(prefix.length()))
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TLS_AES_256_GCM_SHA384|TLSv1.3 TLS_AES_256_GCM_SHA384 X25519",
        "TLS_AES_128_GCM_SHA256|TLSv1.3 TLS_AES_128_GCM_SHA256 X25519",
        "TLS_CHACHA20_POLY1305_SHA256|TLSv1.3 TLS_CHACHA20_POLY1305_SHA256 X25519",
        "ECDHE-ECDSA-AES256-GCM-SHA384|TLSv1.2 ECDHE-ECDSA-AES256-GCM-SHA384 X25519",
        "ECDHE-ECDSA-AES128-GCM-SHA256|TLSv1.2 ECDHE-ECDSA-AES128-GCM-SHA256 X25519",
        "ECDHE-ECDSA-CHACHA20-POLY1305|TLSv1.2 ECDHE-ECDSA-CHACHA20-POLY1305 X25519",
        "ECDHE-RSA-AES256-GCM-SHA384|TLSv1.2 ECDHE-RSA-AES256-GCM-SHA384 X25519",
        "ECDHE-RSA-CHACHA20-POLY1305|TLSv1.2 ECDHE-RSA-CHACHA20-POLY1305 X25519",
        "X25519|TLSv1.3 TLS_AES_256_GCM_SHA384 X25519",
        "prime256v1|TLSv1.3 TLS_AES_256_GCM_SHA384 prime256v1",
        "secp384r1|TLSv1.3 TLS_AES_256_GCM_SHA384 secp384r1",
        "secp521r1|TLSv1.3 TLS_AES_256_GCM_SHA384 secp521r1",
        "X448|TLSv1.3 TLS_AES_256_GCM_SHA384 X448",
        "1.2-prime256v1|TLSv1.2 ECDHE-ECDSA-AES256-GCM-SHA384 prime256v1",
        "1.2-secp384r1|TLSv1.2 ECDHE-ECDSA-AES256-GCM-SHA384 secp384r1",
      })
  void suitesAndGroupsWork(String site, String how) throws Exception {
    assertThat(list("localhost", site)).isEqualTo(new Result(0, references, ""));
    assertThat(secured(site)).hasSize(2).allMatch(line -> line.startsWith(how + " "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rsa", "rsa-1.2", "rsa-4096", "rsa-pss", "rsa-pss-1.2", "p256", "p256-1.2", "p384",
        "p384-1.2", "p521", "p521-1.2", "ed25519", "ed25519-1.2", "ed448", "ed448-1.2", "chained",
        "asks-for-a-certificate",
      })
  void certificatesOfAllKindsWork(String site) throws Exception {
    assertThat(list("localhost", site)).isEqualTo(new Result(0, references, ""));
  }

  /** The second connection resumes the session of the first one. */
  @ParameterizedTest
  @CsvSource({"closing-1.3, TLSv1.3", "closing-1.2, TLSv1.2"})
  void aConnectionForEachRequestWorks(String site, String version) throws Exception {
    String url = "https://localhost:" + port(site) + "/small.git";
    String authority = root.certificate().toString();
    assertThat(GotProcess.run(work, "clone", "-q", "--cacert", authority, url, "c.git"))
        .isEqualTo(new Result(0, "", ""));
    new ClonedRepository(work.resolve("c.git")).check(served.resolve("small.git"));
    assertThat(secured(site))
        .hasSize(3)
        .allMatch(line -> line.startsWith(version + " "))
        .satisfies(lines -> assertThat(lines.getLast()).endsWith(" r"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "expired|certificate has expired on 2021-01-01T00:00:00Z",
        "early|certificate is not valid before 2097-01-01T00:00:00Z",
        "other-name|certificate is for another name: a.example, b.example",
        "no-name|certificate is for another name",
        "address|certificate is for another name: 127.0.0.1",
        "stranger|certificate's issuer is unknown: CN=root",
        "stranger-shown|certificate's issuer is unknown: CN=root",
        "without-chain|certificate's issuer is unknown: CN=below",
        "below-expired|certificate of an issuer has expired",
        "by-a-server|certificate's issuer is no authority",
        "old|speaks neither TLS 1.3 nor TLS 1.2",
        "static-rsa|has no cipher or key exchange that is safe",
        "null|has no cipher or key exchange that is safe",
      })
  void whatIsNotGoodEnoughIsRefused(String site, String words) throws Exception {
    assertThat(list("localhost", site))
        .isEqualTo(new Result(4, "", "got: localhost: " + words + "\n"));
    assertThat(secured(site)).isEmpty();
  }

  @Test
  void aServerWithoutTlsIsNamed() throws Exception {
    assertThat(list("localhost", "plain"))
        .isEqualTo(
            new Result(
                4, "", "got: localhost: does not speak TLS on port " + port("plain") + "\n"));
  }

  @Test
  void aCertificateThatIsDemandedIsNotThere() throws Exception {
    Result result = list("localhost", "demands-a-certificate");
    assertThat(result).isEqualTo(new Result(5, "", "got: the server answers with status 400\n"));
  }

  /** Whose names are only known in a name space of mounts of got's own. */
  private Launch withNames() throws Exception {
    Path hosts = Files.writeString(work.resolve("hosts"), "127.0.0.1 a.example b.git.example\n");
    String script = "mount --bind " + hosts + " /etc/hosts && exec \"$@\"";
    boolean isRoot = System.getProperty("user.name").equals("root");
    String[] mount = {"unshare", "--mount", "sh", "-c", script, "sh"};
    String[] user = {"unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script, "sh"};
    return Launch.in(work).by(isRoot ? mount : user);
  }

  @Test
  void aStarIsNotForAWholeTopLevelDomain() throws Exception {
    assertThat(list(withNames(), "b.git.example", "wild")).isEqualTo(new Result(0, references, ""));
    assertThat(list(withNames(), "a.example", "wild"))
        .isEqualTo(
            new Result(
                4,
                "",
                "got: a.example: certificate is for another name: *.example, *.git.example\n"));
  }
}
