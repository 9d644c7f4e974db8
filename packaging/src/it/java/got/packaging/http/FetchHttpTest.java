package got.packaging.http;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.http.ByteProxy.What;
import got.packaging.support.FileTree;
import got.packaging.support.Git;
import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Launch;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.TestRepositories;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fetches from nginx with git-http-backend(1), over http and https, with full confinement. */
class FetchHttpTest extends NginxFixture {
  private static final String UP_TO_DATE = "Already up-to-date\n";
  private static final Pattern OBJECTS = Pattern.compile("\"type\":\"pack\".*\"objects\":([0-9]+)");

  /** So many commits that the server does not know that one round is not enough to find others. */
  private static final int UNKNOWN = 100;

  private static int number;

  private String name = "";
  private Path source = Path.of("");

  /** Each test has a repository of its own, which it changes. */
  @BeforeEach
  void serve() throws Exception {
    number++;
    name = "r" + number + ".git";
    source = new TestRepositories(served).normal(name);
  }

  private Path repository() {
    return work.resolve("clone.git");
  }

  private void cloned(String url, String... options) throws Exception {
    List<String> words = new ArrayList<>(List.of("clone", "-q"));
    words.addAll(List.of("--cacert", certificates.authority().toString()));
    words.addAll(List.of(options));
    words.addAll(List.of(url, "clone.git"));
    assertThat(GotProcess.run(work, words.toArray(String[]::new))).isEqualTo(new Result(0, "", ""));
  }

  private static String[] words(String... options) {
    List<String> words = new ArrayList<>(List.of("fetch", "-r", "clone.git"));
    words.addAll(List.of(options));
    return words.toArray(String[]::new);
  }

  private Result fetch(String... options) throws Exception {
    List<String> words = new ArrayList<>(List.of(options));
    words.addAll(List.of("--cacert", certificates.authority().toString()));
    Result result = GotProcess.run(work, words(words.toArray(String[]::new)));
    assertWhole();
    return result;
  }

  private void assertWhole() throws Exception {
    assertThat(Git.run(repository(), "fsck", "--connectivity-only", "--strict"))
        .doesNotContain("missing", "broken");
    assertThat(FileTree.listing(repository()))
        .noneMatch(n -> n.endsWith(".lock") || n.endsWith(".keep") || n.contains("tmp_"));
  }

  private void assertUpToDate() throws Exception {
    assertThat(ours("refs/remotes/origin/main")).isEqualTo(theirs("refs/heads/main"));
  }

  private String ours(String ref) throws Exception {
    return Git.run(repository(), "rev-parse", ref).strip();
  }

  private String theirs(String ref) throws Exception {
    return Git.run(source, "rev-parse", ref).strip();
  }

  /** From now on the repository that was cloned comes from another place. */
  private void moves(String url) throws Exception {
    Files.deleteIfExists(repository().resolve("got.conf"));
    Git.run(repository(), "config", "remote.origin.url", url);
  }

  /** Makes a commit on the server's main, with a file of its own. */
  private void advance(String parent, String text) throws Exception {
    String stream =
        """
        commit refs/heads/main
        committer T <t@example.org> 1800000000 +0000
        data 4
        more
        from %s^0
        M 100644 inline new.txt
        data %d
        %s
        """
            .formatted(theirs(parent), text.length(), text);
    Git.feed(source, stream, "fast-import", "--quiet", "--force");
  }

  /**
   * Makes commits here that the server does not have, newer than all that it has, and has no branch
   * where the server's was: that would be offered first, and suffice.
   */
  private void divergeHere() throws Exception {
    StringBuilder stream = new StringBuilder();
    for (int i = 0; i < UNKNOWN; i++) {
      stream.append("commit refs/heads/own\ncommitter T <t@example.org> ");
      stream.append(1_900_000_000 + i).append(" +0000\ndata 3\nown");
      stream.append(i == 0 ? "\nfrom " + ours("refs/heads/main") : "").append("\n\n");
    }
    Git.feed(repository(), stream.toString(), "fast-import", "--quiet");
    Git.run(repository(), "update-ref", "refs/heads/main", "refs/heads/own");
    Git.run(repository(), "update-ref", "-d", "refs/remotes/origin/main");
  }

  private static int objects(Result result) {
    Matcher matcher = OBJECTS.matcher(result.out());
    assertThat(matcher.find()).as(result.out() + result.err()).isTrue();
    return Integer.parseInt(matcher.group(1));
  }

  private List<String> posts(String directory) throws Exception {
    String begin = "POST /" + directory + "/" + name + "/git-upload-pack 200 ";
    return nginx.requests().stream().filter(line -> line.startsWith(begin)).toList();
  }

