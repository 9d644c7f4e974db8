package got.packaging.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.ClonedRepository;
import got.packaging.support.FileTree;
import got.packaging.support.GitDaemon;
import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Launch;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.TestRepositories;
import got.packaging.support.TreeCopy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tree, wherever it is put and whoever calls it. */
class ShippedTest {
  private static final String USAGE = "usage: got [-hV] command [arg ...]\n";
  private static final String CLONE_USAGE =
      "usage: got clone [-almqv] [-b branch] [-i identity-file] [-J jumphost] [-R reference]"
          + " repository-URL [directory]\n";

  @TempDir Path work;
  @TempDir Path served;
  private GitDaemon daemon;

  @BeforeEach
  void serve() throws Exception {
    new TestRepositories(served).normal("small.git");
    daemon = GitDaemon.start(served);
  }

  @AfterEach
  void end() throws Exception {
    daemon.close();
    GotProcess.assertNoneRuns();
  }

  private void clones(Launch launch) throws Exception {
    assertThat(launch.run("clone", "-q", daemon.url("small.git"), work + "/clone.git"))
        .isEqualTo(new Result(0, "", ""));
    new ClonedRepository(work.resolve("clone.git")).check(served.resolve("small.git"));
  }

  @Test
  void worksThroughASymbolicLink() throws Exception {
    Path bin = Files.createDirectory(work.resolve("bin"));
    Files.createSymbolicLink(bin.resolve("far"), GotProcess.TREE.resolve("bin/got"));
    Files.createSymbolicLink(bin.resolve("got"), Path.of("far"));

    clones(Launch.in(work).program(bin.resolve("got")));
  }

  @Test
  void worksByRelativeNameFromAnywhere() throws Exception {
    Path where = GotProcess.TREE.resolve("share");

    clones(Launch.in(where).program(Path.of("../bin/got")));
  }

  @Test
  void worksFromThePath() throws Exception {
    String path = GotProcess.TREE.resolve("bin") + ":/usr/bin:/bin";

    clones(
        Launch.in(work)
            .by("sh", "-c", "exec got \"$@\"")
            .program(Path.of("sh"))
            .environment(Map.of("PATH", path)));
  }

