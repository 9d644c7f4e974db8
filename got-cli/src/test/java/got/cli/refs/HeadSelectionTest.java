package got.cli.refs;

import static got.cli.refs.Refs.head;
import static got.cli.refs.Refs.id;
import static got.cli.refs.Refs.name;
import static got.cli.refs.Refs.ref;
import static got.cli.refs.Refs.unborn;
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

/** What our HEAD becomes, whatever the server's is. */
class HeadSelectionTest {
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
}
