package got.cli.refs;

import static got.cli.refs.Refs.head;
import static got.cli.refs.Refs.id;
import static got.cli.refs.Refs.name;
import static got.cli.refs.Refs.ref;
import static got.cli.refs.Selections.DEFAULT;
import static got.cli.refs.Selections.assertRefused;
import static got.cli.refs.Selections.created;
import static got.cli.refs.Selections.followed;
import static got.cli.refs.Selections.options;
import static org.assertj.core.api.Assertions.assertThat;

import got.cli.say.ExitCode;
import got.cli.say.Failure;
import got.ipc.HashAlgorithm;
import got.ipc.RemoteRef;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which references the options choose, and what they become. */
class RefSelectionTest {
  private static final List<RemoteRef> SERVER =
      List.of(
          head("refs/heads/main", 1),
          ref("refs/got/worktree/base", 7),
          ref("refs/heads/foo", 2),
          ref("refs/heads/foo-2", 3),
          ref("refs/heads/main", 1),
          ref("refs/hoo/boo/zoo", 4),
          ref("refs/hoola", 8),
          ref("refs/remotes/origin/x", 9),
          ref("refs/tags/1.0", 5),
          ref("refs/tags/1.1", 1));

  @Test
  void byDefaultTheBranchOfHeadAndAllTagsAreFetched() throws Failure {
    assertThat(created(DEFAULT, SERVER))
        .containsExactly(
            "HEAD: refs/heads/main",
            "refs/remotes/origin/HEAD: refs/remotes/origin/main",
            "refs/heads/main: 1",
            "refs/remotes/origin/main: 1",
            "refs/tags/1.0: 5",
            "refs/tags/1.1: 1");
    assertThat(followed(DEFAULT, SERVER)).containsExactly(name("refs/heads/main"));
  }

  @Test
  void eachIdIsWantedOnce() throws Failure {
    assertThat(DEFAULT.select(PackedRefs.of(HashAlgorithm.SHA1, SERVER)).wants())
        .containsExactly(id(1), id(5));
  }

  /** Also if a tag points to the same; a tag alone may be at anything. */
  @Test
  void branchesHaveToBeCommits() throws Failure {
    Selection selection = DEFAULT.select(PackedRefs.of(HashAlgorithm.SHA1, SERVER));
    assertThat(selection.commits()).containsExactly(id(1));
    assertThat(selection.others()).containsExactly(id(5));
  }

  @Test
  void allBranchesAreFetchedWithDashA() throws Failure {
    RefSelection all = options(true, List.of(), List.of(), false);
    assertThat(created(all, SERVER))
        .containsExactly(
            "HEAD: refs/heads/main",
            "refs/remotes/origin/HEAD: refs/remotes/origin/main",
            "refs/heads/foo: 2",
            "refs/heads/foo-2: 3",
            "refs/heads/main: 1",
            "refs/remotes/origin/foo: 2",
            "refs/remotes/origin/foo-2: 3",
            "refs/remotes/origin/main: 1",
            "refs/tags/1.0: 5",
            "refs/tags/1.1: 1");
    assertThat(followed(all, SERVER)).isEmpty();
  }

  @Test
  void aNamedBranchComesAloneAndBecomesHead() throws Failure {
    RefSelection foo = options(false, List.of("foo"), List.of(), false);
    assertThat(created(foo, SERVER))
        .containsExactly(
            "HEAD: refs/heads/foo",
            "refs/heads/foo: 2",
            "refs/remotes/origin/foo: 2",
            "refs/tags/1.0: 5",
            "refs/tags/1.1: 1");
    assertThat(followed(foo, SERVER)).containsExactly(name("refs/heads/foo"));
  }

  @Test
  void ofSeveralBranchesTheServersHeadIsHead() throws Failure {
    RefSelection two = options(false, List.of("refs/heads/main", "foo", "main"), List.of(), false);
    assertThat(created(two, SERVER))
        .containsSubsequence(
            "HEAD: refs/heads/main",
            "refs/remotes/origin/HEAD: refs/remotes/origin/main",
            "refs/heads/foo: 2",
            "refs/heads/main: 1");
    assertThat(followed(two, SERVER))
        .containsExactly(name("refs/heads/foo"), name("refs/heads/main"));
  }

