package got.cli.clone;

import static got.cli.clone.Refs.name;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import got.cli.ExitCode;
import got.cli.Failure;
import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.ipc.RefName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NewRepositoryTest {
  private static final byte[] CONFIG =
      "[core]\n\trepositoryformatversion = 0\n\tbare = true\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] GOT_CONF = new byte[0];
  private static final RefName MAIN = name("refs/heads/main");

  @TempDir Path temp;
  private Path source;
  private Path work;
  private ObjectId tip;

  @BeforeEach
  void makeSource() throws Exception {
    source = Files.createDirectory(temp.resolve("source"));
    work = Files.createDirectory(temp.resolve("work"));
    Git.run(source, "init", "-q", "-b", "main");
    Git.run(source, "commit", "-q", "--allow-empty", "-m", "first");
    Git.run(source, "repack", "-adq");
    byte[] hex = Git.run(source, "rev-parse", "HEAD").strip().getBytes(StandardCharsets.US_ASCII);
    tip = ObjectId.parse(HashAlgorithm.SHA1, hex);
  }

  private static NewRepository create(Path target) throws Failure {
    return NewRepository.create(
        target,
        left -> {
          throw new AssertionError(left);
        });
  }

  private Selection selection(List<NewRef> refs) {
    return new Selection(
        HashAlgorithm.SHA1,
        List.of(MAIN),
        List.of(tip),
        refs,
        List.of(new NewSymref(RefName.HEAD, MAIN)));
  }

  private Selection one() {
    return selection(List.of(new NewRef(MAIN, tip)));
  }

  /** What the helpers do: fills pack and index; returns the pack's trailer. */
  private ObjectId fill(NewRepository repository) throws IOException {
    Path packs = source.resolve(".git/objects/pack");
    try (Stream<Path> files = Files.list(packs)) {
      for (Path file : files.toList()) {
        if (file.toString().endsWith(".pack")) {
          repository.pack().write(Files.readAllBytes(file));
        } else if (file.toString().endsWith(".idx")) {
          repository.index().write(Files.readAllBytes(file));
        }
      }
    }
    byte[] trailer = new byte[20];
    repository.pack().seek(repository.pack().length() - trailer.length);
    repository.pack().readFully(trailer);
    return ObjectId.copyOf(HashAlgorithm.SHA1, trailer, 0);
  }

  private NewRepository build(Path target, Selection selection) throws Exception {
    NewRepository repository = create(target);
    repository.install(fill(repository));
    repository.write(CONFIG, GOT_CONF, selection);
    repository.publish();
    return repository;
  }

  /** Relative path to mode, of everything below {@code root} and itself. */
  private static Map<String, String> tree(Path root) throws IOException {
    Map<String, String> tree = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.toList()) {
        tree.put(
            root.relativize(file).toString().replaceAll("[0-9a-f]{40}", "ID"),
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS)));
      }
    }
    return tree;
  }

  private void assertWorkIsEmpty() throws IOException {
    assertThat(tree(work)).containsOnlyKeys("");
  }

  private void assertSound(Path repository) throws IOException {
    assertThat(Git.run(repository, "fsck", "--strict", "--full")).doesNotContain("error");
    assertThat(Git.run(repository, "log", "--format=%s", "main")).isEqualTo("first\n");
    assertThat(Git.run(repository, "rev-parse", "HEAD", "--is-bare-repository"))
        .isEqualTo(tip + "\ntrue\n");
  }

  @Test
  void theResultIsARepositoryWithTheModesPromised() throws Exception {
    Path target = work.resolve("a.git");
    build(target, one());

    assertSound(target);
    Map<String, String> expected = new TreeMap<>();
    for (String d : List.of("", "objects", "objects/pack", "refs", "refs/heads", "refs/tags")) {
      expected.put(d, "rwxr-xr-x");
    }
    for (String f : List.of("HEAD", "config", "description", "got.conf", "refs/heads/main")) {
      expected.put(f, "rw-r--r--");
    }
    for (String f : List.of("objects/pack/pack-ID.pack", "objects/pack/pack-ID.idx")) {
      expected.put(f, "r--r--r--");
    }
    assertThat(tree(target)).isEqualTo(expected);
    assertThat(target.resolve("HEAD")).hasContent("ref: refs/heads/main\n");
    assertThat(target.resolve("refs/heads/main")).hasContent(tip + "\n");
    assertThat(target.resolve("description"))
        .hasContent("Unnamed repository; edit this file 'description' to name the repository.\n");
    try (Stream<Path> left = Files.list(work)) {
      assertThat(left).containsExactly(target);
    }
  }

  /** Run by {@link #theModesDoNotDependOnTheUmask}. */
  static final class Probe {
    private Probe() {}

    public static void main(String[] args) throws Failure {
      NewRepository repository = create(Path.of(args[0]));
      Selection empty =
          RefSelection.of(false, List.of(), List.of(), false).select(HashAlgorithm.SHA1, List.of());
      repository.write(CONFIG, GOT_CONF, empty);
      repository.publish();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"000", "077"})
  void theModesDoNotDependOnTheUmask(String umask) throws Exception {
    Path target = work.resolve("a.git");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String command = "umask " + umask + "; exec \"$@\"";
    Process probe =
        new ProcessBuilder(
                "sh",
                "-c",
                command,
                "sh",
                java,
                "-cp",
                System.getProperty("java.class.path"),
                Probe.class.getName(),
                target.toString())
            .redirectErrorStream(true)
            .redirectOutput(temp.resolve("output").toFile())
            .start();
    assertThat(probe.waitFor()).as(Files.readString(temp.resolve("output"))).isEqualTo(0);
    assertThat(tree(target))
        .allSatisfy(
            (name, mode) ->
                assertThat(mode)
                    .as(name)
                    .isEqualTo(
                        Files.isDirectory(target.resolve(name)) ? "rwxr-xr-x" : "rw-r--r--"));
  }

  @Test
  void anEmptyRepositoryHasNoPack() throws Exception {
    Path target = work.resolve("a.git");
    NewRepository repository = create(target);
    repository.write(CONFIG, GOT_CONF, selection(List.of()));
    repository.publish();

    assertThat(target.resolve("objects/pack")).isEmptyDirectory();
    assertThat(Git.run(target, "fsck", "--strict")).doesNotContain("error");
    assertThat(Git.run(target, "symbolic-ref", "HEAD")).isEqualTo("refs/heads/main\n");
  }

  @Test
  void missingParentsAreMade() throws Exception {
    build(work.resolve("x/y/a.git"), one());
    assertSound(work.resolve("x/y/a.git"));
  }

  @Test
  void anEmptyDirectoryKeepsItsIdentity() throws Exception {
    Path target = Files.createDirectory(work.resolve("a.git"));
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxrwx---"));
    Object inode = Files.getAttribute(target, "unix:ino");
    build(target, one());

    assertSound(target);
    assertThat(Files.getAttribute(target, "unix:ino")).isEqualTo(inode);
    assertThat(tree(target)).containsEntry("", "rwxrwx---").containsKey("HEAD");
    try (Stream<Path> left = Files.list(work)) {
      assertThat(left).containsExactly(target);
    }
  }

  @Test
  void theCurrentDirectoryCanBeTheTarget() throws Exception {
    Path target = Files.createDirectory(work.resolve("a.git"));
    build(target.resolve("."), one());
    assertSound(target);
    try (Stream<Path> left = Files.list(work)) {
      assertThat(left).containsExactly(target);
    }
  }

  @Test
  void manyReferencesAreOneFileAndQuick() throws Exception {
    List<NewRef> refs = new ArrayList<>(List.of(new NewRef(MAIN, tip)));
    for (int i = 0; i < 50_000; i++) {
      refs.add(new NewRef(name("refs/tags/t" + i), tip));
      if (i % 1000 == 0) {
        refs.add(new NewRef(name("refs/tags/d" + i + "/x"), tip));
        refs.add(new NewRef(name("refs/tags/d" + i + "-x"), tip));
      }
    }
    refs.sort((a, b) -> RefOrder.PATH.compare(a.name(), b.name()));
    NewRepository repository = create(work.resolve("a.git"));
    repository.install(fill(repository));
    long start = System.nanoTime();
    repository.write(CONFIG, GOT_CONF, selection(refs));
    repository.publish();

    assertThat(System.nanoTime() - start).as("nanoseconds").isLessThan(5_000_000_000L);
    assertSound(work.resolve("a.git"));
    assertThat(Git.run(work.resolve("a.git"), "for-each-ref", "--format=%(refname)").lines())
        .hasSize(refs.size());
    assertThat(Git.run(work.resolve("a.git"), "rev-parse", "refs/tags/d7000-x", "refs/tags/t49999"))
        .isEqualTo(tip + "\n" + tip + "\n");
    assertThat(work.resolve("a.git/packed-refs"))
        .content()
        .startsWith("# pack-refs with: sorted \n" + tip + " refs/heads/main\n");
  }

  @Test
  void theNumberOfReferencesDecidesWhetherTheyAreFiles() throws Exception {
    for (int count : List.of(RefWriter.LOOSE_MAX, RefWriter.LOOSE_MAX + 1)) {
      List<NewRef> refs = new ArrayList<>(List.of(new NewRef(MAIN, tip)));
      for (int i = 1; i < count; i++) {
        refs.add(new NewRef(name("refs/tags/a/" + i), tip));
      }
      Path target = work.resolve(count + ".git");
      build(target, selection(refs));
      assertSound(target);
      assertThat(Files.exists(target.resolve("packed-refs"))).isEqualTo(count == 17);
      assertThat(Files.exists(target.resolve("refs/tags/a/1"))).isEqualTo(count == 16);
    }
  }

  @Test
  void namesThatFitNoFileNameArePacked() throws Exception {
    String longName = "refs/tags/" + "x".repeat(253);
    List<NewRef> refs =
        List.of(
            new NewRef(MAIN, tip),
            new NewRef(name("refs/tags/gr\u00fcn"), tip),
            new NewRef(name(longName), tip));
    build(work.resolve("a.git"), selection(refs));
    assertSound(work.resolve("a.git"));
    assertThat(Git.run(work.resolve("a.git"), "rev-parse", "refs/tags/gr\u00fcn", longName))
        .isEqualTo(tip + "\n" + tip + "\n");
  }

  @Test
  void theServersHeadIsASymbolicReference() throws Exception {
    RefName origin = name("refs/remotes/origin/main");
    Selection selection =
        new Selection(
            HashAlgorithm.SHA1,
            List.of(MAIN),
            List.of(tip),
            List.of(new NewRef(MAIN, tip), new NewRef(origin, tip)),
            List.of(
                new NewSymref(RefName.HEAD, MAIN),
                new NewSymref(name("refs/remotes/origin/HEAD"), origin)));
    build(work.resolve("a.git"), selection);
    assertSound(work.resolve("a.git"));
    assertThat(Git.run(work.resolve("a.git"), "symbolic-ref", "refs/remotes/origin/HEAD"))
        .isEqualTo("refs/remotes/origin/main\n");
  }

  /** How far a clone gets before it is aborted. */
  enum Step {
    CREATED,
    FILLED,
    INSTALLED,
    WRITTEN
  }

  private NewRepository reach(Step step, Path target) throws Exception {
    NewRepository repository = create(target);
    if (step.compareTo(Step.FILLED) >= 0) {
      ObjectId checksum = fill(repository);
      if (step.compareTo(Step.INSTALLED) >= 0) {
        repository.install(checksum);
      }
    }
    if (step.compareTo(Step.WRITTEN) >= 0) {
      repository.write(CONFIG, GOT_CONF, one());
    }
    return repository;
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void beforeItIsPublishedNothingIsSeenAtTheTarget(Step step) throws Exception {
    reach(step, work.resolve("x/a.git"));
    assertThat(work.resolve("x/a.git")).doesNotExist();
    Path empty = Files.createDirectory(work.resolve("b.git"));
    reach(step, empty);
    assertThat(empty).isEmptyDirectory();
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void abortingLeavesNothing(Step step) throws Exception {
    NewRepository repository = reach(step, work.resolve("x/y/a.git"));
    repository.abort();
    repository.abort();
    assertWorkIsEmpty();
    assertThatThrownBy(repository::publish).isInstanceOf(Failure.class);
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void abortingLeavesAnEmptyDirectoryAsItWas(Step step) throws Exception {
    Path target = Files.createDirectory(work.resolve("a.git"));
    reach(step, target).abort();
    assertThat(tree(work)).containsOnlyKeys("", "a.git");
  }

  @Test
  void abortingKeepsParentsThatSomebodyElseUses() throws Exception {
    NewRepository repository = create(work.resolve("x/y/a.git"));
    Files.createFile(work.resolve("x/other"));
    repository.abort();
    assertThat(tree(work)).containsOnlyKeys("", "x", "x/other");
  }

  @Test
  void abortingAfterPublishingDoesNothing() throws Exception {
    build(work.resolve("a.git"), one()).abort();
    assertSound(work.resolve("a.git"));
  }

  @Test
  void abortingWhileAnotherThreadPublishesLeavesAllOrNothing() throws Exception {
    for (int i = 0; i < 20; i++) {
      Path target = Files.createDirectory(work.resolve(i + ".git"));
      NewRepository repository = reach(Step.WRITTEN, target);
      long delay = i * 200_000L;
      Thread hook =
          Thread.ofPlatform()
              .start(
                  () -> {
                    long until = System.nanoTime() + delay;
                    while (System.nanoTime() < until) {
                      Thread.onSpinWait();
                    }
                    repository.abort();
                  });
      boolean published = true;
      try {
        repository.publish();
      } catch (Failure e) {
        published = false;
      }
      hook.join();
      if (published) {
        assertSound(target);
      } else {
        assertThat(target).isEmptyDirectory();
      }
    }
  }

  @Test
  void whatAppearsAtTheTargetMeanwhileIsKept() throws Exception {
    Path target = work.resolve("a.git");
    NewRepository repository = reach(Step.WRITTEN, target);
    Files.createDirectory(target);
    Files.createFile(target.resolve("other"));
    assertThatThrownBy(repository::publish)
        .isInstanceOfSatisfying(
            Failure.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DESTINATION));
    repository.abort();
    assertThat(tree(work)).containsOnlyKeys("", "a.git", "a.git/other");
  }

  @ParameterizedTest
  @ValueSource(strings = {"HEAD", "config", "got.conf", "objects", "refs"})
  void whatAppearsInTheEmptyDirectoryMeanwhileIsKept(String name) throws Exception {
    Path target = Files.createDirectory(work.resolve("a.git"));
    NewRepository repository = reach(Step.WRITTEN, target);
    Files.createFile(target.resolve(name));
    assertThatThrownBy(repository::publish).isInstanceOf(Failure.class);
    // HEAD is last: without it the target is no repository yet.
    assertThat(Files.exists(target.resolve("HEAD"))).isEqualTo(name.equals("HEAD"));
    assertThat(Files.isDirectory(target.resolve("objects"))).isEqualTo(!name.equals("objects"));
    repository.abort();
    assertThat(tree(work)).containsOnlyKeys("", "a.git", "a.git/" + name);
  }

  @Test
  void referencesWithoutObjectsAreOurBug() throws Exception {
    NewRepository repository = create(work.resolve("a.git"));
    assertThatThrownBy(() -> repository.write(CONFIG, GOT_CONF, one()))
        .isInstanceOf(IllegalStateException.class);
  }

  private void assertRefused(Path target, String text) throws Exception {
    Map<String, String> before = tree(work);
    for (int i = 0; i < 2; i++) {
      boolean check = i == 0;
      assertThatThrownBy(
              () -> {
                if (check) {
                  NewRepository.check(target);
                } else {
                  create(target);
                }
              })
          .isInstanceOfSatisfying(
              Failure.class,
              e -> {
                assertThat(e.text()).isEqualTo(text);
                assertThat(e.exitCode()).isEqualTo(ExitCode.DESTINATION);
              });
    }
    assertThat(tree(work)).isEqualTo(before);
  }

  @Test
  void aDirectoryThatHoldsSomethingIsRefused() throws Exception {
    assertRefused(source, source + ": directory exists and is not empty");
  }

  @Test
  void aFileIsRefused() throws Exception {
    Path file = Files.createFile(work.resolve("file"));
    assertRefused(file, file + ": exists and is not a directory");
    assertRefused(file.resolve("x/a.git"), file + ": not a directory");
  }

  @Test
  void aLinkIsRefusedAlsoToAnEmptyDirectoryOrToNothing() throws Exception {
    Path empty = Files.createDirectory(work.resolve("empty"));
    Path link = Files.createSymbolicLink(work.resolve("link"), empty);
    Path dangling = Files.createSymbolicLink(work.resolve("dangling"), work.resolve("none"));
    assertRefused(link, link + ": exists and is not a directory");
    assertRefused(dangling, dangling + ": exists and is not a directory");
  }

  @Test
  void aFileSystemThatCannotBeWrittenIsRefused() {
    assertThatThrownBy(() -> create(Path.of("/proc/x/a.git")))
        .isInstanceOfSatisfying(
            Failure.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DESTINATION));
  }
}
