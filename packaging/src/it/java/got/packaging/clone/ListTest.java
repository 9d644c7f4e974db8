package got.packaging.clone;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.Git;
import got.packaging.support.GitDaemon;
import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.TestRepositories;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code got clone -l}, to the letter; it creates nothing. */
class ListTest {
  @TempDir Path work;
  @TempDir Path served;
  private TestRepositories repositories;
  private GitDaemon daemon;

  @BeforeEach
  void serve() throws Exception {
    repositories = new TestRepositories(served);
    daemon = GitDaemon.start(served);
  }

  @AfterEach
  void end() throws Exception {
    daemon.close();
    GotProcess.assertNoneRuns();
    assertThat(work).isEmptyDirectory();
  }

  /** The list of the server, as {@link TestRepositories#normal} is. */
  private static String references(Path source) throws Exception {
    StringBuilder list = new StringBuilder();
    for (String name :
        new String[] {
          "heads/dev",
          "heads/main",
          "heads/topic/one",
          "hidden/y",
          "hoo/x",
          "hoola",
          "tags/plain",
          "tags/v1",
          "tags/v1-signed"
        }) {
      String id = Git.run(source, "rev-parse", "refs/" + name).strip();
      list.append("refs/").append(name).append(": ").append(id).append('\n');
    }
    return list.toString();
  }

  @Test
  void headComesFirstAndEverythingElseSorted() throws Exception {
    String expected = references(repositories.normal("small.git"));
    String url = daemon.url("small.git");

    assertThat(GotProcess.run(work, "clone", "-l", url))
        .isEqualTo(
            new Result(0, "Connecting to " + url + "\nHEAD: refs/heads/main\n" + expected, ""));
  }

  @Test
  void quietLeavesTheDataAlone() throws Exception {
    String expected = references(repositories.normal("small.git"));

    assertThat(GotProcess.run(work, "clone", "-q", "-l", daemon.url("small.git")))
        .isEqualTo(new Result(0, "HEAD: refs/heads/main\n" + expected, ""));
  }

  @Test
  void detachedHeadIsShownWithItsId() throws Exception {
    Path source = repositories.normal("small.git");
    String id = Git.run(source, "rev-parse", "dev").strip();
    Git.run(source, "update-ref", "--no-deref", "HEAD", id);

    assertThat(GotProcess.run(work, "clone", "-q", "-l", daemon.url("small.git")).out())
        .startsWith("HEAD: " + id + "\nrefs/heads/dev: ");
  }

  @Test
  void emptyRepositoryHasAnUnbornHeadAtMost() throws Exception {
    repositories.empty("small.git");

    assertThat(GotProcess.run(work, "clone", "-q", "-l", daemon.url("small.git")))
        .isEqualTo(new Result(0, "HEAD: refs/heads/main\n", ""));
  }

  @Test
  void existingDirectoryDoesNotMatter() throws Exception {
    repositories.normal("small.git");

    assertThat(GotProcess.run(work, "clone", "-l", daemon.url("small.git"), "/etc").status())
        .isZero();
  }

  @Test
  void failureIsReportedAsForAClone() throws Exception {
    String url = daemon.url("nosuch.git");

    assertThat(GotProcess.run(work, "clone", "-l", url))
        .isEqualTo(
            new Result(
                5,
                "Connecting to " + url + "\n",
                "got: the server reported an error: no such repository: /nosuch.git\n"));
  }
}