  @Test
  void ofSeveralBranchesWithoutTheServersHeadTheFirstIsHead() throws Failure {
    assertThat(created(options(false, List.of("foo-2", "foo"), List.of(), false), SERVER))
        .startsWith("HEAD: refs/heads/foo", "refs/heads/foo: 2")
        .noneMatch(line -> line.contains("origin/HEAD"));
  }

  @Test
  void aReferenceBringsWhatIsBelowItAndNothingElse() throws Failure {
    for (String typed : List.of("hoo", "refs/hoo", "hoo/", "hoo/boo", "hoo/boo/zoo")) {
      assertThat(created(options(false, List.of(), List.of(typed), false), SERVER))
          .containsExactly(
              "HEAD: refs/heads/main",
              "refs/remotes/origin/HEAD: refs/remotes/origin/main",
              "refs/heads/main: 1",
              "refs/remotes/origin/hoo/boo/zoo: 4",
              "refs/remotes/origin/main: 1",
              "refs/tags/1.0: 5",
              "refs/tags/1.1: 1");
    }
  }

  @Test
  void aReferenceThatIsNotThereItselfIsADirectory() throws Failure {
    List<RemoteRef> server = new ArrayList<>(SERVER);
    server.add(ref("refs/a", 1));
    server.add(ref("refs/hooa", 1));
    RefSelection options =
        options(false, List.of(), List.of("a", "hoo", "hoo/boo", "hoo/boo/zoo", "tags"), false);
    assertThat(options.select(PackedRefs.of(HashAlgorithm.SHA1, server)).directories())
        .containsExactly(name("refs/hoo"), name("refs/hoo/boo"), name("refs/tags"));
  }

  @Test
  void aMirrorHasEverythingInPlace() throws Failure {
    assertThat(created(options(false, List.of(), List.of("hoo"), true), SERVER))
        .containsExactly(
            "HEAD: refs/heads/main",
            "refs/heads/main: 1",
            "refs/hoo/boo/zoo: 4",
            "refs/tags/1.0: 5",
            "refs/tags/1.1: 1");
  }

  @Test
  void aMirrorOfAllBranchesHasNoRemotes() throws Failure {
    assertThat(created(options(true, List.of(), List.of(), true), SERVER))
        .containsExactly(
            "HEAD: refs/heads/main",
            "refs/heads/foo: 2",
            "refs/heads/foo-2: 3",
            "refs/heads/main: 1",
            "refs/tags/1.0: 5",
            "refs/tags/1.1: 1");
  }

  @Test
  void aBranchNamedAsReferenceIsTheServersAndNotOurs() throws Failure {
    assertThat(created(options(false, List.of(), List.of("heads/foo"), false), SERVER))
        .contains("refs/heads/main: 1", "refs/remotes/origin/heads/foo: 2")
        .doesNotContain("refs/heads/foo: 2");
  }

  @Test
  void aTagNamedAsReferenceIsInPlace() throws Failure {
    assertThat(created(options(false, List.of(), List.of("tags/1.0"), false), SERVER))
        .isEqualTo(created(DEFAULT, SERVER));
  }

  @Test
  void aMissingBranchIsNamed() {
    assertRefused(
        options(false, List.of("main", "nosuch"), List.of(), false),
        SERVER,
        ExitCode.FAILED,
        "branch \"nosuch\" not found on server");
  }

  @Test
  void aMissingReferenceIsNamed() {
    for (String typed : List.of("ho", "refs/ho")) {
      assertRefused(
          options(false, List.of(), List.of("hoo", typed), false),
          SERVER,
          ExitCode.FAILED,
          "reference \"ho\" not found on server");
    }
  }

  @Test
  void prefixesAreWhatTheOptionsNeed() {
    assertThat(DEFAULT.prefixes()).containsExactly("HEAD", "refs/heads/", "refs/tags/");
    assertThat(options(false, List.of("foo", "bar"), List.of("hoo", "refs/a"), false).prefixes())
        .containsExactly(
            "HEAD", "refs/heads/bar", "refs/heads/foo", "refs/tags/", "refs/a", "refs/hoo");
  }
}
