package got.packaging.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.Git;
import got.packaging.support.GitDaemon;
import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.TestRepositories;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * git works in the repository again and again while got fetches into it: no reference and no object
 * is lost, of what the server has and of what is only here. A fetch may find that git was faster,
 * and says so; then the next one does it.
 */
class FetchBesideGitTest {
  private static final int ROUNDS = 2;
  private static final int ATTEMPTS = 6;

  @TempDir Path served;
  @TempDir Path work;
  private Path server;
  private Path repository;
  private GitDaemon daemon;

  @BeforeEach
  void serve() throws Exception {
    server = new TestRepositories(served).normal("r.git");
    daemon = GitDaemon.start(served);
    repository = work.resolve("r.git");
    Git.run(work, "clone", "-q", "--bare", daemon.url("r.git"), "r.git");
    Git.run(repository, "config", "remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*");
    Git.run(repository, "config", "gc.auto", "0");
    Git.run(repository, "config", "core.logAllRefUpdates", "always");
    // Many loose objects, of which git makes packs while got reads them.
    for (int i = 0; i < 20; i++) {
      Git.run(
          repository,
          "update-ref",
          "refs/heads/mine/" + i,
          Git.commit(repository, "main", "m" + i));
    }
    assertThat(GotProcess.run(work, words())).isEqualTo(new Result(0, "", ""));
  }

  @AfterEach
  void end() throws Exception {
    daemon.close();
    GotProcess.assertNoneRuns();
  }

  private static String[] words() {
    return new String[] {"fetch", "-q", "-a", "-d", "-r", "r.git"};
  }

  private static Map<String, String> refs(Path where, String prefix) throws Exception {
    Map<String, String> refs = new TreeMap<>();
    Git.run(where, "for-each-ref", "--format=%(refname) %(objectname)", prefix)
        .lines()
        .map(line -> line.split(" ", 2))
        .forEach(words -> refs.put(words[0].substring(prefix.length()), words[1]));
    return refs;
  }

  /** Branches move, come and go. */
  private void change(int round) throws Exception {
    for (String branch : List.of("main", "dev")) {
      Git.run(
          server, "update-ref", "refs/heads/" + branch, Git.commit(server, branch, branch + round));
    }
    String fresh = Git.commit(server, "main", "fresh" + round);
    for (int i = 0; i < 5; i++) {
      Git.run(server, "update-ref", "refs/heads/round" + round + "/" + i, fresh);
    }
    for (int i = 0; i < 5 && round > 0; i++) {
      Git.run(server, "update-ref", "-d", "refs/heads/round" + (round - 1) + "/" + i);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gc -q", "repack -adq", "pack-refs --all --prune", "fetch -q --prune"})
  void nothingIsLost(String command) throws Exception {
    Map<String, String> mine = refs(repository, "refs/heads/mine/");
    for (int round = 0; round < ROUNDS; round++) {
      change(round);
      AtomicInteger done = new AtomicInteger();
      AtomicBoolean over = new AtomicBoolean();
      Thread git = Thread.ofPlatform().start(() -> repeat(command, over, done));
      List<String> refused = new ArrayList<>();
      try {
        Result result = GotProcess.run(work, words());
        while (result.status() != 0 && refused.size() < ATTEMPTS) {
          assertThat(result.err()).matches("(?s)got: .*(locked|changed) by another process.*");
          refused.add(result.err());
          result = GotProcess.run(work, words());
        }
        assertThat(result.status()).as(refused + result.err()).isZero();
      } finally {
        over.set(true);
        git.join();
      }
      String what = command + ", round " + round + ", " + refused;
      assertThat(done.get()).as(what).isPositive();
      Map<String, String> theirs = refs(repository, "refs/remotes/origin/");
      theirs.remove("HEAD");
      assertThat(theirs).as(what).isEqualTo(refs(server, "refs/heads/"));
      assertThat(refs(repository, "refs/heads/mine/")).as(what).isEqualTo(mine);
      ChangedServer.requireComplete(repository, what);
      assertThat(ChangedServer.temporary(repository)).as(what).isEmpty();
    }
  }

  /** git may lose against got, and is not asked how it ended. */
  private void repeat(String command, AtomicBoolean over, AtomicInteger done) {
    List<String> words = new ArrayList<>(List.of("git"));
    words.addAll(List.of(command.split(" ")));
    try {
      while (!over.get()) {
        Process git =
            Git.clean(new ProcessBuilder(words))
                .directory(repository.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        git.waitFor();
        done.incrementAndGet();
      }
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
