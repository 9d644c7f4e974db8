package got.packaging.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.Git;
import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Launch;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.SmallRepositoryFixture;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What makes a start slow without anybody noticing: classes that a clone or a fetch loads and no
 * cache holds, and a cache that was made for another place. Counted, because a time would depend on
 * the machine.
 */
@Tag("alone")
class StartTest extends SmallRepositoryFixture {
  /**
   * What no cache of this virtual machine keeps, such as the stub of the first system call, ten
   * forms of method handles, and three events; and a few that depend on who waits for whom.
   */
  private static final int FROM_NO_CACHE = 21;

  /** bin/got with another option for its virtual machine. */
  private Path launcher(String option) throws Exception {
    String script = Files.readString(GotProcess.TREE.resolve("bin/got"));
    assertThat(script).contains("root=${self%/*}/..", "-XX:AOTCache=");
    Path launcher = work.resolve("got-and-log");
    Files.writeString(
        launcher,
        script
            .replace("root=${self%/*}/..", "root=" + GotProcess.TREE + "/bin/..")
            .replace("-XX:AOTCache=", option + " -XX:AOTCache="));
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    return launcher;
  }

  @Test
  void cloneLoadsItsClassesFromTheCache() throws Exception {
    requireFromTheCache("clone", "-q", daemon.url("small.git"), "small.git");
  }

  @Test
  void fetchLoadsItsClassesFromTheCache() throws Exception {
    assertThat(got("-q")).isEqualTo(new Result(0, "", ""));
    Git.run(source, "update-ref", "refs/heads/main", Git.commit(source, "main", "new"));
    requireFromTheCache("fetch", "-q", "-r", "small.git");
    assertThat(Git.run(clone.path(), "rev-parse", "refs/remotes/origin/main").strip())
        .isEqualTo(id("main"));
  }

  private void requireFromTheCache(String... command) throws Exception {
    Path log = work.resolve("classes");
    Path launcher = launcher("-Xlog:class+load=info:file=" + log + ":none");

    Result result = Launch.in(work).program(launcher).run(command);

    assertThat(result).isEqualTo(new Result(0, "", ""));
    List<String> loaded =
        Files.readAllLines(log).stream().filter(l -> l.contains(" source: ")).toList();
    List<String> others = loaded.stream().filter(l -> !l.contains("shared objects file")).toList();
    assertThat(loaded).hasSizeGreaterThan(2_000);
    assertThat(others).hasSizeLessThanOrEqualTo(FROM_NO_CACHE);
    // It brings the rules of all languages with it.
    assertThat(loaded).noneMatch(line -> line.startsWith("java.util.Formatter "));
  }

  /** The virtual machine would resolve both paths for each class. */
  @Test
  void cachesAreMadeForThePlaceOfTheArchives() throws Exception {
    Path lib = GotProcess.TREE.resolve("lib");
    int caches = 0;
    try (var files = Files.newDirectoryStream(lib, "*.aot")) {
      for (Path cache : files) {
        String program = cache.getFileName().toString().replaceAll("-\\p{XDigit}{16}\\.aot", "");
        assertThat(Files.readString(cache, StandardCharsets.ISO_8859_1))
            .contains(lib.resolve(program + ".jar").toString())
            .doesNotContain("/.training-");
        caches++;
      }
    }
    assertThat(caches).isGreaterThanOrEqualTo(4);
  }
}
