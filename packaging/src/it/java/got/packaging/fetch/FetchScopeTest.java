package got.packaging.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.Git;
import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Launch;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.SmallRepositoryFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a fetch, above all with {@code -d}, leaves alone: what the remote is not set up to fetch,
 * and what somebody stands on.
 */
class FetchScopeTest extends SmallRepositoryFixture {
  private Path repository;

  @BeforeEach
  void where() {
    repository = work.resolve("r");
  }

  private String git(String... words) throws Exception {
    return Git.run(repository, words).strip();
  }

  /** An empty one, whose remote has these refspecs. */
  private void init(boolean bare, String... refspecs) throws Exception {
    List<String> words = new ArrayList<>(List.of("init", "-q", "-b", "main"));
    if (bare) {
      words.add("--bare");
    }
    words.add(repository.toString());
    Git.run(work, words.toArray(String[]::new));
    git("config", "remote.origin.url", daemon.url("small.git"));
    for (String refspec : refspecs) {
      git("config", "--add", "remote.origin.fetch", refspec);
    }
  }

  private Result fetch(String... options) throws Exception {
    List<String> words = new ArrayList<>(List.of("fetch", "-r", repository.toString()));
    words.addAll(List.of(options));
    return GotProcess.run(work, words.toArray(String[]::new));
  }

  private void assertFetches(String... options) throws Exception {
    Result result = fetch(options);
    assertThat(result.status()).as(result.err()).isZero();
  }

  private List<String> refs(String... below) throws Exception {
    List<String> words = new ArrayList<>(List.of("for-each-ref", "--format=%(refname)"));
    words.addAll(List.of(below));
    return git(words.toArray(String[]::new)).lines().toList();
  }

  /** A commit of ours that nothing but this branch has. */
  private String unique(String branch) throws Exception {
    String parent = git("for-each-ref", "--count=1", "--format=%(objectname)", "refs/heads");
    String commit = Git.commit(repository, parent, "ours alone");
    git("update-ref", "refs/heads/" + branch, commit);
    return commit;
  }

  @ParameterizedTest
  @CsvSource({
    "+refs/hoo/*:refs/hoo/*, refs/hoo/x",
    "+refs/hoo/*:refs/remotes/origin/hoo/*, refs/remotes/origin/hoo/x"
  })
  void referencesAloneBringNoBranchAndTakeNoneAway(String refspec, String fetched)
      throws Exception {
    init(true, refspec);
    git("fetch", "-q", daemon.url("small.git"), "main:main");
    String wip = unique("wip");
    git("update-ref", "refs/remotes/origin/wip", wip);
    assertFetches("-d");
    assertThat(refs("refs/heads", "refs/hoo", "refs/remotes"))
        .containsExactlyInAnyOrder(
            "refs/heads/main", "refs/heads/wip", "refs/remotes/origin/wip", fetched);
    assertThat(git("rev-parse", "wip")).isEqualTo(wip);
  }