  @Test
  void worksWithoutHomeAndLocale() throws Exception {
    clones(Launch.in(work).environment(Map.of("PATH", "/usr/bin:/bin")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "JAVA_TOOL_OPTIONS",
        "JDK_JAVA_OPTIONS",
        "_JAVA_OPTIONS",
        "CLASSPATH",
        "_JAVA_LAUNCHER_DEBUG",
        "_JAVA_SR_SIGNUM"
      })
  void variablesOfJavaAreIgnored(String variable) throws Exception {
    clones(
        Launch.in(work).environment(Map.of("PATH", "/usr/bin:/bin", variable, "-XX:+NoSuchFlag")));
  }

  @Test
  void worksWhereNothingOfTheTreeCanBeWrittenAndNamesHoldSpaces() throws Exception {
    // Whoever the helpers of root are has to reach it.
    Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path copy = TreeCopy.in(work.resolve("read only tree"));
    setWritable(copy, false);
    try {
      clones(Launch.in(work).program(copy.resolve("bin/got")));
    } finally {
      setWritable(copy, true);
    }
  }

  private static void setWritable(Path tree, boolean writable) throws Exception {
    List<Path> all;
    try (Stream<Path> files = Files.walk(tree)) {
      all = files.filter(f -> !Files.isSymbolicLink(f)).toList();
    }
    for (Path path : all) {
      Set<PosixFilePermission> permissions = EnumSet.copyOf(Files.getPosixFilePermissions(path));
      if (writable) {
        permissions.add(PosixFilePermission.OWNER_WRITE);
      } else {
        permissions.remove(PosixFilePermission.OWNER_WRITE);
      }
      Files.setPosixFilePermissions(path, permissions);
    }
  }

  @Test
  void treeHoldsWhatIsInstalledAndNothingElse() throws Exception {
    assertThat(FileTree.listing(GotProcess.TREE))
        .filteredOn(line -> !line.contains(" runtime/"))
        .map(line -> line.replaceAll("-[0-9a-f]{16}\\.aot$", "-ID.aot"))
        .containsExactly(
            "rwxr-xr-x /",
            "rwxr-xr-x bin/",
            "rwxr-xr-x bin/got",
            "rwxr-xr-x bin/gotadmin",
            "rwxr-xr-x lib/",
            "rw-r--r-- lib/got-ID.aot",
            "rw-r--r-- lib/got-fetch-http-ID.aot",
            "rw-r--r-- lib/got-fetch-http.jar",
            "rw-r--r-- lib/got-fetch-http.options",
            "rw-r--r-- lib/got-fetch-pack-ID.aot",
            "rw-r--r-- lib/got-fetch-pack.jar",
            "rw-r--r-- lib/got-fetch-pack.options",
            "rw-r--r-- lib/got-index-pack-ID.aot",
            "rw-r--r-- lib/got-index-pack.jar",
            "rw-r--r-- lib/got-index-pack.options",
            "rw-r--r-- lib/got-probe.jar",
            "rw-r--r-- lib/got-read-pack-ID.aot",
            "rw-r--r-- lib/got-read-pack.jar",
            "rw-r--r-- lib/got-read-pack.options",
            "rw-r--r-- lib/got.jar",
            "rw-r--r-- lib/got.options",
            "rw-r--r-- lib/libgotsyscall.so",
            "rw-r--r-- lib/libjunixsocket.so",
            "rw-r--r-- lib/make-caches.jar",
            "rw-r--r-- lib/make-caches.options",
            "rw-r--r-- lib/programs",
            "rwxr-xr-x libexec/",
            "rwxr-xr-x libexec/got-fetch-http",
            "rwxr-xr-x libexec/got-fetch-pack",
            "rwxr-xr-x libexec/got-index-pack",
            "rwxr-xr-x libexec/got-read-pack",
            "rwxr-xr-x libexec/make-caches",
            "rwxr-xr-x share/",
            "rwxr-xr-x share/bash-completion/",
            "rwxr-xr-x share/bash-completion/completions/",
            "rw-r--r-- share/bash-completion/completions/got",
            "rw-r--r-- share/bash-completion/completions/gotadmin",
            "rwxr-xr-x share/man/",
            "rwxr-xr-x share/man/man1/",
            "rw-r--r-- share/man/man1/got.1",
            "rw-r--r-- share/man/man1/gotadmin.1",
            "rwxr-xr-x share/man/man5/",
            "rw-r--r-- share/man/man5/got.conf.5",
            "rwxr-xr-x share/man/man7/",
            "rw-r--r-- share/man/man7/got-privsep.7",
            "rwxr-xr-x share/man/man8/",
            "rw-r--r-- share/man/man8/got-fetch-http.8",
            "rw-r--r-- share/man/man8/got-fetch-pack.8",
            "rw-r--r-- share/man/man8/got-index-pack.8",
            "rw-r--r-- share/man/man8/got-read-pack.8",
            "rwxr-xr-x share/zsh/",
            "rwxr-xr-x share/zsh/site-functions/",
            "rw-r--r-- share/zsh/site-functions/_got",
            "rw-r--r-- share/zsh/site-functions/_gotadmin");
  }

  @Test
  void versionAndHelpGoToStandardOutput() throws Exception {
    assertThat(GotProcess.run(work, "-V")).isEqualTo(new Result(0, "got 0.1.0\n", ""));
    assertThat(GotProcess.run(work, "-h"))
        .isEqualTo(new Result(0, USAGE + "commands: clone, fetch\n", ""));
    assertThat(GotProcess.run(work, "-h", "clone").out()).startsWith(CLONE_USAGE);
  }

  @Test
  void wrongCommandLinesEndWithStatusTwo() throws Exception {
    assertThat(GotProcess.run(work))
        .isEqualTo(new Result(2, "", "got: no command given\n" + USAGE));
    assertThat(GotProcess.run(work, "bake"))
        .isEqualTo(new Result(2, "", "got: unknown command: bake\n" + USAGE));
    assertThat(GotProcess.run(work, "-x"))
        .isEqualTo(new Result(2, "", "got: unknown option: -x\n" + USAGE));
    assertThat(GotProcess.run(work, "clone", "-x", "git://h/p"))
        .isEqualTo(new Result(2, "", "got: unknown option: -x\n" + CLONE_USAGE));
    assertThat(GotProcess.run(work, "clone", "-a", "-b", "main", "git://h/p"))
        .isEqualTo(new Result(2, "", "got: -a and -b options are mutually exclusive\n"));
    assertThat(GotProcess.run(work, "clone", "foo"))
        .isEqualTo(new Result(2, "", "got: failed to parse uri: foo\n"));
    assertThat(work).isEmptyDirectory();
  }
}
