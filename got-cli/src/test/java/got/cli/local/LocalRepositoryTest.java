package got.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import got.cli.files.HeldFile;
import got.cli.files.UntrustedException;
import got.cli.say.ExitCode;
import got.cli.say.Failure;
import got.ipc.HashAlgorithm;
import got.ipc.RefName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which repository is found, and which is refused. */
class LocalRepositoryTest {
  @TempDir private Path work;

  private Peer peer() throws Exception {
    return Peer.bare(work.resolve("r.git"));
  }

  private static CheckedOut checkedOut(LocalRepository repository) throws Exception {
    return CheckedOut.of(repository, LocalRefs.read(repository));
  }

  private static void refuses(Peer peer, String why) {
    assertThatThrownBy(peer::open)
        .isInstanceOfSatisfying(
            Failure.class, e -> assertThat(e.text()).startsWith(peer.path() + ": ").contains(why));
  }

  @Test
  void aBareRepositoryIsFoundFromWithinAndByItsName() throws Exception {
    Peer peer = peer();
    assertThat(RepositoryFinder.at(peer.path()).gitDirectory()).isEqualTo(peer.path());
    assertThat(RepositoryFinder.from(peer.path().resolve("refs")).gitDirectory())
        .isEqualTo(peer.path());
  }

  @Test
  void aWorkTreeOfGitIsFoundFromADirectoryInIt() throws Exception {
    peer().git("init", "-q", work.resolve("tree").toString());
    Path inner = Files.createDirectories(work.resolve("tree/a/b"));
    Path expected = work.resolve("tree/.git");
    assertThat(RepositoryFinder.from(inner).gitDirectory()).isEqualTo(expected);
    assertThat(RepositoryFinder.at(work.resolve("tree")).gitDirectory()).isEqualTo(expected);
  }

  @Test
  void aGitFileLeadsToItsRepository() throws Exception {
    Peer peer = peer();
    Path tree = Files.createDirectories(work.resolve("tree"));
    Files.writeString(tree.resolve(".git"), "gitdir: ../r.git\n");
    assertThat(RepositoryFinder.from(tree).gitDirectory()).isEqualTo(peer.path());
  }

  @Test
  void aWorkTreeOfGotLeadsToItsRepositoryAndBranch() throws Exception {
    Peer peer = peer();
    Path got = Files.createDirectories(work.resolve("tree/.got"));
    Files.writeString(got.resolve("repository"), peer.path() + "\n");
    Files.writeString(got.resolve("head-ref"), "refs/heads/x\n");
    RepositoryFinder.Found found = RepositoryFinder.from(work.resolve("tree"));
    assertThat(found.gitDirectory()).isEqualTo(peer.path());
    try (LocalRepository repository = LocalRepository.open(found, true)) {
      assertThat(repository.workTreeBranch()).contains(Peer.name("refs/heads/x"));
      assertThat(checkedOut(repository).gots()).containsExactly(Peer.name("refs/heads/x"));
    }
  }

  @Test
  void aLinkedWorkTreeSharesReferencesAndKeepsItsBranch() throws Exception {
    Peer peer = peer();
    peer.git("update-ref", "refs/heads/one", peer.commit("x").toString());
    peer.git("worktree", "add", "-q", work.resolve("linked").toString(), "one");
    try (LocalRepository repository =
        LocalRepository.open(RepositoryFinder.from(work.resolve("linked")), true)) {
      assertThat(repository.directory().isAt(peer.path())).isTrue();
      assertThat(checkedOut(repository).workTrees()).containsExactly(Peer.name("refs/heads/one"));
    }
    try (LocalRepository repository = peer.open()) {
      assertThat(checkedOut(repository).workTrees()).containsExactly(Peer.name("refs/heads/one"));
    }
  }

  private static Set<RefName> names(String... branches) throws Exception {
    Set<RefName> names = new LinkedHashSet<>();
    for (String branch : branches) {
      names.add(Peer.name("refs/heads/" + branch));
    }
    return names;
  }

