package got.packaging.http;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.ClonedRepository;
import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A user and a password get in, and go nowhere else. */
class CredentialsTest extends NginxFixture {
  private Path netrc(String text) throws Exception {
    Path file = Files.writeString(work.resolve("netrc"), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  private Path netrc() throws Exception {
    return netrc("machine localhost:" + nginx.port() + Nginx.CREDENTIALS);
  }

  private Result clone(String url, String... options) throws Exception {
    List<String> words = new ArrayList<>(List.of("clone"));
    words.addAll(List.of("--cacert", certificates.authority().toString()));
    words.addAll(List.of(options));
    words.addAll(List.of(url, work + "/clone.git"));
    return GotProcess.run(work, words.toArray(String[]::new));
  }

  private void fails(Result result, int status, String... words) {
    assertThat(result.complaints()).as(result.err()).isNotEmpty();
    assertThat(String.join("\n", result.complaints())).contains(words);
    assertThat(result.status()).isEqualTo(status);
    assertThat(work.resolve("clone.git")).doesNotExist();
  }

  @Test
  void theFileLetsUsIn() throws Exception {
    String file = netrc().toString();
    assertThat(clone(nginx.https("/secret/small.git"), "-q", "--netrc-file", file))
        .isEqualTo(new Result(0, "", ""));
    new ClonedRepository(work.resolve("clone.git")).check(served.resolve("small.git"));
  }

  @Test
  void verboseSaysWhoseFileItWas() throws Exception {
    String file = netrc().toString();
    assertThat(clone(nginx.https("/secret/small.git"), "-v", "--netrc-file", file).err())
        .contains("User and password from " + file + " for https://localhost:" + nginx.port());
  }

  @Test
  void withoutTheFileAHintNamesIt() throws Exception {
    fails(
        clone(nginx.https("/secret/small.git")),
        4,
        "got: the server asks for a user and a password (status 401)",
        "got: hint: --netrc-file names a file");
  }

  @Test
  void programsAreToldTheStatus() throws Exception {
    assertThat(clone(nginx.https("/secret/small.git"), "--json").out())
        .contains("\"type\":\"error\",\"status\":4,", "\"http_status\":401}");
    assertThat(clone(nginx.https("/git/none.git"), "--json").out())
        .contains("\"type\":\"error\",\"status\":5,", "\"http_status\":404}");
    assertThat(clone("git://127.0.0.1:1/x", "--json").out()).doesNotContain("http_status");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "machine localhost login anna password correct",
        "machine localhost:1 login anna password correct",
        "machine 127.0.0.1:@port@ login anna password correct",
        "machine localhost.:@port@ login anna password correct",
        "machine ocalhost:@port@ login anna password correct",
        "machine localhost:@port@ login anna password wrong",
        "machine localhost:@port@ login bob password correct",
      })
  void othersEntriesDoNotLetUsIn(String entry) throws Exception {
    Path file = netrc(entry.replace("@port@", Integer.toString(nginx.port())));
    fails(
        clone(nginx.https("/secret/small.git"), "--netrc-file", file.toString()),
        4,
        "(status 401)",
        "has other credentials for this host, or none");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/here/small.git", "/relative/small.git"})
  void aRedirectWithinTheOriginKeepsThem(String path) throws Exception {
    assertThat(clone(nginx.https(path), "-q", "--netrc-file", netrc().toString()))
        .isEqualTo(new Result(0, "", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/host/small.git|redirected to where the password must not go: https://127.0.0.1:",
        "/port/small.git|redirected to where the password must not go: https://localhost:1/",
        "/down/small.git|redirected from https to http: ",
        "/user/small.git|redirected to what is no repository: ",
      })
  void aRedirectElsewhereEndsTheRun(String path, String words) throws Exception {
    int before = nginx.requests().size();
    fails(clone(nginx.https(path), "--netrc-file", netrc().toString()), 5, words);
    assertThat(nginx.requests().subList(before, nginx.requests().size())).hasSize(1);
  }

  @Test
  void withoutThemARedirectElsewhereIsFollowed() throws Exception {
    assertThat(clone(nginx.https("/host/small.git"), "-q")).isEqualTo(new Result(0, "", ""));
  }

  /** An entry for the second host is not used: the first one chose it. */
  @Test
  void noServerChoosesWhoGetsThem() throws Exception {
    Path file = netrc("machine 127.0.0.1:" + nginx.port() + Nginx.CREDENTIALS);
    fails(
        clone(nginx.https("/secrethost/small.git"), "--netrc-file", file.toString()),
        4,
        "(status 401)");
  }

  @Test
  void withoutTlsThereIsNoPassword() throws Exception {
    Path file = netrc("machine 127.0.0.1:" + nginx.plainPort() + " login anna password correct\n");
    int before = nginx.requests().size();
    fails(
        clone(nginx.http("/git/small.git"), "--netrc-file", file.toString()),
        2,
        "got: a password is not sent over http: http://127.0.0.1:",
        "got: hint: use https, or remove the entry");
    assertThat(nginx.requests()).hasSize(before);
  }

  @Test
  void theFileIsOursAlone() throws Exception {
    Path file = netrc();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    fails(
        clone(nginx.https("/secret/small.git"), "--netrc-file", file.toString()),
        1,
        file + ": others can read or write it",
        "hint: chmod 600");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://anna:hunter2@localhost/x", "https://anna:hun/ter2@localhost/x"})
  void aPasswordInAUrlIsRefusedAndNotShown(String url) throws Exception {
    Result result = clone(url);
    fails(result, 2, "failed to parse uri");
    assertThat(result.err()).doesNotContain("hun").doesNotContain("ter2");
  }
}
