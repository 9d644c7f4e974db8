package got.packaging.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.Git;
import got.packaging.support.GitDaemon;
import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.TestRepositories;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A server changes at random, and a mirror follows: after each step it has the references that a
 * mirror of git's has, and every object that they need. The seed is the parameter.
 */
class FetchHistoryTest {
  /**
   * Seeds of histories of ten steps, {@code 1-300}; {@code all} is these. Otherwise a few shorter
   * ones.
   */
  private static final String LONG = System.getProperty("got.fetch", "").replace("all", "1-300");

  private static final int STEPS = LONG.isEmpty() ? 6 : 10;
  private static final List<String> NAMES =
      List.of("a", "a/b", "a/b/c", "d", "d/e", "main", "x-y", "x", "x/y");

  @TempDir private Path work;
  @TempDir private Path served;

  static LongStream seeds() {
    String[] ends = (LONG.isEmpty() ? "1-4" : LONG).split("-", 2);
    return LongStream.rangeClosed(Long.parseLong(ends[0]), Long.parseLong(ends[1]));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aMirrorFollows(long seed) throws Exception {
    Random random = new Random(seed);
    Path server = new TestRepositories(served).normal("r.git");
    try (GitDaemon daemon = GitDaemon.start(served)) {
      Git.run(work, "clone", "-q", "--mirror", daemon.url("r.git"), "git.git");
      Git.run(work, "clone", "-q", "--mirror", daemon.url("r.git"), "got.git");
      for (int step = 0; step < STEPS; step++) {
        change(server, random);
        Git.run(work.resolve("git.git"), "fetch", "-q", "--prune");
        Result result = GotProcess.run(work, "fetch", "-q", "-d", "-t", "-r", "got.git");
        String where = "seed " + seed + ", step " + step + ": " + result.err();
        assertThat(result.status()).as(where).isZero();
        assertThat(refs("got.git")).as(where).isEqualTo(refs("git.git"));
        assertThat(Git.run(work.resolve("got.git"), "fsck", "--strict", "--connectivity-only"))
            .as(where)
            .doesNotContain("missing", "broken", "error");
      }
    }
  }

  private String refs(String repository) throws Exception {
    return Git.run(work.resolve(repository), "for-each-ref", "--format=%(refname) %(objectname)");
  }

  private static List<String> lines(Path server, String... arguments) throws Exception {
    return Git.run(server, arguments).lines().toList();
  }

  private static void change(Path server, Random random) throws Exception {
    for (int i = 0; i < 5; i++) {
      List<String> commits = lines(server, "rev-list", "--all");
      String commit = commits.get(random.nextInt(commits.size()));
      String name =
          (random.nextInt(4) == 0 ? "refs/tags/" : "refs/heads/")
              + NAMES.get(random.nextInt(NAMES.size()));
      switch (random.nextInt(3)) {
        case 0 -> remove(server, name, random);
        case 1 -> put(server, name, commit);
        default -> put(server, name, Git.commit(server, commit, "message " + random.nextInt()));
      }
    }
  }

  private static void remove(Path server, String name, Random random) throws Exception {
    List<String> there = lines(server, "for-each-ref", "--format=%(refname)", "refs/heads");
    // The branch of HEAD stays: a mirror would keep it, and git would not.
    List<String> others = new ArrayList<>(there);
    others.remove("refs/heads/main");
    if (!others.isEmpty() && !name.equals("refs/heads/main")) {
      Git.run(server, "update-ref", "-d", others.get(random.nextInt(others.size())));
    }
  }

  /** Whatever is in its way goes first. */
  private static void put(Path server, String name, String commit) throws Exception {
    for (String other : lines(server, "for-each-ref", "--format=%(refname)")) {
      if (other.startsWith(name + "/") || name.startsWith(other + "/")) {
        Git.run(server, "update-ref", "-d", other);
      }
    }
    Git.run(server, "update-ref", name, commit);
  }
}
