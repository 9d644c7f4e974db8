package got.cli.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import got.cli.fetch.FetchPlanner.Here;
import got.cli.local.CheckedOut;
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
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Which references change, and which objects are asked for. Ids are one digit each. */
class FetchPlannerTest {
  private static final String HEADS = "refs/heads/";
  private static final Wish PRUNE = new Wish(false, List.of(), List.of(), false, true);
  private static final Wish PRUNE_TAGS = new Wish(false, List.of(), List.of(), true, true);

  private boolean bare = true;
  private List<String> checkedOut = List.of("refs/heads/main");
  private List<String> workTrees = List.of();
  private String branch = "";

  private static RefName name(String name) {
    try {
      return RefName.check(name);
    } catch (BadValueException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Set<RefName> names(List<String> names) {
    return names.stream().map(FetchPlannerTest::name).collect(Collectors.toSet());
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
        mirror,
        false,
        new Remote.Branches(
            all,
            Arrays.stream(branches).map(b -> name("refs/heads/" + b)).toList(),
            List.of(),
            true),
        List.of());
  }

  /**
   * As refspecs of git's config say it.
   *
   * @param branches names, or directories that end in a slash
   */
  private static Remote refspecs(boolean mirror, List<String> branches, String... references)
      throws Exception {
    return new Remote(
        "origin",
        RepositoryUrl.parse("git://h/r.git"),
        mirror,
        false,
        new Remote.Branches(
            false,
            branches.stream().filter(b -> !b.endsWith("/")).map(b -> name(HEADS + b)).toList(),
            branches.stream()
                .filter(b -> b.endsWith("/"))
                .map(b -> name(HEADS + b.substring(0, b.length() - 1)))
                .toList(),
            false),
        Arrays.stream(references).map(r -> name("refs/" + r)).toList());
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
            new CheckedOut(
                names(bare ? workTrees : checkedOut),
                names(bare ? checkedOut : List.of()),
                names(branch.isEmpty() ? List.of() : List.of(branch))),
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
        .containsExactly(new FetchPlan.Rejected(name("refs/tags/t"), value("3"), id("2")));
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
            false,
            false,
            new Remote.Branches(true, List.of(), List.of(), true),
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

  /** A mirror of one namespace has branches that are nobody else's. */
  @Test
  void pruningStaysWithinTheReferencesOfAMirror() throws Exception {
    String[] local = {"HEAD refs/heads/main", "refs/heads/wip 5", "refs/notes/gone 1"};
    ServerRefs server = server("HEAD 1 refs/heads/main", "refs/heads/main 1", "refs/notes/x 2");
    assertThat(told(plan(refspecs(true, List.of(), "notes"), PRUNE, server, local)))
        .containsExactly("Deleted refs/notes/gone: 1", "Created reference refs/notes/x: 2");
    Remote gotConf =
        new Remote(
            "origin",
            RepositoryUrl.parse("git://h/r.git"),
            true,
            false,
            new Remote.Branches(false, List.of(), List.of(), true),
            List.of(name("refs/notes")));
    assertThat(told(plan(gotConf, PRUNE, server, local)))
        .containsExactly(
            "Created reference refs/heads/main: 1",
            "Deleted refs/notes/gone: 1",
            "Created reference refs/notes/x: 2");
  }

  @Test
  void pruningStaysWithinTheReferencesOfARemote() throws Exception {
    String[] local = {
      "refs/heads/dev 1",
      "refs/heads/notes/gone 3",
      "refs/remotes/origin/dev 1",
      "refs/remotes/origin/notes/gone 3"
    };
    ServerRefs server = server("HEAD 1 refs/heads/main", "refs/heads/main 1", "refs/notes/x 2");
    assertThat(told(plan(refspecs(false, List.of(), "notes"), PRUNE, server, local)))
        .containsExactly(
            "Deleted refs/remotes/origin/notes/gone: 3",
            "Created reference refs/remotes/origin/notes/x: 2");
  }

  @Test
  void whereNothingIsNamedNothingIsPruned() throws Exception {
    String[] local = {
      "refs/heads/dev 2",
      "refs/heads/main 1",
      "refs/remotes/origin/dev 2",
      "refs/remotes/origin/main 1"
    };
    ServerRefs server = server("refs/heads/main 1");
    assertThat(told(plan(remote(false, false), PRUNE, server, local))).isEmpty();
    assertThat(told(plan(remote(false, true), PRUNE, server, local))).isEmpty();
    Wish all = new Wish(true, List.of(), List.of(), false, true);
    assertThat(told(plan(remote(false, false), all, server, local)))
        .containsExactly("Deleted refs/heads/dev: 2", "Deleted refs/remotes/origin/dev: 2");
  }

  @Test
  void aDirectoryOfBranchesIsFollowedAndNoOther() throws Exception {
    ServerRefs server =
        server(
            "HEAD 1 refs/heads/main",
            "refs/heads/feature/new 2",
            "refs/heads/feature-x 2",
            "refs/heads/main 1");
    String[] local = {
      "refs/heads/dev 3",
      "refs/heads/feature/gone 4",
      "refs/remotes/origin/dev 3",
      "refs/remotes/origin/feature/gone 4"
    };
    assertThat(told(plan(refspecs(false, List.of("feature/")), PRUNE, server, local)))
        .containsExactly(
            "Deleted refs/heads/feature/gone: 4",
            "Created reference refs/heads/feature/new: 2",
            "Deleted refs/remotes/origin/feature/gone: 4",
            "Created reference refs/remotes/origin/feature/new: 2");
    bare = true;
    assertThat(told(plan(refspecs(true, List.of("feature/")), PRUNE, server, local)))
        .containsExactly(
            "Deleted refs/heads/feature/gone: 4", "Created reference refs/heads/feature/new: 2");
  }

  @Test
  void headOfAMirrorGoesOnlyWhereTheMirrorFollows() throws Exception {
    ServerRefs server = server("HEAD 1 refs/heads/main", "refs/heads/main 1", "refs/notes/x 2");
    String[] local = {"HEAD refs/heads/wip", "refs/heads/main 1", "refs/heads/wip 3"};
    assertThat(told(plan(refspecs(true, List.of(), "notes"), Wish.NONE, server, local)))
        .containsExactly("Created reference refs/notes/x: 2");
    assertThat(told(plan(refspecs(true, List.of("main")), Wish.NONE, server, local)))
        .containsExactly("Replacing reference HEAD: refs/heads/main");
  }

  /** Otherwise its files would be changes to it, and the next commit would take them away. */
  @Test
  void aBranchThatIsNotBornInAWorkTreeIsNotMade() throws Exception {
    ServerRefs server = server("HEAD 1 refs/heads/main", "refs/heads/main 1", "refs/heads/x 2");
    workTrees = List.of("refs/heads/main");
    for (boolean isBare : new boolean[] {true, false}) {
      bare = isBare;
      assertThat(told(plan(remote(true, false), Wish.NONE, server, "HEAD refs/heads/main")))
          .containsExactly(
              "Created reference refs/heads/x: 2",
              "Created reference refs/remotes/origin/HEAD: refs/remotes/origin/main",
              "Created reference refs/remotes/origin/main: 1",
              "Created reference refs/remotes/origin/x: 2");
      assertThatThrownBy(() -> plan(remote(true, true), Wish.NONE, server))
          .hasMessage("branch is checked out, and cannot be fetched into: refs/heads/main");
    }
  }

  @Test
  void aLinkedWorkTreesBranchStaysInABareMirror() throws Exception {
    workTrees = List.of("refs/heads/dev");
    ServerRefs moved = server("HEAD 1 refs/heads/main", "refs/heads/dev 3", "refs/heads/main 1");
    assertThatThrownBy(() -> plan(remote(true, true), Wish.NONE, moved, "refs/heads/dev 2"))
        .hasMessage("branch is checked out, and cannot be fetched into: refs/heads/dev");
    workTrees = List.of("refs/heads/main");
    ServerRefs renamed = server("HEAD 1 refs/heads/trunk", "refs/heads/trunk 1");
    String[] local = {"HEAD refs/heads/main", "refs/heads/main 1"};
    assertThat(told(plan(remote(true, true), PRUNE, renamed, local)))
        .containsExactly(
            "Replacing reference HEAD: refs/heads/trunk", "Created reference refs/heads/trunk: 1");
  }

  @Test
  void gotsWorkTreeLetsItsBranchMoveAndKeepsIt() throws Exception {
    branch = "refs/heads/dev";
    String[] local = {"refs/heads/dev 2"};
    assertThat(told(plan(remote(true, true), PRUNE, server("refs/heads/dev 3"), local)))
        .containsExactly("Updated refs/heads/dev: 3");
    assertThat(told(plan(remote(true, true), PRUNE, server("refs/heads/x 3"), local)))
        .containsExactly("Created reference refs/heads/x: 3");
  }

  @Test
  void aBranchOfTheSettingsThatIsMissingIsTold() throws Exception {
    Remote remote = remote(false, true, "gone", "lost", "main");
    ServerRefs some = server("refs/heads/main 1", "refs/heads/x 1");
    assertThat(FetchPlanner.missing(remote, Wish.NONE, some))
        .contains("branches \"gone\", \"lost\" not found on server");
    assertThat(
            FetchPlanner.missing(remote, new Wish(true, List.of(), List.of(), false, false), some))
        .isEmpty();
    Wish one = new Wish(false, List.of(name("refs/heads/x")), List.of(), false, false);
    assertThat(FetchPlanner.missing(remote, one, some)).isEmpty();
    assertThat(FetchPlanner.missing(remote(true, true), Wish.NONE, server())).isEmpty();
    assertThatThrownBy(
            () ->
                FetchPlanner.missing(remote(false, true, "main"), PRUNE, server("refs/heads/x 1")))
        .isInstanceOfSatisfying(
            Failure.class,
            e -> {
              assertThat(e.text()).isEqualTo("branch \"main\" not found on server");
              assertThat(e.hint()).contains("settings of origin");
            });
    assertThat(
            FetchPlanner.missing(
                refspecs(false, List.of("gone", "feature/")),
                Wish.NONE,
                server("refs/heads/feature/x 1")))
        .contains("branch \"gone\" not found on server");
  }

  @Test
  void whatIsRememberedAsHeadMakesRoomForBranchesOfThatName() throws Exception {
    String[] local = {
      "refs/heads/main 1",
      "refs/remotes/origin/HEAD refs/remotes/origin/main",
      "refs/remotes/origin/main 1"
    };
    ServerRefs below = server("HEAD 1 refs/heads/main", "refs/heads/HEAD/x 2", "refs/heads/main 1");
    assertThat(told(plan(remote(true, false), Wish.NONE, below, local)))
        .containsExactly(
            "Created reference refs/heads/HEAD/x: 2",
            "Deleted refs/remotes/origin/HEAD: refs/remotes/origin/main",
            "Created reference refs/remotes/origin/HEAD/x: 2");
    ServerRefs itself = server("HEAD 1 refs/heads/main", "refs/heads/HEAD 2", "refs/heads/main 1");
    assertThat(told(plan(remote(true, false), Wish.NONE, itself, local)))
        .containsExactly(
            "Created reference refs/heads/HEAD: 2",
            "Replacing reference refs/remotes/origin/HEAD: 2");
  }

  @Test
  void whatIsRememberedAsHeadComesBackWhenThoseBranchesAreGone() throws Exception {
    ServerRefs server = server("HEAD 1 refs/heads/main", "refs/heads/main 1");
    String[] below = {
      "refs/heads/main 1", "refs/remotes/origin/HEAD/x 2", "refs/remotes/origin/main 1"
    };
    assertThat(told(plan(remote(true, false), Wish.NONE, server, below))).isEmpty();
    assertThat(told(plan(remote(true, false), PRUNE, server, below)))
        .containsExactly("Deleted refs/remotes/origin/HEAD/x: 2");
    String[] itself = {
      "refs/heads/main 1", "refs/remotes/origin/HEAD 2", "refs/remotes/origin/main 1"
    };
    assertThat(told(plan(remote(true, false), PRUNE, server, itself)))
        .containsExactly("Replacing reference refs/remotes/origin/HEAD: refs/remotes/origin/main");
    ServerRefs renamed = server("refs/heads/HEAD/x 3", "refs/heads/main 1");
    assertThat(told(plan(remote(true, false), PRUNE, renamed, itself)))
        .containsExactly(
            "Created reference refs/heads/HEAD/x: 3",
            "Deleted refs/remotes/origin/HEAD: 2",
            "Created reference refs/remotes/origin/HEAD/x: 3");
  }

  @Test
  void theHintSaysWhichOptionsHelp() throws Exception {
    ServerRefs server = server("refs/heads/main 1", "refs/tags/rel/1 2");
    String[] local = {"refs/heads/main 1", "refs/remotes/origin/main 1", "refs/tags/rel 3"};
    for (Wish wish : List.of(Wish.NONE, PRUNE)) {
      assertThatThrownBy(() -> plan(remote(true, false), wish, server, local))
          .isInstanceOfSatisfying(
              Failure.class, e -> assertThat(e.hint()).startsWith("-d -t deletes "));
    }
    assertThat(told(plan(remote(true, false), PRUNE_TAGS, server, local)))
        .containsExactly("Deleted refs/tags/rel: 3", "Created reference refs/tags/rel/1: 2");
    ServerRefs branch = server("refs/heads/main/x 1");
    assertThatThrownBy(() -> plan(remote(true, false), Wish.NONE, branch, local))
        .isInstanceOfSatisfying(Failure.class, e -> assertThat(e.hint()).startsWith("-d deletes "));
    assertThatThrownBy(() -> plan(remote(false, false), Wish.NONE, branch, local))
        .isInstanceOfSatisfying(Failure.class, e -> assertThat(e.hint()).isEmpty());
  }

  @Test
  void aBranchThatMakesRoomIsFollowedAtOnce() throws Exception {
    ServerRefs server = server("refs/heads/a/b 1", "refs/heads/main 1");
    String[] local = {
      "refs/heads/a 1", "refs/heads/main 1", "refs/remotes/origin/a 1", "refs/remotes/origin/main 1"
    };
    assertThat(told(plan(remote(true, false), PRUNE, server, local)))
        .containsExactly(
            "Deleted refs/heads/a: 1",
            "Created reference refs/heads/a/b: 1",
            "Deleted refs/remotes/origin/a: 1",
            "Created reference refs/remotes/origin/a/b: 1");
  }

  @Test
  void aSymbolicReferenceOfOnesOwnStays() throws Exception {
    String[] local = {
      "refs/heads/main 1",
      "refs/remotes/origin/link refs/remotes/origin/main",
      "refs/remotes/origin/main 1"
    };
    assertThat(told(plan(remote(true, false), PRUNE, server("refs/heads/main 1"), local)))
        .isEmpty();
  }

  @Test
  void twoReferencesForOneNameMustBeAlike() throws Exception {
    Remote remote = refspecs(false, List.of("hoo/"), "hoo");
    String[] local = {"refs/heads/hoo/x 1", "refs/remotes/origin/hoo/x 1"};
    ServerRefs alike = server("refs/heads/hoo/x 1", "refs/hoo/x 1");
    assertThat(told(plan(remote, Wish.NONE, alike, local))).isEmpty();
    ServerRefs others = server("refs/heads/hoo/x 1", "refs/hoo/x 2");
    assertThatThrownBy(() -> plan(remote, Wish.NONE, others, local))
        .hasMessage(
            "cannot fetch both refs/heads/hoo/x and refs/hoo/x to refs/remotes/origin/hoo/x");
  }

  /** Somebody may have come to stand on a branch while the pack came. */
  @Test
  void whatIsPlannedIsComparedWithWhatIsCheckedOutLater() throws Exception {
    String[] local = {
      "HEAD refs/heads/main",
      "refs/heads/dev 2",
      "refs/heads/main 1",
      "refs/remotes/origin/dev 2",
      "refs/remotes/origin/main 1"
    };
    Set<RefName> none = Set.of();
    Set<RefName> dev = names(List.of("refs/heads/dev"));
    Set<RefName> main = names(List.of("refs/heads/main"));
    FetchPlan pruned = plan(remote(true, false), PRUNE, server("refs/heads/main 3"), local);
    assertThat(pruned.takenFrom(new CheckedOut(main, none, none))).isEmpty();
    assertThat(pruned.takenFrom(new CheckedOut(dev, none, none))).isEqualTo(dev.stream().findAny());
    assertThat(pruned.takenFrom(new CheckedOut(none, dev, none))).isPresent();
    assertThat(pruned.takenFrom(new CheckedOut(none, none, dev))).isPresent();
    FetchPlan moved = plan(remote(true, true), Wish.NONE, server("refs/heads/dev 3"), local);
    assertThat(moved.takenFrom(new CheckedOut(dev, none, none))).isPresent();
    assertThat(moved.takenFrom(new CheckedOut(none, dev, dev))).isEmpty();
    ServerRefs renamed = server("HEAD 1 refs/heads/trunk", "refs/heads/trunk 1");
    FetchPlan left = plan(remote(true, true), PRUNE, renamed, local);
    assertThat(told(left)).contains("Deleted refs/heads/dev: 2", "Deleted refs/heads/main: 1");
    assertThat(left.takenFrom(new CheckedOut(none, main, none))).isEmpty();
    assertThat(left.takenFrom(new CheckedOut(main, main, none))).isPresent();
  }
}
