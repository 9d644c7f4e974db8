package got.packaging.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.Git;
import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Launch;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.StraceLog.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Repositories with something unusual in their files, and others who change them meanwhile. */
class FetchOddPlacesTest extends ChangedServerFixture {
  private Path mirror(String name) throws Exception {
    return server.mirror(work.resolve(name));
  }

  private Result fetch(Path mirror) throws Exception {
    return GotProcess.run(work, ChangedServer.words(mirror));
  }

  private void follows(Path mirror) throws Exception {
    assertThat(fetch(mirror)).isEqualTo(new Result(0, "", ""));
    assertFollowed(mirror);
  }

  private void assertFollowed(Path mirror) throws Exception {
    assertThat(ChangedServer.refs(mirror)).isEqualTo(server.after());
    ChangedServer.requireComplete(mirror, mirror.toString());
    assertThat(ChangedServer.temporary(mirror)).isEmpty();
  }

  /** What follows in the transaction is done all the same. */
  @Test
  void aReferenceMayChangeAsSoonAsItsLockIsGivenUp() throws Exception {
    Call renamed =
        strace.record(ChangedServer.words(mirror("whole.git"))).stream()
            .filter(c -> c.kind().equals("rename") && c.arguments().contains("dev.lock"))
            .findFirst()
            .orElseThrow();
    Path mirror = mirror("stopped.git");
    String main = Git.run(mirror, "rev-parse", "refs/heads/main").strip();
    try (GotProcess got = strace.stop(renamed, ChangedServer.words(mirror))) {
      Git.run(mirror, "update-ref", "refs/heads/dev", main);
      strace.resume(got);
      assertThat(got.await()).isEqualTo(new Result(0, "", ""));
    }
    Map<String, String> expected = new HashMap<>(server.after());
    expected.put("refs/heads/dev", main);
    assertThat(ChangedServer.refs(mirror)).isEqualTo(expected);
  }

  /** As git makes and removes directories of objects and of references when they are empty. */
  @ParameterizedTest
  @ValueSource(strings = {"objects/%02x", "refs/heads/z%d"})
  void directoriesMayComeAndGo(String names) throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    for (int i = 0; i < 3; i++) {
      Path mirror = mirror("m" + i + ".git");
      List<Path> flickering =
          IntStream.range(0, 256).mapToObj(n -> mirror.resolve(names.formatted(n))).toList();
      Thread git = Thread.ofPlatform().start(() -> flicker(flickering, over));
      Result result;
      try {
        result = fetch(mirror);
      } finally {
        over.set(true);
        git.join();
        over.set(false);
      }
      assertThat(result).isEqualTo(new Result(0, "", ""));
      assertFollowed(mirror);
    }
  }

  private static void flicker(List<Path> directories, AtomicBoolean over) {
    while (!over.get()) {
      for (Path directory : directories) {
        try {
          Files.createDirectory(directory);
        } catch (IOException e) {
          // There is one.
        }
      }
      for (Path directory : directories) {
        try {
          Files.delete(directory);
        } catch (IOException e) {
          // It is not empty.
        }
      }
    }
  }

  /** git takes any name; only its own packs begin with "pack-". */
  @Test
  void aPackMayHaveAnyName() throws Exception {
    Path packs = mirror("m.git").resolve("objects/pack");
    try (var files = Files.list(packs)) {
      for (Path file : files.toList()) {
        String end = file.getFileName().toString().replaceAll(".*\\.", "");
        Files.move(file, packs.resolve("old." + end));
      }
    }
    follows(work.resolve("m.git"));
  }

  /** It names the file, and says nothing of helpers, which have done nothing wrong. */
  @Test
  void whatIsNoFileIsNamed() throws Exception {
    Path mirror = mirror("m.git");
    String commit = Git.commit(mirror, "main", "odd");
    Git.run(mirror, "update-ref", "refs/odd/x", commit);
    Path file = mirror.resolve("objects/" + commit.substring(0, 2) + "/" + commit.substring(2));
    Files.delete(file);
    assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
    assertThat(fetch(mirror)).isEqualTo(new Result(1, "", "got: " + file + ": is not a file\n"));
    Map<String, String> refs = new HashMap<>(ChangedServer.refs(mirror));
    refs.remove("refs/odd/x");
    assertThat(refs).isEqualTo(server.before());
  }

  @Test
  void aBrokenReferenceIsNamedOnceAndAsItIs() throws Exception {
    Path mirror = mirror("Upper.git");
    Path file = Files.createFile(mirror.resolve("refs/heads/Zz"));
    Result result = fetch(mirror);
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).startsWith("got: " + file + ": is a broken reference");
    assertThat(result.complaints()).hasSize(1);
  }

  /** What got itself would refuse the next time, and others could write to. */
  @Test
  void aDirectoryIsNoMoreOpenThanTheOneItIsIn() throws Exception {
    Path mirror = mirror("m.git");
    Launch open = Launch.in(work).by("sh", "-c", "umask 000; exec \"$0\" \"$@\"");
    for (int i = 0; i < 2; i++) {
      assertThat(open.run(ChangedServer.words(mirror))).isEqualTo(new Result(0, "", ""));
    }
    Path made = mirror.resolve("refs/heads/fresh");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
        .isEqualTo("rwxr-xr-x");
  }

  /** The one's are below the other's. */
  @Test
  void whatAnotherRemoteRemembersIsNotForgotten() throws Exception {
    Path two = mirror("two.git");
    Git.run(two, "remote", "add", "a", "git://127.0.0.1:1/x.git");
    Git.run(two, "remote", "add", "a/b", "git://127.0.0.1:1/y.git");
    for (String name : List.of("a/main", "a/b/main", "a/bc", "a/c/d")) {
      Git.run(two, "update-ref", "refs/remotes/" + name, "refs/heads/main");
    }
    Result result = GotProcess.run(work, "fetch", "-q", "-X", "-r", two.toString(), "a");
    assertThat(result).isEqualTo(new Result(0, "", ""));
    assertThat(ChangedServer.refs(two).keySet().stream().filter(n -> n.startsWith("refs/remotes/")))
        .containsExactly("refs/remotes/a/b/main");
  }
}
