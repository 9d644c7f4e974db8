package got.cli.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import got.cli.fetch.FetchPlanner.Here;
import got.cli.local.LocalRefs;
import got.cli.local.RefValue;
import got.cli.refs.PackedRefs;
import got.cli.remote.RepositoryUrl;
import got.cli.say.Failure;
import got.ipc.BadValueException;
import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.ipc.RefName;
import got.ipc.RemoteRef;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Which references change, and which objects are asked for. Ids are one digit each. */
class FetchPlannerTest {
  private static final Wish PRUNE = new Wish(false, List.of(), List.of(), false, true);
  private static final Wish PRUNE_TAGS = new Wish(false, List.of(), List.of(), true, true);

  private boolean bare = true;
  private List<String> checkedOut = List.of("refs/heads/main");
  private String branch = "";

  private static RefName name(String name) {
    try {
      return RefName.check(name);
    } catch (BadValueException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static ObjectId id(String digit) {
    try {
      byte[] hex = digit.repeat(40).getBytes(StandardCharsets.US_ASCII);
      return ObjectId.parse(HashAlgorithm.SHA1, hex);
    } catch (BadValueException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Remote remote(boolean all, boolean mirror, String... branches) throws Exception {
    return new Remote(
        "origin",
        RepositoryUrl.parse("git://h/r.git"),
        all,
        mirror,
        false,
        Arrays.stream(branches).map(b -> name("refs/heads/" + b)).toList(),
        List.of());
  }

  private static ServerRefs server(String... lines) throws Exception {
    List<RemoteRef> refs = new ArrayList<>();
    for (String line : lines) {
      String[] words = line.split(" ", -1);
      refs.add(
          words.length == 3
              ? new RemoteRef.Symbolic(name(words[0]), name(words[2]), id(words[1]))
              : new RemoteRef.Direct(name(words[0]), id(words[1])));
    }
    return ServerRefs.of(PackedRefs.of(HashAlgorithm.SHA1, refs));
  }

  private static RefValue value(String text) {
    return text.length() == 1 ? new RefValue.Direct(id(text)) : new RefValue.Symbolic(name(text));
  }

  private FetchPlan plan(Remote remote, Wish wish, ServerRefs server, String... local)
      throws Exception {
    TreeMap<RefName, RefValue> values = new TreeMap<>();
    RefValue head = RefValue.NONE;
    for (String line : local) {
      String[] words = line.split(" ", -1);
      if (words[0].equals("HEAD")) {
        head = value(words[1]);
      } else {
        values.put(name(words[0]), value(words[1]));
      }
    }
    Here here =
        new Here(
            LocalRefs.of(values, head),
            checkedOut.stream().map(FetchPlannerTest::name).toList(),
            bare,
            branch.isEmpty() ? Optional.empty() : Optional.of(name(branch)));
    return FetchPlanner.plan(remote, wish, here, server);
  }

  /** As they are printed, an id by its digit. */
  private static List<String> told(FetchPlan plan) {
    return plan.changes().stream()
        .map(FetchReport::text)
        .map(line -> line.replaceAll(": ([0-9])\\1{39}", ": $1"))
        .toList();
  }

  @Test
  void nothingNewNeedsNothing() throws Exception {
    FetchPlan plan =
        plan(
            remote(false, false, "main"),
            Wish.NONE,
            server("HEAD 1 refs/heads/main", "refs/heads/main 1", "refs/tags/t 2"),
            "refs/heads/main 9",
            "refs/remotes/origin/main 1",
            "refs/remotes/origin/HEAD refs/remotes/origin/main",
            "refs/tags/t 2");
    assertThat(plan.changes()).isEmpty();
    assertThat(plan.needsObjects()).isFalse();
  }

  @Test
  void aBranchIsRememberedAndCreatedOnlyIfItIsMissing() throws Exception {
    ServerRefs server = server("HEAD 2 refs/heads/main", "refs/heads/main 2", "refs/heads/x 3");
    FetchPlan plan =
        plan(
            remote(true, false),
            Wish.NONE,
            server,
            "refs/heads/main 9",
            "refs/remotes/origin/main 1");
    assertThat(told(plan))
        .containsExactly(
            "Created reference refs/heads/x: 3",
            "Created reference refs/remotes/origin/HEAD: refs/remotes/origin/main",
            "Updated refs/remotes/origin/main: 2",
            "Created reference refs/remotes/origin/x: 3");
    assertThat(plan.commits()).containsExactlyInAnyOrder(id("2"), id("3"));
    assertThat(plan.others()).isEmpty();
  }

  /** A tag, or what -R has fetched, may be at anything. */
  @Test
  void whatABranchGetsMustBeKnownFromABranch() throws Exception {
    ServerRefs server = server("refs/heads/a 1", "refs/heads/b 2", "refs/heads/c 3");
    FetchPlan plan =
        plan(
            remote(true, true),
            Wish.NONE,
            server,
            "refs/heads/main 1",
            "refs/tags/t 2",
            "refs/notes/n 3");
    assertThat(plan.commits()).containsExactly(id("2"), id("3"));
    assertThat(plan.others()).isEmpty();
    Wish wish = new Wish(false, List.of(), List.of(name("refs/heads/b")), false, false);
    assertThat(plan(remote(false, true, "b"), wish, server, "refs/tags/t 2").commits())
        .containsExactly(id("2"));
  }

  @Test
  void withoutSettingsTheWorkTreesBranchOrTheServersHeadIsFetched() throws Exception {
    ServerRefs server = server("HEAD 1 refs/heads/main", "refs/heads/main 1", "refs/heads/x 2");
    assertThat(told(plan(remote(false, false), Wish.NONE, server)))
        .contains("Created reference refs/remotes/origin/main: 1")
        .noneMatch(line -> line.contains("origin/x"));
    branch = "refs/heads/x";
    assertThat(told(plan(remote(false, false), Wish.NONE, server)))
        .contains("Created reference refs/remotes/origin/x: 2")
        .noneMatch(line -> line.contains("origin/main: 1"));
  }

  @Test
  void aBranchAskedForMustBeThereOneOfTheSettingsNeedNot() throws Exception {
    ServerRefs server = server("refs/heads/main 1");
    assertThat(told(plan(remote(false, false, "gone", "main"), Wish.NONE, server)))
        .contains("Created reference refs/remotes/origin/main: 1");
    Wish wish = new Wish(false, List.of(name("refs/heads/gone")), List.of(), false, false);
    assertThatThrownBy(() -> plan(remote(false, false), wish, server))
        .isInstanceOf(Failure.class)
        .hasMessage("branch \"gone\" not found on server");
  }

  @Test
  void aTagMovesOnlyWithTheOptionOrInAMirror() throws Exception {
    ServerRefs server = server("refs/heads/main 1", "refs/tags/t 2");
    String[] local = {"refs/heads/main 1", "refs/remotes/origin/main 1", "refs/tags/t 3"};
    FetchPlan plan = plan(remote(false, false, "main"), Wish.NONE, server, local);
    assertThat(plan.changes()).isEmpty();
    assertThat(plan.rejected())
        .containsExactly(new FetchPlan.Rejected(name("refs/tags/t"), id("2")));
    assertThat(plan.needsObjects()).isFalse();
    Wish move = new Wish(false, List.of(), List.of(), true, false);
    FetchPlan moved = plan(remote(false, false, "main"), move, server, local);
    assertThat(told(moved)).containsExactly("Updated refs/tags/t: 2");
    assertThat(moved.others()).containsExactly(id("2"));
    assertThat(told(plan(remote(true, true), Wish.NONE, server, local)))
        .containsExactly("Updated refs/tags/t: 2");
  }

  @Test
  void theNameOfARemoteIsUtf8InNamesOfReferences() throws Exception {
    Remote omega =
        new Remote(
            "\u03a9",
            RepositoryUrl.parse("git://h/r.git"),
            true,
            false,
            false,
            List.of(),
            List.of());
    assertThat(told(plan(omega, Wish.NONE, server("refs/heads/main 1"))))
        .contains("Created reference refs/remotes/\u03a9/main: 1");
  }

  @Test
  void referencesAreRememberedBelowTheRemote() throws Exception {
    ServerRefs server = server("refs/heads/main 1", "refs/hoo/a 2", "refs/hoola 3");
    Wish wish = new Wish(false, List.of(), List.of(name("refs/hoo")), false, false);
    assertThat(told(plan(remote(false, false, "main"), wish, server)))
        .contains("Created reference refs/remotes/origin/hoo/a: 2")
        .noneMatch(line -> line.contains("hoola"));
    Wish missing = new Wish(false, List.of(), List.of(name("refs/none")), false, false);
    assertThatThrownBy(() -> plan(remote(false, false), missing, server))
        .hasMessage("reference \"none\" not found on server");
  }

  @Test
  void whatTheServerLostGoesTogetherWithABranchThatHoldsNoMore() throws Exception {
    ServerRefs server = server("HEAD 1 refs/heads/main", "refs/heads/main 1");
    String[] local = {
      "refs/heads/ahead 4",
      "refs/heads/gone 2",
      "refs/heads/main 1",
      "refs/heads/mine 5",
      "refs/remotes/origin/HEAD refs/remotes/origin/main",
      "refs/remotes/origin/ahead 3",
      "refs/remotes/origin/gone 2",
      "refs/remotes/origin/main 1",
      "refs/remotes/other/gone 2",
      "refs/tags/own 6"
    };
    assertThat(told(plan(remote(true, false), PRUNE, server, local)))
        .containsExactly(
            "Deleted refs/heads/gone: 2",
            "Deleted refs/remotes/origin/ahead: 3",
            "Deleted refs/remotes/origin/gone: 2");
    assertThat(told(plan(remote(true, false), PRUNE_TAGS, server, local)))
        .contains("Deleted refs/tags/own: 6");
    assertThat(plan(remote(true, false), Wish.NONE, server, local).changes()).isEmpty();
  }

  @Test
  void theBranchOfHeadStaysWhenTheServerLostIt() throws Exception {
    assertThat(
            told(
                plan(
                    remote(true, false),
                    PRUNE,
                    server(),
                    "HEAD refs/heads/main",
                    "refs/heads/main 1",
                    "refs/remotes/origin/HEAD refs/remotes/origin/main",
                    "refs/remotes/origin/main 1")))
        .containsExactly(
            "Deleted refs/remotes/origin/HEAD: refs/remotes/origin/main",
            "Deleted refs/remotes/origin/main: 1");
  }

  @Test
  void oneBranchFetchedBeforeStaysWhileTheServerHasIt() throws Exception {
    assertThat(
            told(
                plan(
                    remote(false, false, "main"),
                    PRUNE,
                    server("refs/heads/foo 2", "refs/heads/main 1"),
                    "refs/heads/foo 2",
                    "refs/heads/main 1",
                    "refs/remotes/origin/foo 2",
                    "refs/remotes/origin/main 1")))
        .isEmpty();
  }

  @Test
  void aMirrorFollowsInEverythingButWhatHeadIsOn() throws Exception {
    checkedOut = List.of("refs/heads/old");
    String[] local = {
      "HEAD refs/heads/old", "refs/heads/link refs/heads/old", "refs/heads/old 1", "refs/tags/t 7"
    };
    ServerRefs renamed = server("HEAD 2 refs/heads/new", "refs/heads/link 3", "refs/heads/new 2");
    assertThat(told(plan(remote(true, true), PRUNE, renamed, local)))
        .containsExactly(
            "Replacing reference HEAD: refs/heads/new",
            "Replacing reference refs/heads/link: 3",
            "Created reference refs/heads/new: 2",
            "Deleted refs/heads/old: 1");
    assertThat(told(plan(remote(true, true), PRUNE, server("refs/heads/x 5"), local)))
        .containsExactly(
            "Deleted refs/heads/link: refs/heads/old", "Created reference refs/heads/x: 5");
  }

  @Test
  void aMirrorDoesNotMoveABranchThatIsCheckedOut() {
    bare = false;
    assertThatThrownBy(
            () ->
                plan(
                    remote(true, true),
                    Wish.NONE,
                    server("refs/heads/main 2"),
                    "refs/heads/main 1"))
        .hasMessageContaining("checked out");
  }

  @Test
  void namesThatCollideWithWhatTheServerLostNeedPruning() throws Exception {
    ServerRefs server = server("refs/heads/a/b 2", "refs/heads/main 1");
    String[] local = {"refs/heads/a 1", "refs/heads/main 1", "refs/remotes/origin/a 1"};
    assertThatThrownBy(() -> plan(remote(true, false), Wish.NONE, server, local))
        .hasMessage(
            "references exclude one another: refs/remotes/origin/a/b and refs/remotes/origin/a");
    assertThat(told(plan(remote(true, false), PRUNE, server, local)))
        .contains(
            "Deleted refs/remotes/origin/a: 1", "Created reference refs/remotes/origin/a/b: 2");
  }

  /** Git's servers have no such names; they would make every later fetch fail. */
  @Test
  void namesOfTheServerThatExcludeOneAnotherAreRefused() throws Exception {
    ServerRefs bothNew =
        server("refs/heads/new 2", "refs/heads/new-1 2", "refs/heads/new/x 3", "refs/heads/main 1");
    ServerRefs belowMain = server("refs/heads/main 1", "refs/heads/main/x 2");
    for (Wish wish : List.of(Wish.NONE, PRUNE)) {
      for (boolean mirror : List.of(true, false)) {
        Remote remote = remote(true, mirror);
        assertThatThrownBy(() -> plan(remote, wish, bothNew, "refs/heads/main 1"))
            .hasMessageMatching("references exclude one another: (refs/.*/new) and \\1/x");
        assertThatThrownBy(() -> plan(remote, wish, belowMain, "refs/heads/main 1"))
            .hasMessageMatching("references exclude one another: (refs/.*/main) and \\1/x");
      }
    }
  }

  @Test
  void withPruningAllThatMayGoIsAskedFor() throws Exception {
    Wish one = new Wish(false, List.of(name("refs/heads/x")), List.of(), false, false);
    assertThat(FetchPlanner.prefixes(remote(false, false), one))
        .containsExactly("HEAD", "refs/heads/x", "refs/tags/");
    Wish pruned = new Wish(false, List.of(name("refs/heads/x")), List.of(), false, true);
    assertThat(FetchPlanner.prefixes(remote(false, false), pruned)).contains("refs/heads/");
  }
}
