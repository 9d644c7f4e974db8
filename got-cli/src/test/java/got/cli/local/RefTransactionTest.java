package got.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import got.cli.say.Failure;
import got.cli.say.Phrase;
import got.ipc.ObjectId;
import got.ipc.RefName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** References change together, as git would change them, or not at all. */
class RefTransactionTest {
  @TempDir private Path work;

  private Peer peer;
  private ObjectId one;
  private ObjectId two;

  @BeforeEach
  void makeCommits() throws Exception {
    peer = Peer.bare(work.resolve("r.git"));
    one = peer.commit("one");
    two = peer.commit("two");
  }

  private static void nothing() {}

  private static RefChange change(String name, RefValue from, RefValue to) throws Exception {
    return new RefChange(Peer.name(name), from, to);
  }

  private RefValue one() {
    return new RefValue.Direct(one);
  }

  private RefValue two() {
    return new RefValue.Direct(two);
  }

  private void run(RefChange... changes) throws Exception {
    try (LocalRepository repository = peer.open();
        RefTransaction transaction =
            new RefTransaction(
                repository, List.of(changes), RefTransactionTest::nothing, Duration.ZERO)) {
      transaction.prepare();
      transaction.commit();
    }
    assertNothingLeft();
  }

  private void refuses(String why, RefChange... changes) throws Exception {
    String before = peer.refs();
    List<String> files = files();
    assertThatThrownBy(() -> run(changes)).isInstanceOf(Failure.class).hasMessageContaining(why);
    assertThat(peer.refs()).isEqualTo(before);
    assertThat(files()).isEqualTo(files);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(peer.path())) {
      return all.map(p -> peer.path().relativize(p).toString())
          .filter(p -> !p.startsWith("objects"))
          .sorted()
          .toList();
    }
  }

  private void assertNothingLeft() throws IOException {
    assertThat(files()).noneMatch(f -> f.endsWith(".lock") || f.endsWith(".new"));
  }

  @Test
  void referencesAreCreatedMovedAndDeleted() throws Exception {
    run(
        change("refs/heads/a/b", RefValue.NONE, one()),
        change("refs/tags/t", RefValue.NONE, two()),
        change(
            "refs/remotes/o/HEAD",
            RefValue.NONE,
            new RefValue.Symbolic(Peer.name("refs/heads/a/b"))));
    assertThat(peer.refs())
        .isEqualTo(
            "refs/heads/a/b " + one + "\nrefs/remotes/o/HEAD " + one + "\nrefs/tags/t " + two);
    run(
        change("refs/heads/a/b", one(), two()),
        change("refs/tags/t", two(), RefValue.NONE),
        change("refs/remotes/o/HEAD", new RefValue.Symbolic(Peer.name("refs/heads/a/b")), one()));
    assertThat(peer.refs()).isEqualTo("refs/heads/a/b " + two + "\nrefs/remotes/o/HEAD " + one);
    run(
        change("refs/heads/a/b", two(), RefValue.NONE),
        change("refs/remotes/o/HEAD", one(), RefValue.NONE));
    assertThat(peer.refs()).isEmpty();
    assertThat(files()).contains("refs/heads").doesNotContain("refs/heads/a", "refs/remotes/o");
  }

  @Test
  void whatIsPackedAndWhatIsBothIsDeletedForGood() throws Exception {
    peer.git("update-ref", "refs/heads/a", one.toString());
    peer.git("update-ref", "refs/heads/b", one.toString());
    peer.git("tag", "-m", "x", "t", one.toString());
    peer.git("pack-refs", "--all");
    peer.git("update-ref", "refs/heads/b", two.toString());
    String tag = peer.git("show-ref", "-d", "t");
    run(change("refs/heads/a", one(), RefValue.NONE), change("refs/heads/b", two(), RefValue.NONE));
    assertThat(peer.git("show-ref", "-d")).isEqualTo(tag);
  }

  @Test
  void aDirectoryTakesThePlaceOfADeletedFile() throws Exception {
    run(change("refs/heads/a", RefValue.NONE, one()));
    run(
        change("refs/heads/a", one(), RefValue.NONE),
        change("refs/heads/a/b", RefValue.NONE, two()));
    assertThat(peer.refs()).isEqualTo("refs/heads/a/b " + two);
    peer.git("update-ref", "refs/heads/a/b", one.toString());
    assertThat(peer.refs()).isEqualTo("refs/heads/a/b " + one);
  }

  @Test
  void aFileTakesThePlaceOfADeletedDirectory() throws Exception {
    run(change("refs/heads/a/b/c", RefValue.NONE, one()));
    run(
        change("refs/heads/a/b/c", one(), RefValue.NONE),
        change("refs/heads/a", RefValue.NONE, two()));
    assertThat(peer.refs()).isEqualTo("refs/heads/a " + two);
    run(change("refs/heads/a", two(), one()));
    assertThat(peer.refs()).isEqualTo("refs/heads/a " + one);
  }

  @Test
  void namesThatExcludeOneAnotherChangeNothing() throws Exception {
    run(change("refs/heads/a", RefValue.NONE, one()));
    refuses("exclude one another", change("refs/heads/a/b", RefValue.NONE, two()));
    peer.git("pack-refs", "--all");
    refuses("exclude one another", change("refs/heads/a/b", RefValue.NONE, two()));
    run(
        change("refs/heads/a", one(), RefValue.NONE),
        change("refs/heads/x/y", RefValue.NONE, one()));
    refuses("exclude one another", change("refs/heads/x", RefValue.NONE, two()));
  }

  @Test
  void anotherValueThanExpectedChangesNothing() throws Exception {
    run(change("refs/heads/a", RefValue.NONE, one()), change("refs/heads/b", RefValue.NONE, one()));
    String why = "reference was changed by another process: refs/heads/b";
    refuses(
        why, change("refs/heads/a", one(), two()), change("refs/heads/b", two(), RefValue.NONE));
    refuses(
        why, change("refs/heads/a", one(), two()), change("refs/heads/b", RefValue.NONE, two()));
  }

  @Test
  void aLockThatIsHeldIsNamedAndKept() throws Exception {
    run(change("refs/heads/a", RefValue.NONE, one()));
    for (String lock : List.of("refs/heads/a.lock", "packed-refs.lock")) {
      Path file = Files.createFile(peer.path().resolve(lock));
      refuses(
          "locked by another process: " + file,
          change("refs/heads/a", one(), RefValue.NONE),
          change("refs/heads/b", RefValue.NONE, two()));
      assertThat(file).exists();
      Files.delete(file);
    }
  }

  @Test
  void aLockThatIsSoonReleasedIsWaitedFor() throws Exception {
    Path lock = Files.createFile(peer.path().resolve("refs/heads/a.lock"));
    try (LocalRepository repository = peer.open();
        RefTransaction transaction =
            new RefTransaction(
                repository,
                List.of(change("refs/heads/a", RefValue.NONE, one())),
                RefTransactionTest::nothing,
                Duration.ofMinutes(5))) {
      Thread other =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      Files.delete(lock);
                    } catch (IOException e) {
                      throw new IllegalStateException(e);
                    }
                  });
      transaction.prepare();
      other.join();
      transaction.commit();
    }
    assertThat(peer.refs()).isEqualTo("refs/heads/a " + one);
  }

  @Test
  void whatIsNotCommittedLeavesNothing() throws Exception {
    List<String> files = files();
    try (LocalRepository repository = peer.open();
        RefTransaction transaction =
            new RefTransaction(
                repository,
                List.of(change("refs/heads/a/b", RefValue.NONE, one())),
                RefTransactionTest::nothing)) {
      transaction.prepare();
      assertThat(files()).contains("refs/heads/a/b.lock");
    }
    assertThat(files()).isEqualTo(files);
  }

  private List<RefChange> many(int count) throws Exception {
    List<RefChange> changes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      changes.add(change("refs/heads/%d/b%d".formatted(i / 10_000, i), RefValue.NONE, one()));
    }
    return changes;
  }

  /** Starts a thread that closes it, and returns once that thread waits for its turn. */
  private static Thread closing(RefTransaction transaction) {
    Thread closer =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    transaction.close();
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                });
    while (closer.getState() != Thread.State.BLOCKED) {
      Thread.onSpinWait();
    }
    return closer;
  }

  /** In mid-loop another thread closes it, as a signal's does: no lock more is made. */
  @Test
  void aTransactionThatIsClosedStopsAtOnceAndRemovesEachLock() throws Exception {
    List<String> before = files();
    int mark = 20_000;
    AtomicInteger moves = new AtomicInteger();
    Runnable[] hook = {RefTransactionTest::nothing};
    List<Thread> closers = new ArrayList<>();
    try (LocalRepository repository = peer.open()) {
      RefTransaction transaction =
          new RefTransaction(repository, many(100_000), () -> hook[0].run());
      hook[0] =
          () -> {
            if (moves.incrementAndGet() == mark) {
              closers.add(closing(transaction));
            }
          };
      assertThatThrownBy(transaction::prepare)
          .isInstanceOf(Failure.class)
          .hasMessage(Phrase.INTERRUPTED.failure().getMessage());
      int seen = 0;
      while (!closers.getFirst().join(Duration.ofMinutes(1))) {
        assertThat(moves.get()).as("it moves").isGreaterThan(seen);
        seen = moves.get();
      }
      assertThatThrownBy(transaction::commit).isInstanceOf(Failure.class);
    }
    assertThat(moves).as("each lock made, and removed").hasValue(2 * mark);
    assertThat(files()).isEqualTo(before);
  }

  /** After the first rename nothing stops it: who closes it waits. */
  @Test
  void aTransactionThatIsClosedInItsCommitIsFinished() throws Exception {
    peer.git("update-ref", "refs/heads/a", one.toString());
    peer.git("update-ref", "refs/heads/b", one.toString());
    Runnable[] hook = {RefTransactionTest::nothing};
    List<Thread> closers = new ArrayList<>();
    try (LocalRepository repository = peer.open()) {
      RefTransaction transaction =
          new RefTransaction(
              repository,
              List.of(change("refs/heads/a", one(), two()), change("refs/heads/b", one(), two())),
              () -> hook[0].run());
      hook[0] =
          () -> {
            if (closers.isEmpty() && peerHas("refs/heads/a", two)) {
              closers.add(closing(transaction));
            }
          };
      transaction.prepare();
      transaction.commit();
      closers.getFirst().join();
    }
    assertThat(peer.refs()).isEqualTo("refs/heads/a " + two + "\nrefs/heads/b " + two);
    assertNothingLeft();
  }

  private boolean peerHas(String name, ObjectId id) {
    try {
      return Files.readString(peer.path().resolve(name)).strip().equals(id.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void manyNewReferencesBecomeOneFile() throws Exception {
    List<RefChange> changes = new ArrayList<>();
    for (int i = 0; i <= RefTransaction.FILES_MAX; i++) {
      changes.add(change("refs/tags/t" + i, RefValue.NONE, one()));
    }
    run(changes.toArray(RefChange[]::new));
    assertThat(peer.refs().lines()).hasSize(changes.size());
    assertThat(files()).contains("packed-refs").doesNotContain("refs/tags/t0");
  }

  private static RefName raw(String latin1) throws Exception {
    return RefName.check(latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  private RefValue value(RefName name) throws Exception {
    try (LocalRepository repository = peer.open()) {
      return LocalRefs.read(repository).value(name);
    }
  }

  /** git with a name that Java's own calls may not be able to hand on. */
  private String gitRaw(String command, String octal) throws Exception {
    String name = "\"$(printf '" + octal + "')\"";
    return peer.git("-c", "alias.raw=!git " + command.replace("NAME", name), "raw");
  }

  @Test
  void namesOfAnyBytesAreLinesUnlessTheyAreFiles() throws Exception {
    RefName name = raw("refs/heads/x\u00fc");
    run(new RefChange(name, RefValue.NONE, one()));
    assertThat(files()).contains("packed-refs").noneMatch(f -> f.startsWith("refs/heads/x"));
    assertThat(gitRaw("rev-parse NAME", "refs/heads/x\\374")).isEqualTo(one.toString());
    run(new RefChange(name, one(), two()));
    assertThat(value(name)).isEqualTo(two());
    gitRaw("update-ref NAME " + one, "refs/heads/x\\374");
    run(new RefChange(name, one(), two()));
    assertThat(value(name)).isEqualTo(two());
    assertThat(gitRaw("rev-parse NAME", "refs/heads/x\\374")).isEqualTo(two.toString());
    run(new RefChange(name, two(), RefValue.NONE));
    assertThat(peer.refs()).isEmpty();
    run(new RefChange(name, RefValue.NONE, new RefValue.Symbolic(Peer.name("refs/heads/main"))));
    assertThat(gitRaw("symbolic-ref NAME", "refs/heads/x\\374")).isEqualTo("refs/heads/main");
  }

  @Test
  void gitSeesTheLockOfSuchAName() throws Exception {
    RefChange change = new RefChange(raw("refs/heads/x\u00fc"), RefValue.NONE, one());
    try (LocalRepository repository = peer.open();
        RefTransaction transaction =
            new RefTransaction(repository, List.of(change), RefTransactionTest::nothing)) {
      transaction.prepare();
      assertThatThrownBy(() -> gitRaw("update-ref NAME " + one, "refs/heads/x\\374"))
          .hasMessageContaining(".lock");
    }
    assertNothingLeft();
  }

  @Test
  void namesTooLongOrTooDeepForFilesAreLines() throws Exception {
    for (String name :
        List.of("l".repeat(251), "l".repeat(300), "l".repeat(300) + "/x", "d/".repeat(400) + "x")) {
      run(change("refs/heads/" + name, RefValue.NONE, one()));
      run(change("refs/heads/" + name, one(), two()));
      assertThat(value(Peer.name("refs/heads/" + name))).isEqualTo(two());
      run(change("refs/heads/" + name, two(), RefValue.NONE));
      assertThat(value(Peer.name("refs/heads/" + name))).isEqualTo(RefValue.NONE);
    }
    refuses(
        "name is too long for a lock",
        change(
            "refs/heads/" + "l".repeat(251),
            RefValue.NONE,
            new RefValue.Symbolic(Peer.name("refs/heads/main"))));
  }

  @Test
  void headOfAMirrorMoves() throws Exception {
    RefValue main = new RefValue.Symbolic(Peer.name("refs/heads/main"));
    Files.writeString(peer.path().resolve("HEAD"), "ref: refs/heads/main\n");
    run(new RefChange(RefName.HEAD, main, new RefValue.Symbolic(Peer.name("refs/heads/other"))));
    assertThat(peer.git("symbolic-ref", "HEAD")).isEqualTo("refs/heads/other");
  }

  @Test
  void logsAreKeptWhereTheRepositoryKeepsThem() throws Exception {
    RefChange made = change("refs/heads/a", RefValue.NONE, one());
    RefChange moved = change("refs/heads/a", one(), two());
    RefChange gone = change("refs/heads/a", two(), RefValue.NONE);
    note(made);
    assertThat(peer.path().resolve("logs")).doesNotExist();
    peer.git("config", "core.logAllRefUpdates", "true");
    run(made);
    note(made);
    run(moved);
    note(moved);
    assertThat(peer.git("reflog", "show", "--format=%H %gs", "refs/heads/a"))
        .isEqualTo(two + " fetch origin\n" + one + " fetch origin");
    note(gone);
    assertThat(peer.path().resolve("logs/refs/heads/a")).doesNotExist();
  }

  /** As git does; a symbolic reference cannot become a line of packed-refs. */
  @Test
  void anEmptyDirectoryInThePlaceOfASymbolicReferenceGoes() throws Exception {
    Path place = peer.path().resolve("refs/remotes/o/HEAD");
    Files.createDirectories(place.resolve("left/behind"));
    RefValue target = new RefValue.Symbolic(Peer.name("refs/remotes/o/a"));
    run(
        change("refs/remotes/o/HEAD", RefValue.NONE, target),
        change("refs/remotes/o/a", RefValue.NONE, one()));
    assertThat(place).hasContent("ref: refs/remotes/o/a\n");
  }

  @Test
  void aDirectoryThatHoldsSomethingIsInTheWay() throws Exception {
    Path place = Files.createDirectories(peer.path().resolve("refs/remotes/o/HEAD"));
    Files.writeString(place.resolve("x.lock"), "");
    refuses(
        "a directory is in its way",
        change("refs/remotes/o/a", RefValue.NONE, one()),
        change(
            "refs/remotes/o/HEAD",
            RefValue.NONE,
            new RefValue.Symbolic(Peer.name("refs/remotes/o/a"))));
  }

  private void note(RefChange change) throws Exception {
    try (LocalRepository repository = peer.open();
        Reflogs logs =
            new Reflogs(repository, OffsetDateTime.now(ZoneOffset.UTC), repository.head())) {
      logs.note(change, "fetch origin");
    }
  }

  /**
   * Each value is a new one: git's pruning looks at nothing but the value, and would take a
   * reference that came again for the one that it has packed.
   */
  @Test
  void gitMayPackReferencesMeanwhile() throws Exception {
    Thread packing = Thread.ofPlatform().start(this::packUntilStopped);
    try {
      RefValue a = RefValue.NONE;
      RefValue b = RefValue.NONE;
      for (int i = 0; i < 20; i++) {
        RefValue next = new RefValue.Direct(peer.commit("commit " + i));
        RefValue nextB = i % 2 == 0 ? next : RefValue.NONE;
        runPatiently(change("refs/heads/a", a, next), change("refs/heads/b", b, nextB));
        a = next;
        b = nextB;
        try (LocalRepository repository = peer.open()) {
          LocalRefs refs = LocalRefs.read(repository);
          assertThat(refs.value(Peer.name("refs/heads/a"))).isEqualTo(a);
          assertThat(refs.value(Peer.name("refs/heads/b"))).isEqualTo(b);
        }
      }
    } finally {
      Files.createFile(work.resolve("stop"));
      packing.join();
    }
  }

  private void packUntilStopped() {
    while (!Files.exists(work.resolve("stop"))) {
      try {
        peer.git("pack-refs", "--all", "--prune");
      } catch (AssertionError e) {
        // git does not wait for our locks.
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private void runPatiently(RefChange... changes) throws Exception {
    try (LocalRepository repository = peer.open();
        RefTransaction transaction =
            new RefTransaction(
                repository, List.of(changes), RefTransactionTest::nothing, Duration.ofMinutes(5))) {
      transaction.prepare();
      transaction.commit();
    }
  }
}