  private void assertWorkTrees(Path at, String... branches) throws Exception {
    try (LocalRepository repository = LocalRepository.open(RepositoryFinder.at(at), true)) {
      assertThat(checkedOut(repository).workTrees())
          .containsExactlyInAnyOrderElementsOf(names(branches));
    }
  }

  /**
   * With a work tree that is on main, which has two commits, and branch dev, which has two more.
   */
  private Peer tree() throws Exception {
    Peer peer = peer();
    Path tree = work.resolve("tree");
    peer.git("init", "-q", "-b", "main", tree.toString());
    for (String branch : List.of("main", "dev")) {
      peer.git("-C", tree.toString(), "checkout", "-q", "-B", branch);
      for (int i = 0; i < 2; i++) {
        peer.git("-C", tree.toString(), "commit", "-q", "--allow-empty", "-m", branch + i);
      }
    }
    peer.git("-C", tree.toString(), "checkout", "-q", "main");
    return peer;
  }

  @Test
  void aBranchBehindSymbolicReferencesIsCheckedOut() throws Exception {
    Peer peer = tree();
    String tree = work.resolve("tree").toString();
    peer.git("-C", tree, "symbolic-ref", "refs/heads/alias", "refs/heads/main");
    peer.git("-C", tree, "symbolic-ref", "HEAD", "refs/heads/alias");
    assertWorkTrees(work.resolve("tree"), "alias", "main");
    // Even one that leads to itself.
    peer.git("-C", tree, "update-ref", "-d", "refs/heads/main");
    peer.git("-C", tree, "symbolic-ref", "refs/heads/main", "refs/heads/alias");
    assertWorkTrees(work.resolve("tree"), "alias", "main");
  }

  @Test
  void aBranchThatIsNotBornIsCheckedOut() throws Exception {
    Peer peer = peer();
    peer.git("init", "-q", "-b", "main", work.resolve("tree").toString());
    assertWorkTrees(work.resolve("tree"), "main");
    try (LocalRepository repository = peer.open()) {
      assertThat(checkedOut(repository).workTrees()).isEmpty();
      assertThat(checkedOut(repository).head()).hasSize(1);
    }
  }

  @Test
  void aBranchThatIsBeingRebasedOrBisectedIsCheckedOut() throws Exception {
    Peer peer = tree();
    String tree = work.resolve("tree").toString();
    peer.git("-C", tree, "branch", "other", "dev");
    peer.git("-C", tree, "worktree", "add", "-q", work.resolve("linked").toString(), "other");
    String[] rebase = {
      "-C",
      work.resolve("linked").toString(),
      "-c",
      "sequence.editor=sed -i 1s/pick/edit/",
      "rebase",
      "-q",
      "-i",
      "HEAD~1"
    };
    peer.git(rebase);
    assertWorkTrees(work.resolve("tree"), "main", "other");
    peer.git("-C", tree, "bisect", "start", "dev", "main~1");
    assertWorkTrees(work.resolve("tree"), "main", "other");
    assertWorkTrees(work.resolve("linked"), "main", "other");
    Path apply = Files.createDirectory(work.resolve("tree/.git/rebase-apply"));
    Files.writeString(apply.resolve("head-name"), "refs/heads/dev\n");
    assertWorkTrees(work.resolve("tree"), "main", "other", "dev");
    Files.writeString(apply.resolve("head-name"), "detached HEAD\n");
    assertWorkTrees(work.resolve("tree"), "main", "other");
  }

  /** As git does when a work tree gets settings of its own. */
  @Test
  void whetherItIsBareMayBeInTheFileOfTheMainWorkTree() throws Exception {
    Peer peer = peer();
    peer.git("config", "core.repositoryformatversion", "1");
    peer.git("config", "extensions.worktreeConfig", "true");
    peer.git("config", "--unset", "core.bare");
    peer.git("config", "--worktree", "core.bare", "true");
    Files.move(peer.path(), work.resolve(".git"));
    try (LocalRepository repository = LocalRepository.open(RepositoryFinder.at(work), true)) {
      assertThat(repository.isBare()).isTrue();
    }
    Files.writeString(work.resolve(".git/config.worktree"), "[core]\n\tbare = false\n");
    try (LocalRepository repository = LocalRepository.open(RepositoryFinder.at(work), true)) {
      assertThat(repository.isBare()).isFalse();
    }
  }

