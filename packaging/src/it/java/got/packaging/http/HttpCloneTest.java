package got.packaging.http;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.ClonedRepository;
import got.packaging.support.Git;
import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Launch;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.TestRepositories;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clones from nginx with git-http-backend(1), over http and https, with full confinement. */
class HttpCloneTest extends NginxFixture {
  private static final int MANY = 2_000;

  @BeforeAll
  static void serveMore() throws Exception {
    TestRepositories repositories = new TestRepositories(served);
    repositories.sha256("sha256.git");
    repositories.empty("empty.git");
  }

  private Result clone(String url, String... options) throws Exception {
    String[] words = new String[options.length + 5];
    words[0] = "clone";
    words[1] = "--cacert";
    words[2] = certificates.authority().toString();
    System.arraycopy(options, 0, words, 3, options.length);
    words[options.length + 3] = url;
    words[options.length + 4] = work + "/clone.git";
    return GotProcess.run(work, words);
  }

  private void clones(String url, String repository) throws Exception {
    assertThat(clone(url, "-q")).isEqualTo(new Result(0, "", ""));
    new ClonedRepository(work.resolve("clone.git")).check(served.resolve(repository));
  }

  private void fails(Result result, int status, String words) {
    assertThat(result.complaints().getFirst()).startsWith("got: ").contains(words);
    assertThat(result.status()).isEqualTo(status);
    assertThat(work.resolve("clone.git")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"small.git", "sha256.git"})
  void clonesOverHttps(String repository) throws Exception {
    clones(nginx.https("/git/" + repository), repository);
  }

  @Test
  void clonesOverHttp() throws Exception {
    clones(nginx.http("/git/small.git"), "small.git");
  }

  @Test
  void clonesAnAddressThatTheCertificateIsFor() throws Exception {
    clones("https://127.0.0.1:" + nginx.port() + "/git/small.git", "small.git");
  }

  /** Version 0, and a connection for each request. */
  @Test
  void clonesFromAServerThatKnowsNoVersions() throws Exception {
    clones(nginx.https("/old/small.git"), "small.git");
  }

  @Test
  void clonesTheEmptyRepository() throws Exception {
    assertThat(clone(nginx.https("/git/empty.git"), "-q").status()).isZero();
    assertThat(Git.run(work.resolve("clone.git"), "count-objects")).startsWith("0 objects");
  }

  @Test
  void theRepositoryIsThatOfTheUrl() throws Exception {
    Result result = clone(nginx.https("/moved/small.git"), "-v");
    assertThat(result.status()).isZero();
    assertThat(result.out()).startsWith("Connecting to " + nginx.https("/moved/small.git") + "\n");
    assertThat(result.err())
        .contains("Redirected to " + nginx.https("/git/small.git") + "\n")
        .containsPattern("TLSv1.3, certificate of localhost until 20..-..-..T");
    ClonedRepository clone = new ClonedRepository(work.resolve("clone.git"));
    assertThat(clone.text("config")).contains("\turl = " + nginx.https("/moved/small.git") + "\n");
    assertThat(clone.text("got.conf"))
        .contains(
            "\tserver localhost\n\tprotocol https\n\tport "
                + nginx.port()
                + "\n\trepository \"/moved/small.git\"\n");
  }

  @Test
  void everyProgramIsConfined() throws Exception {
    String err = clone(nginx.https("/git/small.git"), "-v").err();
    assertThat(err)
        .containsPattern(
            "got-fetch-http: pid \\d+: landlock abi \\d+[^,]*, launch filter, seccomp, rlimits")
        .containsPattern(
            "got-fetch-pack: pid \\d+: landlock abi \\d+[^,]*, launch filter, seccomp, rlimits")
        .containsPattern(
            "got-index-pack: pid \\d+: landlock abi \\d+[^,]*, launch filter, seccomp, rlimits");
    assertThat(err.lines().filter(line -> line.matches("got: pid \\d+: .*seccomp.*")))
        .as("programs, then connections")
        .hasSize(2);
  }

  @Test
  void aRedirectLeadsFromHttpToHttps() throws Exception {
    clones(nginx.http("/up/small.git"), "small.git");
  }

  @Test
  void listsWithoutMakingAnything() throws Exception {
    Result result =
        GotProcess.run(
            work,
            "clone",
            "-lq",
            "--cacert",
            certificates.authority().toString(),
            nginx.https("/git/small.git"));
    assertThat(result.out()).startsWith("HEAD: refs/heads/main\nrefs/heads/dev: ");
    assertThat(result.status()).isZero();
    assertThat(work).isEmptyDirectory();
  }

  @Test
  void aVariableNamesTheAuthorities() throws Exception {
    Launch launch =
        Launch.in(work)
            .environment(
                Map.of(
                    "PATH", "/usr/bin:/bin", "SSL_CERT_FILE", certificates.authority().toString()));
    assertThat(launch.run("clone", "-q", nginx.https("/git/small.git"), "c.git"))
        .isEqualTo(new Result(0, "", ""));
  }

  /** A default nginx takes one megabyte. */
  @Test
  void aLongListOfWantsIsCompressed() throws Exception {
    Path many = served.resolve("many.git");
    new TestRepositories(served).normal("many.git");
    StringBuilder commits = new StringBuilder();
    for (int i = 0; i < MANY; i++) {
      commits.append(
          "commit refs/tags/t%d\ncommitter T <t@example.org> %d +0000\ndata 0\n\n".formatted(i, i));
    }
    Git.feed(many, commits.toString(), "fast-import", "--quiet");

    clones(nginx.https("/git/many.git"), "many.git");
    assertThat(nginx.requests())
        .filteredOn(line -> line.startsWith("POST /git/many.git/"))
        .containsExactly(
            "POST /git/many.git/git-upload-pack 200 -",
            "POST /git/many.git/git-upload-pack 200 gzip");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/down/small.git|5|redirected from https to http: http://localhost:",
        "/loop/small.git|5|redirected more than 5 times",
        "/lost/small.git|5|redirected to what is no repository: ",
        "/page/small.git|5|web page",
        "/files/small.git|5|dumb http",
        "/closed/small.git|4|the server denies access (status 403): not for you",
        "/git/none.git|5|repository not found or not accessible (status 404)",
      })
  void whatTheServerDoesNotGiveIsSaid(String path, int status, String words) throws Exception {
    fails(clone(nginx.https(path)), status, words);
  }

  @Test
  void aServerIsVerified() throws Exception {
    String url = nginx.https("/git/small.git");
    Certificates others = Certificates.in(Files.createDirectory(work.resolve("others")));
    String other = others.authority().toString();
    fails(
        GotProcess.run(work, "clone", "--cacert", other, url, work + "/clone.git"),
        4,
        "localhost: certificate's issuer is unknown: CN=authority");
    fails(
        GotProcess.run(work, "clone", "--cacert", "/dev/null", url, work + "/clone.git"),
        4,
        "no CA certificates");
    fails(
        GotProcess.run(work, "clone", "--cacert", work + "/none", url, work + "/clone.git"),
        4,
        "cannot read the certificates of authorities");
  }
}
