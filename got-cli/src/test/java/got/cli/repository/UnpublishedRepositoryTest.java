package got.cli.repository;

import static got.cli.refs.Refs.name;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import got.cli.say.ExitCode;
import got.cli.say.Failure;
import got.ipc.ObjectId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left of a repository that is not published, and what is refused from the beginning. */
class UnpublishedRepositoryTest extends NewRepositoryCase {
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

  /** Calls at a depth at which so much of the stack is left; true if that was enough. */
  private static boolean withStack(int frames, Runnable work) {
    boolean[] done = new boolean[1];
    try {
      Thread.ofPlatform().start(() -> descend(frames, work, done)).join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return done[0];
  }

  /** Goes down to the end of the stack, and works that many frames above it. */
  private static int descend(int frames, Runnable work, boolean[] done) {
    int above = frames;
    try {
      above = done[0] ? 0 : descend(frames, work, done);
    } catch (StackOverflowError e) {
      above = frames;
    }
    if (above == 0) {
      try {
        work.run();
        done[0] = true;
      } catch (StackOverflowError e) {
        // Somewhere in it.
      }
    }
    return above - 1;
  }

  @Test
  void abortingThatBreaksOffAnywhereIsFinishedByTheNext() throws Exception {
    int brokenOff = 0;
    for (int frames = 1; ; frames += 2) {
      NewRepository repository = reach(Step.WRITTEN, work.resolve("x/y/a.git"));
      boolean done = withStack(frames, repository::abort);
      repository.abort();
      assertWorkIsEmpty();
      if (done && brokenOff > 0) {
        break;
      }
      brokenOff += done ? 0 : 1;
    }
    assertThat(brokenOff).isGreaterThan(5);
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
    assertThatThrownBy(() -> create(target))
        .isInstanceOfSatisfying(
            Failure.class,
            e -> {
              assertThat(e.text()).isEqualTo(text);
              assertThat(e.exitCode()).isEqualTo(ExitCode.DESTINATION);
            });
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