  @Test
  void whereNothingSaysWhetherItIsBareItsNameDoes() throws Exception {
    Peer peer = peer();
    peer.git("config", "--unset", "core.bare");
    try (LocalRepository repository = peer.open()) {
      assertThat(repository.isBare()).isTrue();
    }
    Files.move(peer.path(), work.resolve(".git"));
    try (LocalRepository repository = LocalRepository.open(RepositoryFinder.at(work), true)) {
      assertThat(repository.isBare()).isFalse();
    }
  }

  @Test
  void aRemoteThatSaysItPromisesNothingIsNoPartialClone() throws Exception {
    Peer peer = peer();
    peer.git("config", "remote.origin.promisor", "false");
    peer.open().close();
  }

  @Test
  void whereThereIsNoneAllIsSaid() {
    assertThatThrownBy(() -> RepositoryFinder.at(work))
        .isInstanceOf(Failure.class)
        .hasMessage("no git repository found: " + work);
  }

  @Test
  void sha256IsToldByTheSettings() throws Exception {
    Path path = work.resolve("s.git");
    peer().git("init", "-q", "--bare", "--object-format=sha256", path.toString());
    try (LocalRepository repository =
        LocalRepository.open(new RepositoryFinder.Found(path, Optional.empty()), true)) {
      assertThat(repository.algorithm()).isEqualTo(HashAlgorithm.SHA256);
    }
  }

  @Test
  void whatGotDoesNotUnderstandIsRefusedByName() throws Exception {
    Peer peer = peer();
    Path config = peer.path().resolve("config");
    String before = Files.readString(config);
    for (String[] pair :
        new String[][] {
          {"[core]\nrepositoryformatversion = 2\n", "unknown repository format version: 2"},
          {
            "[core]\nrepositoryformatversion = 1\n[extensions]\nfoo = x\n", "unknown extension: foo"
          },
          {"[extensions]\nrefstorage = reftable\n", "references are kept in reftable"},
          {"[extensions]\nobjectformat = md5\n", "unknown object format: md5"},
          {"[extensions]\npartialclone = origin\n", "partial clone"},
          {"[remote \"origin\"]\npromisor = true\n", "partial clone"},
          {"[nonsense\n", "config: line "},
        }) {
      Files.writeString(config, before + pair[0]);
      refuses(peer, pair[1]);
    }
    Files.writeString(config, before);
    peer.open().close();
  }

  @Test
  void aShallowRepositoryIsRefused() throws Exception {
    Peer peer = peer();
    Files.writeString(peer.path().resolve("shallow"), "1".repeat(40) + "\n");
    refuses(peer, "shallow repository");
  }

  @Test
  void borrowedObjectsAreRefused() throws Exception {
    Peer peer = peer();
    Files.writeString(peer.path().resolve("objects/info/alternates"), "/elsewhere\n");
    refuses(peer, "objects are borrowed from others: alternates");
  }

  @Test
  void anotherUsersRepositoryIsRefusedAndTheReasonIsSaid() throws Exception {
    Peer peer = peer();
    Files.setAttribute(peer.path(), "unix:uid", 65534);
    assertThatThrownBy(peer::open)
        .isInstanceOfSatisfying(
            Failure.class,
            e -> {
              assertThat(e.text()).isEqualTo(peer.path() + ": repository belongs to another user");
              assertThat(e.hint()).contains("keys");
            });
  }

  @Test
  void aRepositoryThatOthersCanWriteToIsRefused() throws Exception {
    Peer peer = peer();
    Files.setAttribute(peer.path(), "unix:mode", 0777);
    assertThatThrownBy(
            () ->
                LocalRepository.open(
                    new RepositoryFinder.Found(peer.path(), Optional.empty()), false))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("is writable by everybody");
  }

