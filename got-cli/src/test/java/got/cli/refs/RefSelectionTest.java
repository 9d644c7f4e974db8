package got.cli.refs;

import static got.cli.refs.Refs.head;
import static got.cli.refs.Refs.id;
import static got.cli.refs.Refs.name;
import static got.cli.refs.Refs.ref;
import static got.cli.refs.Refs.unborn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import got.cli.say.ExitCode;
import got.cli.say.Failure;
import got.ipc.HashAlgorithm;
import got.ipc.RefName;
import got.ipc.RemoteRef;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  private static final RefSelection DEFAULT = options(false, List.of(), List.of(), false);

  private static RefSelection options(
      boolean all, List<String> branches, List<String> references, boolean mirror) {
    try {
      return RefSelection.of(all, branches, references, mirror);
    } catch (Failure e) {
      throw new AssertionError(e);
    }
  }

  /** What the new repository holds, in the form of {@code got ref -l}; the id is its first byte. */
  private static List<String> created(RefSelection options, List<RemoteRef> server) throws Failure {
    Selection selection = options.select(PackedRefs.of(HashAlgorithm.SHA1, server));
    List<String> lines = new ArrayList<>();
    selection.symrefs().forEach(s -> lines.add(s.name() + ": " + s.target()));
    selection.refs().forEach(r -> lines.add(r.name() + ": " + r.id().toString().charAt(1)));
    return lines;
  }

  private static List<RefName> followed(RefSelection options, List<RemoteRef> server)
      throws Failure {
    return options.select(PackedRefs.of(HashAlgorithm.SHA1, server)).branches();
  }

  private static void assertRefused(
      RefSelection options, List<RemoteRef> server, ExitCode code, String text) {
    assertThatThrownBy(() -> options.select(PackedRefs.of(HashAlgorithm.SHA1, server)))
        .isInstanceOfSatisfying(
            Failure.class,
            e -> {
              assertThat(e.text()).isEqualTo(text);
              assertThat(e.exitCode()).isEqualTo(code);
            });
  }

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

  @ParameterizedTest
  @ValueSource(
      strings = {"got", "refs/got", "got/x", "refs/got/x/", "remotes", "refs/remotes/origin/x"})
  void privateReferencesAreRefused(String typed) {
    assertThatThrownBy(() -> RefSelection.of(false, List.of(), List.of(typed), false))
        .isInstanceOfSatisfying(
            Failure.class,
            e -> assertThat(e.text()).startsWith("reference cannot be fetched: refs/"));
  }

  @ParameterizedTest
  @CsvSource({"a..b", "''", "a b", "a.lock", "-x/.y", "*", "a//b"})
  void namesThatAreNoneAreRefused(String typed) {
    assertThatThrownBy(() -> RefSelection.of(false, List.of(typed), List.of(), false))
        .isInstanceOf(Failure.class);
    assertThatThrownBy(() -> RefSelection.of(false, List.of(), List.of(typed), false))
        .isInstanceOf(Failure.class);
  }

  @Test
  void aHeadWithoutTargetIsTheFirstBranchWithItsId() throws Failure {
    List<RemoteRef> detached =
        List.of(
            ref("HEAD", 2), ref("refs/heads/z", 2), ref("refs/heads/b", 2), ref("refs/heads/a", 1));
    assertThat(created(DEFAULT, detached))
        .containsExactly("HEAD: refs/heads/b", "refs/heads/b: 2", "refs/remotes/origin/b: 2");
    assertThat(followed(DEFAULT, detached)).containsExactly(name("refs/heads/b"));
  }

  @Test
  void withoutUsableHeadAllBranchesAreFetched() throws Failure {
    List<RemoteRef> branches = List.of(ref("refs/heads/b", 2), ref("refs/heads/a", 1));
    List<List<RemoteRef>> heads =
        List.of(
            List.of(),
            List.of(ref("HEAD", 9)),
            List.of(unborn("refs/heads/gone")),
            List.of(head("refs/heads/hidden", 9)),
            List.of(head("refs/other/a", 9)));
    for (List<RemoteRef> head : heads) {
      List<RemoteRef> server = new ArrayList<>(head);
      server.addAll(branches);
      assertThat(created(DEFAULT, server))
          .containsExactly(
              "HEAD: refs/heads/a",
              "refs/heads/a: 1",
              "refs/heads/b: 2",
              "refs/remotes/origin/a: 1",
              "refs/remotes/origin/b: 2");
      assertThat(followed(DEFAULT, server)).isEmpty();
    }
  }

  @Test
  void aHeadWhoseBranchIsHiddenIsTheFirstBranchWithItsId() throws Failure {
    List<RemoteRef> server =
        List.of(
            head("refs/heads/hidden", 2),
            ref("refs/heads/z", 2),
            ref("refs/heads/b", 2),
            ref("refs/heads/a", 1));
    assertThat(created(DEFAULT, server))
        .containsExactly("HEAD: refs/heads/b", "refs/heads/b: 2", "refs/remotes/origin/b: 2");
    assertThat(followed(DEFAULT, server)).containsExactly(name("refs/heads/b"));
  }

  @Test
  void aHeadOfAServerWithoutBranchesIsDetached() throws Failure {
    for (RemoteRef head : List.of(ref("HEAD", 2), head("refs/heads/hidden", 2))) {
      for (RefSelection options : List.of(DEFAULT, options(true, List.of(), List.of(), true))) {
        List<RemoteRef> server =
            List.of(head, ref("refs/tags/1", 2), ref("refs/tags/2", 3), ref("refs/x", 4));
        assertThat(created(options, server))
            .containsExactly("HEAD: 2", "refs/tags/1: 2", "refs/tags/2: 3");
        Selection selection = options.select(PackedRefs.of(HashAlgorithm.SHA1, server));
        assertThat(selection.commits()).containsExactly(id(2));
        assertThat(selection.others()).containsExactly(id(3));
        assertThat(selection.branches()).isEmpty();
      }
    }
  }

  @Test
  void aReferenceMayBeThereTwiceIfItIsTheSame() throws Failure {
    List<RemoteRef> server =
        List.of(
            head("refs/heads/a", 1),
            ref("refs/heads/a", 1),
            head("refs/heads/a", 1),
            ref("refs/heads/b", 2),
            ref("refs/heads/a", 1));
    RefSelection all = options(true, List.of(), List.of(), true);
    assertThat(created(all, server))
        .containsExactly("HEAD: refs/heads/a", "refs/heads/a: 1", "refs/heads/b: 2");
    List<RemoteRef> other = new ArrayList<>(server);
    other.add(ref("refs/heads/b", 3));
    assertRefused(all, other, ExitCode.SERVER, "server sent a reference twice: refs/heads/b");
    other.set(
        other.size() - 1,
        new RemoteRef.Symbolic(name("refs/heads/b"), name("refs/heads/a"), id(2)));
    assertRefused(all, other, ExitCode.SERVER, "server sent a reference twice: refs/heads/b");
    assertThatThrownBy(
            () ->
                PackedRefs.of(
                    HashAlgorithm.SHA1, List.of(head("refs/heads/a", 1), head("refs/heads/b", 1))))
        .isInstanceOfSatisfying(
            Failure.class,
            e -> assertThat(e.text()).isEqualTo("server sent a reference twice: HEAD"));
  }

  @Test
  void aDanglingHeadDoesNotMatterToANamedBranch() throws Failure {
    assertThat(
            created(
                options(false, List.of("foo"), List.of(), false),
                List.of(unborn("refs/heads/main"), ref("refs/heads/foo", 1))))
        .containsExactly("HEAD: refs/heads/foo", "refs/heads/foo: 1", "refs/remotes/origin/foo: 1");
  }

  @Test
  void anEmptyRepositoryKeepsItsUnbornBranch() throws Failure {
    List<RemoteRef> server = List.of(unborn("refs/heads/trunk"));
    assertThat(created(DEFAULT, server)).containsExactly("HEAD: refs/heads/trunk");
    assertThat(followed(DEFAULT, server)).isEmpty();
    assertThat(DEFAULT.select(PackedRefs.of(HashAlgorithm.SHA256, server)).wants()).isEmpty();
  }

  @Test
  void aRepositoryThatSaysNothingHasMain() throws Failure {
    assertThat(created(DEFAULT, List.of())).containsExactly("HEAD: refs/heads/main");
    assertThat(created(DEFAULT, List.of(unborn("refs/evil/x"))))
        .containsExactly("HEAD: refs/heads/main");
    assertThat(followed(DEFAULT, List.of())).isEmpty();
  }

  @Test
  void aMissingBranchOfAnEmptyRepositoryIsNamed() {
    assertRefused(
        options(false, List.of("main"), List.of(), false),
        List.of(unborn("refs/heads/main")),
        ExitCode.FAILED,
        "branch \"main\" not found on server");
  }

  @Test
  void aBranchCalledHeadTakesThePlaceOfTheServersHead() throws Failure {
    for (String branch : List.of("refs/heads/HEAD", "refs/heads/HEAD/x")) {
      assertThat(
              created(
                  options(true, List.of(), List.of(), false),
                  List.of(head("refs/heads/m", 1), ref(branch, 2), ref("refs/heads/m", 1))))
          .noneMatch(line -> line.startsWith("refs/remotes/origin/HEAD: refs/"));
    }
  }

  @Test
  void theServerCannotSendANameTwice() {
    assertRefused(
        DEFAULT,
        List.of(ref("refs/heads/a", 1), ref("refs/heads/a", 2)),
        ExitCode.SERVER,
        "server sent a reference twice: refs/heads/a");
    assertRefused(
        DEFAULT,
        List.of(ref("HEAD", 1), head("refs/heads/a", 1)),
        ExitCode.SERVER,
        "server sent a reference twice: HEAD");
  }

  @Test
  void aNameBelowAnotherIsRefused() {
    assertRefused(
        options(true, List.of(), List.of(), false),
        List.of(ref("refs/heads/a", 1), ref("refs/heads/a-b", 1), ref("refs/heads/a/b", 1)),
        ExitCode.SERVER,
        "references exclude one another: refs/heads/a and refs/heads/a/b");
  }

  @Test
  void aNameBelowAnotherIsRefusedAfterRenaming() {
    assertRefused(
        options(true, List.of(), List.of("a"), false),
        List.of(ref("refs/heads/a/b", 1), ref("refs/a", 1)),
        ExitCode.SERVER,
        "references exclude one another: refs/remotes/origin/a and refs/remotes/origin/a/b");
    assertRefused(
        options(true, List.of(), List.of("a"), false),
        List.of(ref("refs/heads/a", 1), ref("refs/a", 1)),
        ExitCode.SERVER,
        "references exclude one another: refs/remotes/origin/a and refs/remotes/origin/a");
  }

  @Test
  void idsOfAnotherAlgorithmAreRefused() {
    RemoteRef other = new RemoteRef.Direct(name("refs/heads/a"), id(HashAlgorithm.SHA256, 1));
    assertRefused(
        DEFAULT,
        List.of(ref("refs/heads/b", 1), other),
        ExitCode.SERVER,
        "server mixes hash algorithms: refs/heads/a");
  }

  @Test
  void theIdOfNothingIsRefused() {
    assertRefused(
        DEFAULT,
        List.of(ref("refs/heads/b", 0)),
        ExitCode.SERVER,
        "server sent a reference to nothing: refs/heads/b");
  }

  @Test
  void aNameTooLongForItsNewPlaceIsRefused() {
    String longest = "refs/heads/" + "a/".repeat(506) + "a";
    assertThatThrownBy(
            () -> DEFAULT.select(PackedRefs.of(HashAlgorithm.SHA1, List.of(ref(longest, 1)))))
        .isInstanceOf(Failure.class);
  }

  @Test
  void prefixesAreWhatTheOptionsNeed() {
    assertThat(DEFAULT.prefixes()).containsExactly("HEAD", "refs/heads/", "refs/tags/");
    assertThat(options(false, List.of("foo", "bar"), List.of("hoo", "refs/a"), false).prefixes())
        .containsExactly(
            "HEAD", "refs/heads/bar", "refs/heads/foo", "refs/tags/", "refs/a", "refs/hoo");
  }
}