  /** In versions 2, 1 and 0; the server of version 0 closes each connection. */
  @ParameterizedTest
  @CsvSource({"http, git", "https, git", "http, one", "https, one", "http, old", "https, old"})
  void onlyWhatIsNewComes(String scheme, String directory) throws Exception {
    String path = "/" + directory + "/" + name;
    String url = scheme.equals("https") ? nginx.https(path) : nginx.http(path);
    cloned(url);
    assertThat(fetch().out()).isEqualTo("Connecting to \"origin\" " + url + "\n" + UP_TO_DATE);

    advance("main", "new");
    Result next = fetch("--json");
    assertThat(next.status()).as(next.err()).isZero();
    assertThat(objects(next)).as("a commit, a tree, a file, at most a base").isBetween(3, 5);
    assertUpToDate();

    advance("main~2", "forced");
    Result forced = fetch("--json");
    assertThat(objects(forced)).isBetween(3, 5);
    assertUpToDate();

    divergeHere();
    int before = posts(directory).size();
    advance("main", "and on");
    // What git's way to choose finds in common may be older than what is.
    assertThat(objects(fetch("--json"))).isBetween(3, 6);
    assertUpToDate();
    assertThat(posts(directory)).as("rounds").hasSizeGreaterThanOrEqualTo(before + 2);
    assertThat(fetch().out()).endsWith(UP_TO_DATE);
  }

  @Test
  void nothingNewStartsNoFurtherHelper() throws Exception {
    cloned(nginx.https("/git/" + name));
    Result result = fetch("-v");
    assertThat(result.out()).endsWith(UP_TO_DATE);
    assertThat(result.err()).contains("got-fetch-http", "got-fetch-pack");
    assertThat(result.err()).doesNotContain("got-read-pack", "got-index-pack");
    assertThat(fetch("-q")).isEqualTo(new Result(0, "", ""));
  }

  @Test
  void everyProgramIsConfined() throws Exception {
    cloned(nginx.https("/git/" + name));
    advance("main", "new");
    String err = fetch("-v").err();
    for (String helper :
        List.of("got-fetch-http", "got-fetch-pack", "got-read-pack", "got-index-pack")) {
      assertThat(err)
          .containsPattern(helper + ": pid \\d+: landlock abi \\d+[^,]*, launch filter, seccomp");
    }
    assertThat(err.lines().filter(line -> line.matches("got: pid \\d+: .*seccomp.*")))
        .as("first the threads that listen, then all")
        .satisfiesExactly(
            first -> assertThat(first).contains("in threads that listen to helpers: seccomp"),
            second -> assertThat(second).doesNotContain("threads"));
  }

  @Test
  void listsWhatTheServerHas() throws Exception {
    cloned(nginx.https("/git/" + name));
    assertThat(fetch("-lq").out()).startsWith("HEAD: refs/heads/main\nrefs/heads/dev: ");
  }

  @Test
  void aMirrorFollowsTheServer() throws Exception {
    cloned(nginx.https("/git/" + name), "-m", "-a");
    advance("main~1", "forced");
    Git.run(source, "update-ref", "-d", "refs/heads/topic/one");
    assertThat(fetch("-d").status()).isZero();
    assertThat(ours("refs/heads/main")).isEqualTo(theirs("refs/heads/main"));
    assertThat(Git.run(repository(), "for-each-ref", "refs/heads/topic")).isEmpty();
  }

  /** What git-clone(1) has made names its remote in git's config alone, and has loose objects. */
  @Test
  void theUrlMayBeInGitsConfigAlone() throws Exception {
    Git.run(work, "clone", "-q", "--bare", source.toString(), "clone.git");
    Git.run(repository(), "remote", "remove", "origin");
    Git.run(repository(), "remote", "add", "origin", nginx.http("/git/" + name));
    advance("main", "new");
    assertThat(fetch().out()).contains("Created reference refs/remotes/origin/main: ");
    assertUpToDate();
  }

  @Test
  void theUrlMayBeInGotConfAlone() throws Exception {
    cloned(nginx.https("/git/" + name));
    Git.run(repository(), "config", "--remove-section", "remote.origin");
    assertThat(Files.readString(repository().resolve("got.conf")))
        .contains("protocol https\n\tport " + nginx.port());
    advance("main", "new");
    assertThat(fetch().status()).isZero();
    assertUpToDate();
  }

  @Test
  void aRedirectIsShownAndFollowed() throws Exception {
    cloned(nginx.https("/git/" + name));
    String config = Files.readString(repository().resolve("config"));
    moves(nginx.http("/up/" + name));
    advance("main", "new");
    Result result = fetch("-v");
    assertThat(result.err()).contains("Redirected to " + nginx.https("/git/" + name) + "\n");
    assertUpToDate();
    assertThat(Files.readString(repository().resolve("config")))
        .isEqualTo(config.replace(nginx.https("/git/" + name), nginx.http("/up/" + name)));
    moves(nginx.https("/down/" + name));
    assertUnchanged(5, "redirected from https to http");
    moves(nginx.https("/loop/" + name));
    assertUnchanged(5, "redirected more than 1 times", "--max-redirs", "1");
  }

  /** A fetch that fails, of something that is new, leaves every byte as it was. */
  private void assertUnchanged(int status, String words, String... options) throws Exception {
    advance("main", "new");
    Map<String, String> before = FileTree.snapshot(repository());
    Result result = fetch(options);
    assertThat(result.complaints()).as(result.err()).isNotEmpty();
    assertThat(String.join("\n", result.complaints())).startsWith("got: ").contains(words);
    assertThat(result.status()).isEqualTo(status);
    assertThat(FileTree.snapshot(repository())).isEqualTo(before);
  }

