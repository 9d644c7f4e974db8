package got.packaging.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import got.packaging.support.ClonedRepository;
import got.packaging.support.FileTree;
import got.packaging.support.Git;
import got.packaging.support.GitDaemon;
import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.Strace;
import got.packaging.support.StraceLog;
import got.packaging.support.TestRepositories;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILL at the system calls that name a file or wait for the disk: there is no repository, or a
 * complete one, and no process. With the property {@code got.kill=all} at every one of them, which
 * takes ten minutes; otherwise at all that publish, and at some of the others.
 */
class KillTest {
  private static final int KILLED = 128 + 9;
  private static final int SOME = 12;

  /** By {@link StraceLog.Call#kind}. */
  private static final Set<String> CHANGES =
      Set.of("rename", "mkdir", "chmod", "fsync", "rmdir", "unlink");

  @TempDir Path work;
  @TempDir Path served;
  @TempDir Path scratch;
  private GitDaemon daemon;
  private Strace strace;
  private Path source;

  @BeforeEach
  void serve() throws Exception {
    source = new TestRepositories(served).normal("small.git");
    daemon = GitDaemon.start(served);
    strace = new Strace(scratch, work);
  }

  @AfterEach
  void end() throws Exception {
    daemon.close();
    GotProcess.assertNoneRuns();
  }

  @Test
  void leavesNoRepositoryOrACompleteOne() throws Exception {
    killedEverywhere(false);
  }

  @Test
  void leavesNoRepositoryOrACompleteOneInADirectoryThatWasThere() throws Exception {
    killedEverywhere(true);
  }

  private String[] words(Path directory, boolean exists) throws Exception {
    Path target = Files.createDirectory(directory).resolve("it.git");
    if (exists) {
      Files.createDirectory(target);
    }
    return new String[] {"clone", "-q", daemon.url("small.git"), target.toString()};
  }

  private void killedEverywhere(boolean exists) throws Exception {
    Path whole = work.resolve("whole/it.git");
    List<StraceLog.Call> calls = strace.record(words(work.resolve("whole"), exists));
    new ClonedRepository(whole).check(source);
    List<StraceLog.Call> points = points(calls, whole);
    Map<String, String> expected = FileTree.snapshot(whole);
    List<StraceLog.Call> missed = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      StraceLog.Call call = points.get(i);
      Path directory = work.resolve("killed" + i);
      Result result = strace.kill(call, words(directory, exists));
      Path target = directory.resolve("it.git");
      GotProcess.assertNoneRuns();
      assertThat(result.status()).as(call.toString()).isIn(0, KILLED);
      if (result.status() == 0) {
        missed.add(call);
      }
      if (Files.exists(target.resolve("HEAD"))) {
        assertThat(FileTree.snapshot(target)).as(call.toString()).isEqualTo(expected);
        assertThat(Git.run(target, "fsck", "--strict")).as(call.toString()).isEmpty();
      } else {
        assertThat(Files.exists(target)).as(call.toString()).isEqualTo(exists);
        assertThatThrownBy(() -> Git.run(directory, "--git-dir=it.git", "log"))
            .as(call.toString())
            .isInstanceOf(AssertionError.class);
      }
      assertThat(directory.toFile().list())
          .as(call.toString())
          .allMatch(name -> name.equals("it.git") || name.startsWith(".got-clone-"));
    }
    // A virtual machine does not make the same calls every time.
    assertThat(missed).hasSizeLessThanOrEqualTo(points.size() / 10);
  }

  /** Calls of the thread that makes the repository. */
  private static List<StraceLog.Call> points(List<StraceLog.Call> calls, Path target) {
    StraceLog.Call last = calls.stream().filter(c -> c.kind().equals("rename")).toList().getLast();
    List<StraceLog.Call> own =
        calls.stream()
            .filter(c -> c.thread() == last.thread() && !c.name().matches("read|write"))
            .toList();
    if (System.getProperty("got.kill", "").equals("all")) {
      return own;
    }
    int first = first(own, ".got-clone-");
    int publishing = first(own, target.toString()) - 2;
    Set<StraceLog.Call> points = new LinkedHashSet<>();
    for (int i = 0; i < SOME; i++) {
      points.add(own.get(first + (publishing - first) * i / SOME));
    }
    own.subList(publishing, own.size()).stream()
        .filter(c -> CHANGES.contains(c.kind()))
        .forEach(points::add);
    return List.copyOf(points);
  }

  /** The first change that names {@code path}. */
  private static int first(List<StraceLog.Call> calls, String path) {
    for (int i = 0; i < calls.size(); i++) {
      if (CHANGES.contains(calls.get(i).kind())
          && calls.get(i).paths().stream().anyMatch(p -> p.contains(path))) {
        return i;
      }
    }
    throw new AssertionError(path + " is never made");
  }
}
