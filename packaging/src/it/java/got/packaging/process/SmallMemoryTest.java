package got.packaging.process;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.GitDaemon;
import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Launch;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.TestRepositories;
import got.packaging.support.TreeCopy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A program whose heap is too small for a repository says whose memory it was, and leaves nothing.
 * With the property {@code got.fail=all} every heap up to the first that is enough; otherwise one
 * for each program and repository.
 */
@Tag("alone")
class SmallMemoryTest {
  /** MiB with which a virtual machine starts, so that it can say something. */
  private static final int LEAST = 3;

  private static final int ENOUGH = 64;

  @TempDir static Path installed;
  @TempDir static Path served;
  private static Path tree;
  private static GitDaemon daemon;

  @TempDir Path work;

  /**
   * One program with little memory: the file of the tree that says how much; what it says, as a
   * regular expression; a repository; a heap in MiB that is not enough for it; and how that ends.
   */
  enum Program {
    GOT("bin/got", "-Xms\\S+ \\\\\\s+-Xmx\\S+", "tags.git", 8, 1, "got: out of memory"),
    FETCH_PACK(
        "lib/got-fetch-pack.options",
        "-Xms\\S+\n-Xmx\\S+",
        "tags.git",
        4,
        7,
        "got: got-fetch-pack: out of memory"),
    INDEX_PACK(
        "lib/got-index-pack.options",
        "-Xms\\S+\n-XX:MaxRAM\\S+\n-XX:MaxNewSize\\S+",
        "small.git",
        3,
        7,
        "got: got-index-pack: out of memory"),
    INDEX_PACK_OF_LARGE(
        "lib/got-index-pack.options",
        "-Xms\\S+\n-XX:MaxRAM\\S+\n-XX:MaxNewSize\\S+",
        "large.git",
        3,
        7,
        "got: got-index-pack: out of memory");

    private final String file;
    private final String options;
    private final String repository;
    private final int tooSmall;
    private final int status;
    private final String complaint;

    Program(
        String file,
        String options,
        String repository,
        int tooSmall,
        int status,
        String complaint) {
      this.file = file;
      this.options = options;
      this.repository = repository;
      this.tooSmall = tooSmall;
      this.status = status;
      this.complaint = complaint;
    }
  }

  @BeforeAll
  static void install() throws Exception {
    Files.setPosixFilePermissions(installed, PosixFilePermissions.fromString("rwxr-xr-x"));
    tree = TreeCopy.in(installed.resolve("tree"));
    TestRepositories repositories = new TestRepositories(served);
    repositories.normal("small.git");
    repositories.large("large.git");
    repositories.manyTags("tags.git", 200_000);
    daemon = GitDaemon.start(served);
  }

  @AfterAll
  static void stop() {
    daemon.close();
  }

  @BeforeEach
  @AfterEach
  void restore() throws Exception {
    for (Program program : Program.values()) {
      Files.copy(
          GotProcess.TREE.resolve(program.file),
          tree.resolve(program.file),
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  @ParameterizedTest
  @EnumSource
  void tooLittleMemoryIsSaidAndLeavesNothing(Program program) throws Exception {
    boolean all = System.getProperty("got.fail", "").equals("all");
    List<Integer> heaps =
        all ? IntStream.rangeClosed(LEAST, ENOUGH).boxed().toList() : List.of(program.tooSmall);
    for (int megabytes : heaps) {
      Result result = run(program, megabytes);
      if (all && result.status() == 0) {
        assertThat(megabytes).isGreaterThan(program.tooSmall);
        return;
      }
      assertThat(result.err()).as(megabytes + " MiB").isEqualTo(program.complaint + "\n");
      assertThat(result.out()).isEmpty();
      assertThat(result.status()).isEqualTo(program.status);
      assertThat(work).isEmptyDirectory();
    }
    assertThat(all).as("no heap up to %d MiB is enough", ENOUGH).isFalse();
  }

  @Test
  void signalWhileMemoryRunsOutLeavesNothing() throws Exception {
    shrink(Program.GOT, Program.GOT.tooSmall);
    for (int delay = 200; delay <= 1_400; delay += 200) {
      try (GotProcess got =
          Launch.in(work)
              .by("env", "--default-signal")
              .program(tree.resolve("bin/got"))
              .start("clone", "-q", daemon.url(Program.GOT.repository), "it.git")) {
        Thread.sleep(delay);
        kill(got.pid());
        assertThat(got.await().status()).as("after %d ms", delay).isIn(143, 1);
      }
      assertThat(work).as("after %d ms", delay).isEmptyDirectory();
    }
  }

  /** It may have ended by itself. */
  private static void kill(long pid) throws Exception {
    new ProcessBuilder("kill", Long.toString(pid)).start().waitFor();
  }

  private Result run(Program program, int megabytes) throws Exception {
    shrink(program, megabytes);
    try {
      return Launch.in(work)
          .program(tree.resolve("bin/got"))
          .run("clone", "-q", daemon.url(program.repository), "it.git");
    } finally {
      restore();
    }
  }

  private static void shrink(Program program, int megabytes) throws Exception {
    Path file = tree.resolve(program.file);
    String text = Files.readString(file);
    String changed = text.replaceFirst(program.options, "-Xmx" + megabytes + "m");
    assertThat(changed).isNotEqualTo(text);
    Files.writeString(file, changed);
  }
}