  @Test
  void aPasswordLetsUsInAndGoesNowhereElse() throws Exception {
    cloned(nginx.https("/git/" + name));
    Path netrc = Files.createFile(work.resolve("netrc"));
    Files.setPosixFilePermissions(netrc, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(netrc, "machine localhost:" + nginx.port() + Nginx.CREDENTIALS);
    moves(nginx.https("/secret/" + name));
    assertUnchanged(4, "got: hint: --netrc-file names a file");
    assertThat(fetch("--netrc-file", netrc.toString()).status()).isZero();
    assertUpToDate();
    moves(nginx.https("/host/" + name));
    assertUnchanged(5, "where the password must not go", "--netrc-file", netrc.toString());
  }

  @Test
  void aServerIsVerified() throws Exception {
    cloned(nginx.https("/git/" + name));
    advance("main", "new");
    Certificates others = Certificates.in(Files.createDirectory(work.resolve("others")));
    Map<String, String> before = FileTree.snapshot(repository());
    Result result = GotProcess.run(work, words("--cacert", others.authority().toString()));
    assertThat(result.complaints())
        .first()
        .asString()
        .contains("localhost: certificate's issuer is unknown: CN=authority");
    assertThat(result.status()).isEqualTo(4);
    assertThat(FileTree.snapshot(repository())).isEqualTo(before);
    Launch launch =
        Launch.in(work)
            .environment(
                Map.of(
                    "PATH", "/usr/bin:/bin", "SSL_CERT_FILE", certificates.authority().toString()));
    assertThat(launch.run(words("-q"))).isEqualTo(new Result(0, "", ""));
    assertUpToDate();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/git/none.git|5|repository not found or not accessible (status 404)",
        "/page/x.git|5|web page",
        "/files/x.git|5|dumb http",
        "/closed/x.git|4|the server denies access (status 403): not for you",
      })
  void whatTheServerDoesNotGiveIsSaid(String path, int status, String words) throws Exception {
    cloned(nginx.https("/git/" + name));
    moves(nginx.https(path));
    assertUnchanged(status, words);
  }

  /** The last cuts are in the pack, the others in what is said before it. */
  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void aCutFetchChangesNothing(String scheme) throws Exception {
    String path = "/git/" + name;
    int port = URI.create(scheme.equals("https") ? nginx.https(path) : nginx.http(path)).getPort();
    cloned(nginx.https(path));
    advance("main", "new");
    long length;
    try (ByteProxy all = new ByteProxy(port, Long.MAX_VALUE, What.CLOSES)) {
      moves(scheme + "://localhost:" + all.port() + path);
      assertThat(fetch("-lq").status()).isZero();
      long listed = all.passed();
      assertThat(fetch().status()).isZero();
      length = all.passed() - listed;
    }
    for (int i = 0; i < 5; i++) {
      advance("main", "new" + i);
      long at = i == 0 ? length - 20 : length * i / 5;
      try (ByteProxy proxy = new ByteProxy(port, at, What.CLOSES)) {
        Git.run(
            repository(),
            "config",
            "remote.origin.url",
            scheme + "://localhost:" + proxy.port() + path);
        Map<String, String> before = FileTree.snapshot(repository());
        Result result = fetch("-q");
        String where = "cut at byte " + at + " of " + length + ": " + result.err();
        assertThat(result.status()).as(where).isEqualTo(4);
        assertThat(FileTree.snapshot(repository())).as(where).isEqualTo(before);
      }
    }
  }

  /** By an option, and by a variable. */
  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void aProxyLeadsToTheServer(String scheme) throws Exception {
    String path = "/git/" + name;
    boolean secure = scheme.equals("https");
    String url = secure ? nginx.https(path) : nginx.http(path);
    cloned(url);
    advance("main", "new");
    try (ForwardProxy proxy = ForwardProxy.answering()) {
      assertThat(fetch("-q", "--proxy", proxy.url())).isEqualTo(new Result(0, "", ""));
      assertUpToDate();
      advance("main", "newer");
      String authority = certificates.authority().toString();
      Launch launch =
          Launch.in(work)
              .environment(Map.of("PATH", "/usr/bin:/bin", scheme + "_proxy", proxy.url()));
      assertThat(launch.run(words("-q", "--cacert", authority))).isEqualTo(new Result(0, "", ""));
      assertUpToDate();
      String head = secure ? "CONNECT localhost:" : "(GET|POST) " + url + "/";
      assertThat(proxy.heads())
          .hasSizeGreaterThan(1)
          .allMatch(h -> h.matches("(?s)" + head + ".*"));
    }
  }

  @Test
  void anotherAttemptMayGoWell() throws Exception {
    cloned(nginx.https("/git/" + name));
    moves("https://localhost:1/git/" + name);
    advance("main", "new");
    Result result = fetch("--retries", "1");
    assertThat(result.status()).isEqualTo(4);
    assertThat(result.err()).contains("(1 of 1)");
  }
}
