package got.packaging.http;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.demo.JgitWeb;
import got.packaging.support.ClonedRepository;
import got.packaging.support.Git;
import got.packaging.support.GitDaemon;
import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.TestRepositories;
import got.packaging.support.Waits;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clones from other servers than nginx: Apache and JGit (its UploadPack behind the JDK's web
 * server, and its servlet in Jetty) over https, lighttpd over http. What comes of it is what git
 * makes of the same URL.
 */
class RealServersTest {
  private static final int MANY = 2_000;

  /** Of a pack that takes a while: 24 files of a megabyte that nothing compresses. */
  private static final int LARGE_FILES = 24;

  private static final int LARGE_FILE = 1_000_000;

  @TempDir static Path place;
  @TempDir static Path served;
  private static Certificates certificates;
  private static WebServer apache;
  private static WebServer lighttpd;
  private static JgitWeb jgit;
  private static JgitServlet servlet;

  @TempDir Path work;

  @BeforeAll
  static void start() throws Exception {
    // Apache does not serve as root.
    Files.setPosixFilePermissions(served, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxr-xr-x"));
    TestRepositories repositories = new TestRepositories(served);
    repositories.normal("small.git");
    repositories.sha256("sha256.git");
    repositories.empty("empty.git");
    many(repositories.normal("many.git"));
    Path large = repositories.empty("large.git");
    // git would look for deltas where there are none.
    Git.run(large, "config", "pack.window", "0");
    large(large);
    // JGit knows no version 1, and looks there what it may speak.
    Git.run(repositories.normal("old.git"), "config", "protocol.version", "0");
    certificates = Certificates.in(place);
    Certificates.Pair pair = certificates.server("server", "DNS:localhost");
    apache =
        WebServer.apache(
            Files.createDirectory(place.resolve("apache")), served, pair, GitDaemon.freePort());
    lighttpd =
        WebServer.lighttpd(
            Files.createDirectory(place.resolve("lighttpd")), served, GitDaemon.freePort());
    jgit =
        JgitWeb.start(
            identity(pair),
            path ->
                new FileRepositoryBuilder()
                    .setGitDir(served.resolve(path).toFile())
                    .setMustExist(true)
                    .build(),
            UnaryOperator.identity());
    servlet = JgitServlet.start(served, identity(pair));
  }

  /** A commit for each of many tags. */
  private static void many(Path repository) throws Exception {
    StringBuilder commits = new StringBuilder();
    for (int i = 0; i < MANY; i++) {
      commits.append(
          "commit refs/tags/t%d\ncommitter T <t@example.org> %d +0000\ndata 0\n\n".formatted(i, i));
    }
    Git.feed(repository, commits.toString(), "fast-import", "--quiet");
  }

  private static void large(Path repository) throws Exception {
    Random random = new Random(11);
    StringBuilder stream = new StringBuilder();
    stream.append("commit refs/heads/main\ncommitter T <t@example.org> 1 +0000\ndata 0\n");
    byte[] noise = new byte[LARGE_FILE / 4 * 3];
    for (int i = 0; i < LARGE_FILES; i++) {
      random.nextBytes(noise);
      stream.append("M 100644 inline f%d\ndata %d\n".formatted(i, LARGE_FILE));
      stream.append(Base64.getEncoder().encodeToString(noise)).append('\n');
    }
    Git.feed(repository, stream.append('\n').toString(), "fast-import", "--quiet");
  }

  private static SSLContext identity(Certificates.Pair pair) throws Exception {
    String pem = Files.readString(pair.key()).replaceAll("-----[^-]*-----|\n", "");
    PrivateKey key =
        KeyFactory.getInstance("EC")
            .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
    Certificate certificate;
    try (InputStream in = new ByteArrayInputStream(Files.readAllBytes(pair.certificate()))) {
      certificate = CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("server", key, new char[0], new Certificate[] {certificate});
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  @AfterAll
  static void stop() throws Exception {
    apache.close();
    lighttpd.close();
    jgit.close();
    servlet.stop();
  }

  @AfterAll
  static void nothingRuns() throws Exception {
    GotProcess.assertNoneRuns();
  }

  /** The clone is whole, and its references are those of git's clone. */
  private void clones(String url, String repository, String version) throws Exception {
    String authority = certificates.authority().toString();
    Path ours = work.resolve("ours.git");
    Result result =
        GotProcess.run(work, "clone", "-vvam", "--cacert", authority, url, ours.toString());
    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.err().lines().filter(line -> line.matches("packet: < version .*")))
        .isEqualTo(version.isEmpty() ? List.of() : List.of(version));
    Git.run(work, "-c", "http.sslCAInfo=" + authority, "clone", "-q", "--mirror", url, "git.git");
    ClonedRepository clone = new ClonedRepository(ours);
    if (repository.equals("empty.git")) {
      assertThat(clone.refs()).isEmpty();
      return;
    }
    assertThat(clone.references())
        .isEqualTo(
            new ClonedRepository(work.resolve("git.git"))
                .references().stream()
                    .filter(line -> line.matches("(HEAD|refs/(heads|tags)/[^:]*): .*"))
                    .toList());
    clone.check(served.resolve(repository));
  }

  private static String versionLine(String place) {
    return switch (place) {
      case "two" -> "packet: < version 2";
      case "one" -> "packet: < version 1";
      default -> "";
    };
  }

  @Waits
  @ParameterizedTest
  @ValueSource(
      strings = {
        "two/small.git",
        "two/sha256.git",
        "two/empty.git",
        "two/many.git",
        "two/large.git",
        "one/small.git",
        "one/sha256.git",
        "one/empty.git",
        "one/large.git",
        "zero/small.git",
        "zero/sha256.git",
        "zero/empty.git",
        "zero/many.git",
      })
  void clonesFromApache(String path) throws Exception {
    String[] parts = path.split("/", -1);
    clones(apache.url() + "/" + path, parts[1], versionLine(parts[0]));
  }

  @Waits
  @ParameterizedTest
  @ValueSource(
      strings = {
        "two/small.git",
        "two/sha256.git",
        "two/empty.git",
        "two/many.git",
        "two/large.git",
        "one/small.git",
        "one/sha256.git",
        "one/empty.git",
        "zero/small.git",
        "zero/sha256.git",
        "zero/empty.git",
      })
  void clonesFromLighttpd(String path) throws Exception {
    String[] parts = path.split("/", -1);
    clones(lighttpd.url() + "/" + path, parts[1], versionLine(parts[0]));
  }

  @Waits
  @ParameterizedTest
  @ValueSource(strings = {"small.git", "empty.git", "many.git", "large.git", "old.git"})
  void clonesFromJgit(String path) throws Exception {
    String url = "https://localhost:" + jgit.port() + "/" + path;
    clones(url, path, path.equals("old.git") ? "" : versionLine("two"));
  }

  @Waits
  @ParameterizedTest
  @ValueSource(strings = {"small.git", "empty.git", "many.git", "large.git", "old.git"})
  void clonesFromTheServletOfJgit(String path) throws Exception {
    clones(servlet.url() + "/" + path, path, path.equals("old.git") ? "" : versionLine("two"));
  }
}
