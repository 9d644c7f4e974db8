package got.packaging.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.proc.QuietClock;
import got.packaging.support.Git;
import got.packaging.support.GitDaemon;
import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Launch;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.Strace;
import got.packaging.support.StraceLog.Call;
import got.packaging.support.TestRepositories;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server with very many references: each needs a lock, and a signal finds thousands of them. */
class FetchManyReferencesTest {
  private static final int COUNT = 30_000;
  private static final int MOVED = 40;
  private static final int TERMINATED = 128 + 15;
  private static final long QUIET_SECONDS = 60;

  @TempDir Path served;
  @TempDir Path work;
  @TempDir Path scratch;
  private Path server;
  private Path mirror;
  private GitDaemon daemon;

  @BeforeEach
  void serve() throws Exception {
    server = new TestRepositories(served).normal("many.git");
    daemon = GitDaemon.start(served);
    Git.run(work, "init", "-q", "--bare", "mirror.git");
    mirror = work.resolve("mirror.git");
    Git.run(mirror, "remote", "add", "--mirror=fetch", "origin", daemon.url("many.git"));
  }

  @AfterEach
  void end() throws Exception {
    daemon.close();
    GotProcess.assertNoneRuns();
  }

  private void branches(int count, String target) throws Exception {
    StringBuilder packed = new StringBuilder("# pack-refs with: sorted \n");
    for (int i = 0; i < count; i++) {
      packed.append(target).append(" refs/heads/b%05d\n".formatted(i));
    }
    Files.writeString(server.resolve("packed-refs"), packed);
  }

  /** When the signal comes. */
  enum Moment {
    /** Locks are being made: no reference has changed. */
    LOCKING(false) {
      @Override
      boolean isReached(Path mirror) {
        String[] names = mirror.resolve("refs/heads").toFile().list();
        return names != null && names.length >= 2_000;
      }
    },
    /** Locks are being removed: the references are there. */
    UNLOCKING(true) {
      @Override
      boolean isReached(Path mirror) {
        return Files.exists(mirror.resolve("packed-refs"));
      }
    };

    final boolean changed;

    Moment(boolean changed) {
      this.changed = changed;
    }

    abstract boolean isReached(Path mirror);
  }

  @ParameterizedTest
  @EnumSource
  void aSignalLeavesOldOrNewReferencesAndNoLock(Moment moment) throws Exception {
    branches(COUNT, Git.run(server, "rev-parse", "refs/heads/main").strip());
    Map<String, String> theirs = ChangedServer.refs(server);
    // Whoever started these tests may ignore the signal.
    Launch launch = Launch.in(work).by("env", "--default-signal");
    try (GotProcess got = launch.start("fetch", "-q", "-a", "-r", "mirror.git")) {
      QuietClock clock = QuietClock.start();
      while (got.handle().isAlive() && !clock.isOver(QUIET_SECONDS) && !moment.isReached(mirror)) {
        Thread.sleep(1);
      }
      assertThat(moment.isReached(mirror)).isTrue();
      got.handle().destroy();
      Result result = got.await();
      assertThat(result.err()).isEmpty();
      // It may have been ready before the signal came.
      assertThat(result.status())
          .isIn(moment.changed ? List.of(0, TERMINATED) : List.of(TERMINATED));
    }
    assertThat(ChangedServer.temporary(mirror)).isEmpty();
    assertThat(ChangedServer.refs(mirror)).isEqualTo(moment.changed ? theirs : Map.of());
    assertThat(GotProcess.run(work, "fetch", "-q", "-a", "-r", "mirror.git"))
        .isEqualTo(new Result(0, "", ""));
    assertThat(ChangedServer.refs(mirror)).isEqualTo(theirs);
    ChangedServer.requireComplete(mirror, moment.name());
  }

  @Test
  void aDirectoryInWhichManyReferencesMoveIsSynchronisedOnce() throws Exception {
    branches(MOVED, Git.run(server, "rev-parse", "refs/heads/main~1").strip());
    assertThat(GotProcess.run(work, "fetch", "-q", "-a", "-r", "mirror.git").status()).isZero();
    branches(MOVED, Git.run(server, "rev-parse", "refs/heads/main").strip());
    List<Call> calls =
        new Strace(scratch, work).record("fetch", "-q", "-a", "-r", mirror.toString());
    assertThat(ChangedServer.refs(mirror)).isEqualTo(ChangedServer.refs(server));
    assertThat(calls.stream().filter(c -> c.name().equals("fsync")).map(c -> c.paths().getFirst()))
        .hasSizeGreaterThanOrEqualTo(MOVED)
        .containsOnlyOnce(mirror.resolve("refs/heads").toString());
  }
}
