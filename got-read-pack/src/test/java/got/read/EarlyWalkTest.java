package got.read;

import static org.assertj.core.api.Assertions.assertThat;

import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.pack.ObjectType;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EarlyWalkTest {
  @TempDir Path directory;
  private GitRepository git;
  private ObjectId commit;

  /** What a walk has left. */
  private record Walked(Objects objects, Completeness completeness) {
    /** How many objects a question has looked for. */
    long cost(ObjectId id, ObjectType type) throws Exception {
      long before = objects.count();
      assertThat(completeness.complete(id, type)).isTrue();
      return objects.count() - before;
    }
  }

  @BeforeEach
  void commit() throws Exception {
    git = new GitRepository(directory, HashAlgorithm.SHA1);
    git.commit("a/b/file", "one");
    git.commit("c/file", "two");
    commit = git.commit("file", "three");
  }

  @AfterEach
  void close() throws Exception {
    git.close();
  }

  /** Walks to the end, from a commit that a reference leads to. */
  private Walked walk() throws Exception {
    Objects objects = git.objects();
    Completeness completeness = new Completeness(objects, new Commits(objects), 4711);
    completeness.trust(List.of(commit));
    EarlyWalk early = new EarlyWalk(objects, completeness);
    early.begin(commit);
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("early walk")) {
        thread.join();
      }
    }
    early.end();
    return new Walked(objects, completeness);
  }

  @Test
  void whatWasWalkedThroughCostsNothing() throws Exception {
    git.git("gc", "-q");
    Walked walked = walk();
    assertThat(walked.objects.count()).isGreaterThan(5);
    for (String tree : List.of("HEAD^{tree}", "HEAD:a", "HEAD:a/b", "HEAD:c")) {
      assertThat(walked.cost(git.id(tree), ObjectType.TREE)).as(tree).isZero();
    }
    for (String blob : List.of("HEAD:file", "HEAD:a/b/file")) {
      assertThat(walked.cost(git.id(blob), ObjectType.BLOB)).as(blob).isZero();
    }
    assertThat(walked.cost(git.id("HEAD~2"), ObjectType.COMMIT)).isZero();
  }

  /** got answers one question at a time, and nobody asked one. */
  @Test
  void aLooseObjectEndsTheWalk() throws Exception {
    Walked walked = walk();
    assertThat(walked.cost(git.id("HEAD^{tree}"), ObjectType.TREE)).isPositive();
  }

  @Test
  void aWalkThatDidNotBeginEnds() throws Exception {
    Objects none = git.objects();
    new EarlyWalk(none, new Completeness(none, new Commits(none), 1)).end();
    assertThat(none.count()).isZero();
  }
}