  @Test
  void aRemoteWithoutRefspecsLosesNothing() throws Exception {
    init(true);
    git("fetch", "-q", daemon.url("small.git"), "main:main");
    String wip = unique("wip");
    git("update-ref", "refs/remotes/origin/wip", wip);
    assertFetches("-d");
    assertThat(refs("refs/heads/wip", "refs/remotes/origin/wip")).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aDirectoryOfBranchesIsAllThatIsFollowed(boolean mirror) throws Exception {
    String to = mirror ? "refs/heads/topic/*" : "refs/remotes/origin/topic/*";
    init(true, "+refs/heads/topic/*:" + to);
    assertFetches();
    List<String> first = refs("refs/heads", "refs/remotes");
    assertThat(first).contains("refs/heads/topic/one").allMatch(name -> name.endsWith("topic/one"));
    String dev = unique("dev");
    git("update-ref", "refs/remotes/origin/dev", dev);
    Git.run(source, "branch", "-q", "-m", "topic/one", "topic/two");
    Git.run(source, "branch", "-q", "-D", "dev");
    assertFetches("-d");
    List<String> expected = new ArrayList<>(List.of("refs/heads/dev", "refs/remotes/origin/dev"));
    first.forEach(name -> expected.add(name.replace("one", "two")));
    assertThat(refs("refs/heads", "refs/remotes"))
        .containsExactlyInAnyOrderElementsOf(expected)
        .isSorted();
  }

  private void cloned(String... options) throws Exception {
    List<String> words = new ArrayList<>(List.of("clone", "-q"));
    words.addAll(List.of(options));
    words.addAll(List.of(daemon.url("small.git"), repository.toString()));
    Git.run(work, words.toArray(String[]::new));
    git("config", "user.name", "T");
    git("config", "user.email", "t@example.org");
  }

  @Test
  void theBranchBehindASymbolicReferenceOfHeadStays() throws Exception {
    cloned();
    git("symbolic-ref", "refs/heads/alias", "refs/heads/main");
    git("symbolic-ref", "HEAD", "refs/heads/alias");
    Git.run(source, "branch", "-q", "-m", "main", "trunk");
    assertFetches("-d");
    assertThat(refs("refs/heads", "refs/remotes/origin/main"))
        .contains("refs/heads/alias", "refs/heads/main")
        .doesNotContain("refs/remotes/origin/main");
    assertThat(git("status", "--porcelain")).isEmpty();
  }

  @Test
  void aBranchOfALinkedWorkTreeIsNeitherMovedNorDeletedNorMade() throws Exception {
    cloned("--mirror");
    Path tree = work.resolve("tree");
    git("worktree", "add", "-q", tree.toString(), "dev");
    Git.run(source, "update-ref", "refs/heads/dev", Git.commit(source, "dev", "more"));
    Result refused = fetch("-q");
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err())
        .isEqualTo("got: branch is checked out, and cannot be fetched into: refs/heads/dev\n");
    assertThat(Git.run(tree, "status", "--porcelain")).isEmpty();
    Git.run(tree, "checkout", "-q", "main");
    Git.run(source, "branch", "-q", "-m", "main", "trunk");
    assertFetches("-d");
    assertThat(git("symbolic-ref", "HEAD")).isEqualTo("refs/heads/trunk");
    assertThat(refs("refs/heads/main")).hasSize(1);
    Git.run(tree, "checkout", "-q", "--orphan", "later");
    Git.run(source, "branch", "later", "dev");
    assertThat(fetch("-q").status()).isEqualTo(1);
    assertThat(refs("refs/heads/later")).isEmpty();
  }

  @Test
  void aBranchThatIsBeingRebasedStays() throws Exception {
    cloned();
    git("checkout", "-q", "-b", "dev", "origin/dev");
    git("-c", "sequence.editor=sed -i 1s/pick/edit/", "rebase", "-q", "-i", "HEAD~1");
    Git.run(source, "branch", "-q", "-D", "dev");
    assertThat(fetch("-q", "-d")).isEqualTo(new Result(0, "", ""));
    assertThat(refs("refs/remotes/origin/dev")).isEmpty();
    git("rebase", "--continue");
    assertThat(git("symbolic-ref", "HEAD")).isEqualTo("refs/heads/dev");
  }

  @Test
  void theBranchThatIsNotBornIsNotMadeUnderItsWorkTree() throws Exception {
    init(false, "+refs/heads/*:refs/remotes/origin/*");
    Files.writeString(repository.resolve("own"), "mine\n");
    git("add", "own");
    assertFetches();
    assertThat(git("status", "--porcelain")).isEqualTo("A  own");
    assertThat(refs("refs/heads", "refs/remotes/origin/main"))
        .contains("refs/remotes/origin/main")
        .doesNotContain("refs/heads/main");
  }

