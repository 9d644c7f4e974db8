package got.packaging.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.Git;
import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.SmallRepositoryFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What each option of fetch leaves in the repository and on the terminal, to the letter. */
class FetchTest extends SmallRepositoryFixture {
  private static final String UP_TO_DATE = "Already up-to-date\n";

  private Path repository() {
    return work.resolve("small.git");
  }

  private void cloned(String... options) throws Exception {
    assertThat(got(options).status()).isZero();
  }

  private Result fetch(String... options) throws Exception {
    List<String> words = new ArrayList<>(List.of("fetch", "-r", repository().toString()));
    words.addAll(List.of(options));
    Result result = GotProcess.run(work, words.toArray(String[]::new));
    assertThat(Git.run(repository(), "fsck", "--strict", "--connectivity-only"))
        .doesNotContain("missing", "broken");
    assertNothingTemporary(repository());
    return result;
  }

  private static void assertNothingTemporary(Path repository) throws Exception {
    try (Stream<Path> files = Files.walk(repository)) {
      assertThat(files.map(p -> String.valueOf(p.getFileName())))
          .noneMatch(n -> n.endsWith(".lock") || n.endsWith(".keep") || n.startsWith("tmp_"));
    }
  }

  private String connecting() {
    return "Connecting to \"origin\" " + daemon.url("small.git") + "\n";
  }

  /** Makes a commit on a branch of the server; the branch may be new. */
  private String advance(String branch, String parent) throws Exception {
    String commit = Git.commit(source, parent, "more on " + branch);
    Git.run(source, "update-ref", "refs/heads/" + branch, commit);
    return commit;
  }

  private String ours(String ref) throws Exception {
    return Git.run(repository(), "rev-parse", ref).strip();
  }

  private String refs(Path where) throws Exception {
    return Git.run(where, "for-each-ref", "--format=%(refname) %(objectname)");
  }

  @Test
  void nothingNewStartsOneHelper() throws Exception {
    cloned();
    Result result = fetch("-v");
    assertThat(result.status()).isZero();
    assertThat(result.out()).isEqualTo(connecting() + UP_TO_DATE);
    assertThat(result.err().lines().filter(line -> line.contains("was handed"))).hasSize(1);
    assertThat(fetch("-q")).isEqualTo(new Result(0, "", ""));
  }

  @Test
  void aBranchThatMovedIsRememberedAndOursIsLeftAlone() throws Exception {
    cloned();
    String before = ours("refs/heads/main");
    String after = advance("main", "refs/heads/main");
    Result result = fetch();
    assertThat(result.status()).isZero();
    assertThat(result.out())
        .startsWith(connecting() + "Fetched ")
        .endsWith(".pack\nUpdated refs/remotes/origin/main: " + after + "\n");
    assertThat(result.err().lines()).allMatch(line -> line.startsWith("server: "));
    assertThat(ours("refs/heads/main")).isEqualTo(before);
    assertThat(ours("refs/remotes/origin/main")).isEqualTo(after);
    assertThat(fetch().out()).isEqualTo(connecting() + UP_TO_DATE);
  }

  @Test
  void aBranchThatWasForcedBackIsFollowed() throws Exception {
    cloned();
    String after = advance("main", "refs/heads/main~1");
    assertThat(fetch().out()).endsWith("Updated refs/remotes/origin/main: " + after + "\n");
  }

  @Test
  void allBranchesAndOneBranch() throws Exception {
    cloned();
    String dev = id("dev");
    Result one = fetch("-b", "dev");
    assertThat(one.out())
        .endsWith(
            "Created reference refs/heads/dev: %s\nCreated reference refs/remotes/origin/dev: %s\n"
                .formatted(dev, dev));
    String topic = id("topic/one");
    assertThat(fetch("-a").out())
        .endsWith(
            """
            Created reference refs/heads/topic/one: %s
            Created reference refs/remotes/origin/topic/one: %s
            """
                .formatted(topic, topic));
    Result missing = fetch("-b", "nosuch");
    assertThat(missing.status()).isEqualTo(1);
    assertThat(missing.complaints())
        .first()
        .isEqualTo("got: branch \"nosuch\" not found on server");
  }

  @Test
  void aReferenceIsRememberedBelowTheRemote() throws Exception {
    cloned();
    String hoo = id("refs/hoo/x");
    assertThat(fetch("-R", "hoo").out())
        .endsWith("Created reference refs/remotes/origin/hoo/x: " + hoo + "\n");
    assertThat(fetch("-R", "nosuch").status()).isEqualTo(1);
  }

  @Test
  void aTagMovesOnlyIfItMay() throws Exception {
    cloned();
    String moved = id("main~1");
    String before = ours("refs/tags/plain");
    Git.run(source, "update-ref", "refs/tags/plain", moved);
    Result rejected = fetch();
    assertThat(rejected.status()).isEqualTo(8);
    assertThat(rejected.out())
        .isEqualTo(
            connecting() + "Rejecting update of existing tag refs/tags/plain: " + moved + "\n");
    assertThat(ours("refs/tags/plain")).isEqualTo(before);
    Result result = fetch("-t");
    assertThat(result.status()).isZero();
    assertThat(result.out()).endsWith("Updated refs/tags/plain: " + moved + "\n");
  }