  private static LocalRepository openStrictly(Peer peer) throws Failure {
    return LocalRepository.open(new RepositoryFinder.Found(peer.path(), Optional.empty()), false);
  }

  /** A repository with every directory that a fetch enters, as git makes them. */
  private Peer full() throws Exception {
    Peer peer = peer();
    peer.git("config", "core.logAllRefUpdates", "always");
    peer.git("update-ref", "refs/remotes/origin/main", peer.commit("x").toString());
    peer.git("update-ref", "refs/heads/main", "refs/remotes/origin/main");
    return peer;
  }

  /** As a fetch of refs/remotes/origin/main, which is there, and of a pack. */
  private static void enterAll(Peer peer) throws Exception {
    try (LocalRepository repository = openStrictly(peer);
        LocalObjects objects = LocalObjects.open(repository)) {
      LocalRefs refs = LocalRefs.read(repository);
      assertThat(objects.loose()).isNotEmpty();
      RefName name = Peer.name("refs/remotes/origin/main");
      Reflogs.requireTrust(
          repository, List.of(new RefChange(name, refs.value(name), RefValue.NONE)));
      NewPack.create(repository).close();
    }
  }

  private static void refusesDirectory(Peer peer, String directory, String why) {
    assertThatThrownBy(() -> enterAll(peer))
        .as(directory)
        .satisfies(
            e -> {
              Failure failure =
                  e instanceof UntrustedException untrusted ? untrusted.failure() : (Failure) e;
              assertThat(failure.text())
                  .isEqualTo(
                      peer.path().resolve(directory)
                          + ": "
                          + why
                          + ", who can replace what is in it");
              assertThat(failure.hint()).contains("--trust-directory");
              assertThat(failure.exitCode()).isEqualTo(ExitCode.DESTINATION);
            });
  }

  @Test
  void aDirectoryBelowThatOthersCanWriteToIsRefusedBeforeItIsUsed() throws Exception {
    Peer peer = full();
    enterAll(peer);
    List<String> directories;
    try (Stream<Path> all = Files.walk(peer.path())) {
      directories =
          all.filter(Files::isDirectory)
              .map(path -> peer.path().relativize(path).toString())
              .filter(path -> path.matches("(objects|refs|logs)(/.*)?"))
              .filter(path -> !path.equals("logs/refs/heads"))
              .toList();
    }
    assertThat(directories)
        .contains("refs", "refs/heads", "refs/remotes/origin", "objects", "objects/pack", "logs");
    for (String directory : directories) {
      Path path = peer.path().resolve(directory);
      for (int mode : new int[] {0777, 01777, 0757}) {
        Files.setAttribute(path, "unix:mode", mode);
        refusesDirectory(peer, directory, "is writable by everybody");
      }
      Files.setAttribute(path, "unix:mode", 0755);
      Files.setAttribute(path, "unix:uid", 54321);
      refusesDirectory(peer, directory, "belongs to 54321");
      Files.setAttribute(path, "unix:uid", HeldFile.user());
    }
    enterAll(peer);
  }

  @Test
  void whoeverTrustsTheDirectoryGoesOn() throws Exception {
    Peer peer = full();
    Files.setAttribute(peer.path().resolve("refs/heads"), "unix:mode", 0777);
    try (LocalRepository repository = peer.open()) {
      assertThat(LocalRefs.read(repository).values()).hasSize(2);
    }
  }

  @Test
  void whatIsEnteredLaterIsLookedAtThen() throws Exception {
    Peer peer = full();
    try (LocalRepository repository = openStrictly(peer)) {
      Files.setAttribute(peer.path().resolve("refs/remotes"), "unix:mode", 0777);
      assertThatThrownBy(() -> LocalRefs.read(repository))
          .isInstanceOf(Failure.class)
          .hasMessageContaining("refs/remotes: is writable by everybody");
    }
  }
}
