package got.packaging.admin;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.proc.QuietClock;
import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.PackFiles;
import got.packaging.support.TreeCopy;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gotadmin confinement} tells what the helpers of its tree can do, and leaves nothing. */
class ConfinementCommandTest {
  private static final int LEAST = 40;
  private static final int HEADING = 5;

  /** The proof that helpers have inside passes: open, socket and exec are refused. */
  private static final String WIDE_POLICY =
      """
      package got.fetch;
      import got.ipc.confine.*;
      public final class Main {
        public static final Policy POLICY =
            new Policy(
                Filter.allBut(Call.OPENAT, Call.SOCKET, Call.EXECVE),
                new ResourceLimits(0, 64, 3600),
                "");
      }
      """;

  @TempDir Path work;

  @AfterEach
  void nothingRuns() throws Exception {
    GotProcess.assertNoneRuns();
  }

  private static boolean root() {
    return System.getProperty("user.name").equals("root");
  }

  /** Scratch directories have the process in their names. */
  private static void assertNothingLeft(GotProcess gotadmin) throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .noneMatch(name -> name.startsWith("got-confinement-" + gotadmin.pid() + "-"));
    }
  }

  private Result confinement(Path tree, String... options) throws Exception {
    String[] arguments = new String[options.length + 1];
    arguments[0] = "confinement";
    System.arraycopy(options, 0, arguments, 1, options.length);
    try (GotProcess gotadmin =
        GotProcess.Launch.in(work).program(tree.resolve("bin/gotadmin")).start(arguments)) {
      Result result = gotadmin.await();
      assertNothingLeft(gotadmin);
      return result;
    }
  }

  @Test
  void everythingIsDenied() throws Exception {
    Result result = confinement(GotProcess.TREE);

    List<String> lines = result.out().lines().toList();
    assertThat(result.err()).isEmpty();
    assertThat(lines.getFirst())
        .matches("got-fetch-pack: landlock abi \\d+[^,]*, launch filter, seccomp, rlimits.*");
    assertThat(lines.get(1))
        .matches("got-index-pack: landlock abi \\d+[^,]*, launch filter, seccomp, rlimits.*");
    assertThat(lines.get(2))
        .matches("got-fetch-http: landlock abi \\d+[^,]*, launch filter, seccomp, rlimits.*");
    assertThat(lines.get(3))
        .matches("got-read-pack: landlock abi \\d+[^,]*, launch filter, seccomp, rlimits.*");
    assertThat(lines.get(4))
        .isEqualTo("got-fetch-pack  got-index-pack  got-fetch-http  got-read-pack  operation");
    List<String> rows = lines.subList(HEADING, lines.size());
    assertThat(rows)
        .hasSizeGreaterThan(LEAST)
        .allMatch(row -> row.startsWith("denied          ".repeat(3) + "denied         "));
    assertThat(new HashSet<>(rows)).hasSameSizeAs(rows);
    assertThat(rows.stream().map(row -> row.substring(63)))
        .contains(
            "at start: open /etc/passwd",
            "at start: make a UDP socket",
            "at start: connect to a named Unix socket",
            "at start: change the mode",
            "at start: signal a stranger",
            "at start: keyctl",
            "at start: io_uring_setup",
            "create a file",
            "make a UDP socket",
            "exec a shell",
            "fork",
            "ptrace",
            "signal its parent",
            "signal a stranger",
            "io_uring_setup",
            "bpf",
            "mount",
            "keyctl",
            "make an executable file in memory",
            "open its own environment",
            "use a descriptor of its parent's");
    assertThat(result.status()).isZero();
  }

  @Test
  void helperThatCanDoMoreIsFoundOut() throws Exception {
    Path tree = TreeCopy.in(work.resolve("tree"));
    Path source = Files.createDirectory(work.resolve("source")).resolve("Main.java");
    Files.writeString(source, WIDE_POLICY);
    Path archive = tree.resolve("lib/got-fetch-pack.jar");
    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-d",
                work.resolve("classes").toString(),
                "-cp",
                archive.toString(),
                source.toString());
    assertThat(compiled).isZero();
    try (FileSystem jar = FileSystems.newFileSystem(archive)) {
      Files.copy(
          work.resolve("classes/got/fetch/Main.class"),
          jar.getPath("got/fetch/Main.class"),
          StandardCopyOption.REPLACE_EXISTING);
    }
    open(work);

    Result result = confinement(tree);

    assertThat(result.out().lines())
        .contains(
            "allowed         denied          denied          denied         ask for the host's"
                + " name",
            "allowed         denied          denied          denied         change the directory",
            "denied          denied          denied          denied         open /etc/passwd",
            "denied          denied          denied          denied         ptrace")
        .noneMatch(line -> line.startsWith("denied          allowed"));
    long allowed = result.out().lines().filter(line -> line.startsWith("allowed ")).count();
    assertThat(result.err())
        .isEqualTo("gotadmin: not confined: operations that are not denied: " + allowed + "\n");
    assertThat(result.status()).isEqualTo(7);
  }

  @Test
  void probeThatCannotRunIsNoEvidence() throws Exception {
    Path tree = TreeCopy.in(work.resolve("tree"));
    open(work);
    // The wrong program: its policy is not where it should be.
    Files.copy(
        tree.resolve("lib/got-index-pack.jar"),
        tree.resolve("lib/got-fetch-pack.jar"),
        StandardCopyOption.REPLACE_EXISTING);

    Result result = confinement(tree);

    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .startsWith("gotadmin: probe of got-fetch-pack broke: exit status 1: ")
        .endsWith("got.fetch.Main\n");
    assertThat(result.status()).isEqualTo(7);
  }

  /** For the helpers' user, if root runs the tests. */
  private static void open(Path directory) throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void anotherUserCanBeGiven() throws Exception {
    if (!root()) {
      assertThat(confinement(GotProcess.TREE, "--helper-user", "daemon"))
          .isEqualTo(new Result(2, "", "gotadmin: --helper-user option is for root\n"));
      return;
    }

    assertThat(confinement(GotProcess.TREE, "--helper-user", "daemon").out())
        .matches(
            "(?s)(got-(fetch-pack|index-pack|fetch-http|read-pack): [^\n]*, user daemon\n){4}.*");
    assertThat(confinement(GotProcess.TREE, "--helper-user", "root"))
        .isEqualTo(
            new Result(
                7,
                "",
                "gotadmin: cannot confine helpers: user: not without rights: user or group 0\n"));
  }

  @Test
  void thereIsNoDoingWithout() throws Exception {
    assertThat(confinement(GotProcess.TREE, "--unconfined"))
        .isEqualTo(
            new Result(
                2,
                "",
                """
                gotadmin: unknown option: --unconfined
                usage: gotadmin confinement [--helper-user user] [--no-landlock]
                """));
  }

  @Test
  void signalLeavesNothing() throws Exception {
    try (GotProcess gotadmin =
        PackFiles.launch(work).by("env", "--default-signal=TERM").start("confinement")) {
      QuietClock clock = QuietClock.start();
      while (gotadmin.handle().children().findAny().isEmpty() && !clock.isOver(20)) {
        Thread.sleep(2);
      }
      assertThat(gotadmin.handle().destroy()).isTrue();
      assertThat(gotadmin.await()).isEqualTo(new Result(143, "", ""));
      assertNothingLeft(gotadmin);
    }
  }
}