  @Test
  void whatTheServerLostIsDeletedOnlyIfAskedFor() throws Exception {
    cloned("-a");
    String dev = ours("refs/remotes/origin/dev");
    Git.run(source, "update-ref", "-d", "refs/heads/dev");
    Git.run(source, "update-ref", "-d", "refs/tags/plain");
    assertThat(fetch().out()).isEqualTo(connecting() + UP_TO_DATE);
    assertThat(fetch("-d").out())
        .isEqualTo(
            connecting()
                + "Deleted refs/heads/dev: %s\nDeleted refs/remotes/origin/dev: %s\n"
                    .formatted(dev, dev));
    assertThat(fetch("-d", "-t").out()).startsWith(connecting() + "Deleted refs/tags/plain: ");
  }

  @Test
  void aMirrorIsAsTheServerIs() throws Exception {
    cloned("-a", "-m");
    advance("main", "refs/heads/main~1");
    advance("fresh/branch", "refs/heads/dev");
    Git.run(source, "update-ref", "-d", "refs/heads/topic/one");
    Git.run(source, "update-ref", "refs/heads/topic", id("dev"));
    Git.run(source, "symbolic-ref", "HEAD", "refs/heads/dev");
    Git.run(source, "update-ref", "refs/tags/plain", id("dev"));
    Result without = fetch();
    assertThat(without.status()).isEqualTo(1);
    assertThat(without.complaints())
        .first()
        .isEqualTo(
            "got: references exclude one another: refs/heads/topic and refs/heads/topic/one");
    Result result = fetch("-d");
    assertThat(result.status()).isZero();
    assertThat(result.out())
        .contains("Replacing reference HEAD: refs/heads/dev\n", "Deleted refs/heads/topic/one: ");
    String expected = refs(source).replaceAll("refs/ho+.*\n|refs/hidden.*\n|refs/hoola.*\n", "");
    assertThat(refs(repository())).isEqualTo(expected);
    assertThat(fetch("-d").out()).isEqualTo(connecting() + UP_TO_DATE);
  }

  @Test
  void whatIsRememberedIsForgottenWithoutTheServer() throws Exception {
    cloned();
    String main = ours("refs/remotes/origin/main");
    daemon.close();
    assertThat(fetch("-X", "origin"))
        .isEqualTo(
            new Result(
                0,
                "Deleted refs/remotes/origin/HEAD: refs/remotes/origin/main\n"
                    + "Deleted refs/remotes/origin/main: "
                    + main
                    + "\n",
                ""));
    assertThat(fetch("-X", "nosuch"))
        .isEqualTo(new Result(1, "", "got: nosuch: remote repository not found\n"));
  }

  @Test
  void listingChangesNothing() throws Exception {
    cloned();
    advance("main", "refs/heads/main");
    String before = refs(repository());
    Result result = fetch("-l");
    assertThat(result.status()).isZero();
    assertThat(result.out()).contains("\nHEAD: refs/heads/main\n", "refs/hoo/x: ");
    assertThat(refs(repository())).isEqualTo(before);
  }

  @Test
  void objectsForPrograms() throws Exception {
    cloned();
    String before = ours("refs/remotes/origin/main");
    String after = advance("main", "refs/heads/main");
    assertThat(fetch("--json", "-q").out())
        .contains(
            "{\"type\":\"ref\",\"name\":\"refs/remotes/origin/main\",\"change\":\"updated\","
                + "\"old\":\"%s\",\"new\":\"%s\"}\n".formatted(before, after))
        .endsWith("{\"type\":\"done\",\"changed\":1,\"rejected\":0}\n");
  }

  @Test
  void repositoriesThatGitHasMade() throws Exception {
    Git.run(work, "clone", "-q", daemon.url("small.git"), "tree");
    Path inner = Files.createDirectories(work.resolve("tree/inner"));
    String after = advance("main", "refs/heads/main");
    Result result = GotProcess.run(inner, "fetch");
    assertThat(result.status()).isZero();
    assertThat(result.out()).contains("Updated refs/remotes/origin/main: " + after + "\n");
    assertThat(Git.run(inner, "reflog", "show", "-1", "--format=%gs", "origin/main"))
        .isEqualTo("fetch origin\n");
    Git.run(work, "clone", "-q", "--mirror", daemon.url("small.git"), "small.git");
    advance("dev", "refs/heads/dev");
    assertThat(fetch().status()).isZero();
    assertThat(refs(repository())).isEqualTo(refs(source));
  }

  @Test
  void aRepositoryOfAnotherUserIsRefused() throws Exception {
    cloned();
    Files.setAttribute(repository(), "unix:uid", 65534);
    Result result = fetch();
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.complaints())
        .first()
        .isEqualTo("got: " + repository() + ": repository belongs to another user");
  }

  @Test
  void aLockThatIsHeldChangesNothing() throws Exception {
    cloned();
    advance("main", "refs/heads/main");
    String before = refs(repository());
    Path lock = Files.createFile(repository().resolve("refs/remotes/origin/main.lock"));
    Result result = GotProcess.run(work, "fetch", "-r", repository().toString());
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.complaints()).first().isEqualTo("got: locked by another process: " + lock);
    Files.delete(lock);
    assertThat(refs(repository())).isEqualTo(before);
    assertNothingTemporary(repository());
  }

  @Test
  void optionsOfHttpAreForHttp() throws Exception {
    cloned("-a");
    for (String option : List.of("--cacert=x", "--proxy=http://127.0.0.1:1", "--noproxy=x")) {
      assertThat(fetch(option))
          .as(option)
          .isEqualTo(
              new Result(
                  2,
                  "",
                  "got: --cacert, --max-redirs, --netrc-file, --noproxy and --proxy options are for"
                      + " http and https: "
                      + daemon.url("small.git")
                      + "\n"));
    }
  }
}
