package got.packaging.process;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.FileTree;
import got.packaging.support.Git;
import got.packaging.support.GitDaemon;
import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Launch;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.PackFiles;
import got.packaging.support.TestRepositories;
import got.packaging.support.TreeCopy;
import got.packaging.support.Waits;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A got-read-pack that was taken over says what it likes, to got and to got-index-pack. Neither
 * believes what it can check, and the repository is as it was. What every helper can do to the
 * channel is tried by {@link LyingHelperTest}; here only a sample is.
 */
class LyingReadPackTest {
  /** As many lie side by side. */
  private static final int TREES = 3;

  private static final BlockingQueue<Path> FREE = new ArrayBlockingQueue<>(TREES);
  @TempDir static Path installed;
  @TempDir static Path served;
  @TempDir static Path ours;
  private static GitDaemon daemon;
  private static Path repository;

  @TempDir Path work;
  private Path mine;

  @BeforeAll
  static void install() throws Exception {
    Files.setPosixFilePermissions(installed, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path archive =
        LiarArchive.make(
            helper(GotProcess.TREE),
            installed.resolve("liar.jar"),
            "got/read/Main.class",
            "LyingReadPack");
    for (int i = 0; i < TREES; i++) {
      Path tree = TreeCopy.in(installed.resolve("tree" + i));
      Files.copy(archive, helper(tree), StandardCopyOption.REPLACE_EXISTING);
      FREE.add(tree);
    }
    Path source = new TestRepositories(served).normal("small.git");
    advance(source, "refs/heads/thin", "refs/heads/main^0", 1);
    daemon = GitDaemon.start(served);
    repository = ours.resolve("ours.git");
    Git.run(ours, "clone", "-q", "--mirror", daemon.url("small.git"), repository.toString());
    // So that got asks how references move.
    Git.run(repository, "config", "core.logAllRefUpdates", "true");
    // A server that has a branch of ours asks for no more; but nothing of ours leads to this one.
    commit(source, "refs/heads/fresh", "", 0);
    advance(source, "refs/heads/main", "refs/heads/main^0", 0);
    advance(source, "refs/heads/thin", "refs/heads/thin^0", 2);
  }

  /** A new version of a long file, or of a short one, which is never sent as a delta. */
  private static void advance(Path source, String ref, String parent, int version)
      throws Exception {
    commit(source, ref, "from " + parent + "\n", version);
  }

  private static void commit(Path source, String ref, String from, int version) throws Exception {
    StringBuilder text = new StringBuilder("version " + version + "\n");
    for (int i = 0; version > 0 && i < 1000; i++) {
      text.append("line ").append(i * i).append('\n');
    }
    Git.feed(
        source,
        "commit %s\ncommitter T <t@example.org> 1700000200 +0100\ndata 2\nn\n%s"
                .formatted(ref, from)
            + "M 100644 inline %s\ndata %d\n%s\n"
                .formatted(version > 0 ? "long.txt" : "short.txt", text.length(), text),
        "fast-import",
        "--quiet");
  }

  private static Path helper(Path tree) {
    return tree.resolve("lib").resolve(LyingReadPack.NAME + ".jar");
  }

  @AfterAll
  static void stop() {
    daemon.close();
    FREE.clear();
  }

  @BeforeEach
  void copy() throws Exception {
    mine = work.resolve("mine.git");
    FileTree.copy(repository, mine);
  }

  private static void tell(Path tree, String lie) throws Exception {
    try (FileSystem jar = FileSystems.newFileSystem(helper(tree))) {
      Files.writeString(jar.getPath("lie"), LyingReadPack.NAME + ":" + lie, StandardCharsets.UTF_8);
    }
  }

  private Result run(String branch, String lie) throws Exception {
    Path tree = FREE.take();
    try {
      tell(tree, lie);
      // Long enough for a helper to start, where silence is not the lie.
      String seconds = lie.startsWith("silence") ? "4" : "30";
      Launch launch = Launch.in(work).program(tree.resolve("bin/got"));
      String[] words = {
        "fetch", "-q", "-b", branch, "-r", mine.toString(), "--timeout", seconds, "--max-time", "50"
      };
      return launch.run(words);
    } finally {
      FREE.add(tree);
    }
  }

  private void assertRefused(String branch, String lie, int status, String text) throws Exception {
    Map<String, String> before = FileTree.snapshot(mine);
    Result result = run(branch, lie);
    assertThat(result.err()).as(lie).startsWith("got: ").contains(text);
    assertThat(result.out()).as(lie).isEmpty();
    assertThat(result.status()).as(result.err()).isEqualTo(status);
    assertThat(FileTree.snapshot(mine)).as(lie).isEqualTo(before);
  }

  @Test
  void whoLiesAboutNothingIsOfUse() throws Exception {
    assertThat(run("main", "")).isEqualTo(new Result(0, "", ""));
    assertThat(Git.run(mine, "rev-parse", "main"))
        .isEqualTo(Git.run(served.resolve("small.git"), "rev-parse", "main"));
    Git.run(mine, "fsck", "--strict", "--connectivity-only");
  }

  @Waits
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "main|close at once|7|got-read-pack died: exit status 0",
        "main|close after the request|7|got-read-pack died: exit status 0",
        "fresh|close before haves|7|got-read-pack died: exit status 0",
        "fresh|close after haves|7|got-read-pack died: exit status 0",
        "main|close in service|7|got-read-pack died: exit status 0",
        "main|close before done|7|got-read-pack died: exit status 0",
        "main|silence before ready|7|got-read-pack did not start within 4 seconds",
        "main|silence after the request|7|got-read-pack made no progress for 4 seconds",
        "fresh|silence before haves|7|got-read-pack made no progress for 4 seconds",
        "main|silence in service|7|made no progress for 4 seconds",
        "main|silence before done|7|got-read-pack made no progress for 4 seconds",
        "main|no ready|7|got-read-pack broke the rules",
        "main|nothing in force|7|cannot confine got-read-pack",
        "main|half a frame|7|got-read-pack broke the rules",
        "main|descriptor that is not there|7|got-read-pack broke the rules",
        "main|message of the other helper|7|broke the rules",
        "main|done at once|7|broke the rules",
        "fresh|haves in place of the answer|7|broke the rules",
        "main|known that nobody asked about|7|broke the rules",
        "main|known without end|7|broke the rules",
        "main|reading without end|7|got-read-pack died: exit status 0",
        "main|known of a type that is none|7|broke the rules",
        "main|known with fewer types than ids|7|broke the rules",
        "main|wish for an object that was not listed|7|broke the rules",
        "main|end of an answer to nothing|7|broke the rules",
        "main|known after the answer|7|broke the rules",
        "fresh|haves that nobody asked for|7|broke the rules",
        "main|done before service|7|broke the rules",
        "fresh|more haves than asked for|7|broke the rules",
        "fresh|haves of another algorithm|7|broke the rules",
        "fresh|haves of half an id|7|broke the rules",
        "fresh|known in place of haves|7|broke the rules",
        "main|its peer left twice|7|broke the rules",
        "main|ways that nobody asked for|7|broke the rules",
        "main|more ways than moves|7|broke the rules",
        "main|done twice|7|broke the rules",
        "main|one more after done|7|broke the rules",
        "main|exit 1 after done|7|got-read-pack died: exit status 1",
        "main|linger after done|7|got-read-pack died: did not exit"
      })
  void gotDoesNotBelieveIt(String branch, String lie, int status, String text) throws Exception {
    assertRefused(branch, lie, status, text);
  }

  @Waits
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "main|all is missing|6|missing from pack and repository, one is commit ",
        "main|missing that nobody asked about|1|got-read-pack broke the rules",
        "main|missing twice|1|got-read-pack broke the rules",
        "main|present that nobody asked about|1|got-read-pack broke the rules",
        "main|all is there, but gone|1|got-read-pack broke the rules",
        "main|answer to another question|1|got-read-pack broke the rules",
        "thin|no base is there|6|1 unresolved delta",
        "thin|base that is another|1|repository has other bytes under the id of base ",
        "thin|base that is too short|1|got-read-pack broke the rules",
        "thin|base that is too long|1|got-read-pack broke the rules",
        "thin|base that is huge|1|got-read-pack broke the rules",
        "thin|base in place of which objects are named|1|got-read-pack broke the rules"
      })
  void indexPackDoesNotBelieveIt(String branch, String lie, int status, String text)
      throws Exception {
    assertRefused(branch, lie, status, text);
  }

  /** A pack with the newer commit on the branch thin. */
  private void writePack(String... options) throws Exception {
    Path server = served.resolve("small.git");
    String old = Git.run(mine, "rev-parse", "thin").strip();
    Path ignored = new PackFiles(work).pack(server, "a.pack", "thin\n^" + old + "\n", options);
  }

  private Result complete(String lie) throws Exception {
    Path tree = FREE.take();
    try {
      tell(tree, lie);
      return Launch.in(work)
          .program(tree.resolve("bin/gotadmin"))
          .run("indexpack", "--fix-thin", "-r", mine.toString(), "a.pack");
    } finally {
      FREE.add(tree);
    }
  }

  private void assertNotBelieved(String lie, int status, String text) throws Exception {
    Map<String, String> before = FileTree.snapshot(work);
    Result result = complete(lie);
    assertThat(result.err()).as(lie).startsWith("gotadmin: ").contains(text);
    assertThat(result.out()).as(lie).isEmpty();
    assertThat(result.status()).as(result.err()).isEqualTo(status);
    assertThat(FileTree.snapshot(work)).as(lie).isEqualTo(before);
  }

  @Waits
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "close at once|7|got-read-pack died: exit status 0",
        "nothing in force|7|cannot confine got-read-pack",
        "message of the other helper|7|broke the rules",
        "done at once|7|broke the rules",
        "haves in place of the answer|7|broke the rules",
        "known that nobody asked about|7|broke the rules",
        "wish for an object that was not listed|7|broke the rules",
        "no base is there|6|is neither in it nor in the repository",
        "base that is another|1|repository has other bytes under the id of base ",
        "base that is too short|1|got-read-pack broke the rules",
        "base that is huge|1|got-read-pack broke the rules"
      })
  void thinPackIsNotCompletedByLies(String lie, int status, String text) throws Exception {
    writePack("--thin", "--revs");
    assertNotBelieved(lie, status, text);
  }

  @Waits
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "close in service|7|got-read-pack died: exit status 0",
        "close before done|7|got-read-pack died: exit status 0",
        "done twice|7|broke the rules",
        "one more after done|7|broke the rules",
        "exit 1 after done|7|got-read-pack died: exit status 1",
        "linger after done|7|got-read-pack died: did not exit",
        "present that nobody asked about|1|got-read-pack broke the rules",
        "all is there, but gone|1|got-read-pack broke the rules",
        "answer to another question|1|got-read-pack broke the rules"
      })
  void liesAboutAWholePackAreNoticed(String lie, int status, String text) throws Exception {
    writePack("--revs");
    assertNotBelieved(lie, status, text);
  }

  @Test
  void wholePackNeedsNoRepository() throws Exception {
    writePack("--revs");
    assertThat(complete("").status()).isZero();
    assertThat(work.resolve("a.idx")).exists();
  }
}