  /** The server is reached through a program that waits, and another one that gets in between. */
  @Test
  void whatIsCheckedOutMeanwhileStays() throws Exception {
    cloned();
    git("branch", "-q", "dev", "origin/dev");
    git("config", "remote.origin.url", "ssh://h" + source);
    Git.run(source, "branch", "-q", "-D", "dev");
    Path ssh = work.resolve("ssh");
    Files.writeString(
        ssh,
        """
        #!/bin/sh
        git -C '%s' checkout -q dev
        for command; do :; done
        eval "exec $command"
        """
            .formatted(repository));
    Files.setPosixFilePermissions(ssh, PosixFilePermissions.fromString("rwxr-xr-x"));
    String before = git("for-each-ref");
    Result result =
        Launch.in(work)
            .environment(
                Map.of("PATH", "/usr/bin:/bin", "LC_ALL", "C.UTF-8", "GOT_SSH", ssh.toString()))
            .run("fetch", "-q", "-d", "-r", repository.toString());
    assertThat(result)
        .isEqualTo(
            new Result(
                1,
                "",
                """
                got: branch was checked out meanwhile: refs/heads/dev
                got: hint: nothing is changed; fetch again
                """));
    assertThat(git("for-each-ref")).isEqualTo(before);
    assertThat(refs("refs/heads/dev")).hasSize(1);
    assertThat(git("status", "--porcelain")).isEmpty();
  }

  @Test
  void aBranchThatTheSettingsNameIsMissed() throws Exception {
    Result cloned =
        GotProcess.run(
            work, "clone", "-q", "-b", "main", "-b", "dev", daemon.url("small.git"), "r");
    assertThat(cloned.status()).isZero();
    Git.run(source, "branch", "-q", "-D", "dev");
    String warning = "got: warning: branch \"dev\" not found on server\n";
    assertThat(fetch("-q")).isEqualTo(new Result(0, "", warning));
    assertThat(refs("refs/remotes/origin/dev")).hasSize(1);
    assertThat(fetch("-q", "-d")).isEqualTo(new Result(0, "", warning));
    assertThat(refs("refs/remotes/origin/dev")).isEmpty();
    Git.run(source, "branch", "-q", "-m", "main", "trunk");
    assertThat(fetch("-q", "-d"))
        .isEqualTo(
            new Result(
                1,
                "",
                """
                got: branches "dev", "main" not found on server
                got: hint: the settings of origin name them; -l shows what the server has
                """));
    assertThat(refs("refs/remotes/origin/main")).hasSize(1);
  }

  @Test
  void branchesOfTheServerMayBeNamedAsItsHead() throws Exception {
    cloned();
    Git.run(source, "update-ref", "refs/heads/HEAD/x", id("main"));
    assertFetches();
    assertThat(refs("refs/remotes/origin/HEAD")).containsExactly("refs/remotes/origin/HEAD/x");
    Git.run(source, "update-ref", "-d", "refs/heads/HEAD/x");
    assertFetches();
    assertFetches("-d");
    assertFetches();
    assertThat(refs("refs/remotes/origin/HEAD")).containsExactly("refs/remotes/origin/HEAD");
    Git.run(source, "update-ref", "refs/heads/HEAD", id("dev"));
    assertFetches();
    assertThat(fetch("-q", "-d")).isEqualTo(new Result(0, "", ""));
    Git.run(source, "update-ref", "-d", "refs/heads/HEAD");
    assertFetches("-d");
    assertThat(git("symbolic-ref", "refs/remotes/origin/HEAD"))
        .isEqualTo("refs/remotes/origin/main");
  }

  @Test
  void aBranchThatMakesRoomForAnotherIsReplacedAtOnce() throws Exception {
    cloned();
    git("branch", "-q", "dev", "origin/dev");
    Git.run(source, "branch", "-q", "-m", "dev", "dev/more");
    assertFetches("-d");
    assertThat(refs("refs/heads/dev", "refs/remotes/origin/dev"))
        .containsExactly("refs/heads/dev/more", "refs/remotes/origin/dev/more");
    assertThat(fetch("-q", "-d")).isEqualTo(new Result(0, "", ""));
  }

  @Test
  void theFirstOfSeveralUrlsIsFetchedFrom() throws Exception {
    cloned();
    git("remote", "set-url", "--add", "origin", "git://127.0.0.1:1/nothing");
    assertFetches();
  }
}
