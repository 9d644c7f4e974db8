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
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A got-fetch-pack that was taken over says what it likes while a repository that is there is
 * fetched into. got believes none of it, and the repository is as it was. What every helper can do
 * to the channel, and got-fetch-pack in a clone, is tried by {@link LyingHelperTest}; here only a
 * sample is.
 */
class LyingFetchPackInFetchTest {
  /** As many lie side by side. */
  private static final int TREES = 3;

  /** Branches of which got does not tell the server at once. */
  private static final int MANY = 65;

  private static final BlockingQueue<Path> FREE = new ArrayBlockingQueue<>(TREES);
  @TempDir static Path installed;
  @TempDir static Path served;
  @TempDir static Path ours;
  private static GitDaemon daemon;
  private static Path repository;
  private static String old;
  private static String head;

  @TempDir Path work;
  private Path mine;

  @BeforeAll
  static void install() throws Exception {
    Files.setPosixFilePermissions(installed, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path source = new TestRepositories(served).normal("small.git");
    old = advance(source, 1);
    daemon = GitDaemon.start(served);
    repository = ours.resolve("ours.git");
    Git.run(ours, "clone", "-q", "--mirror", daemon.url("small.git"), repository.toString());
    // So that got asks how references move.
    Git.run(repository, "config", "core.logAllRefUpdates", "true");
    head = advance(source, 2);
    Path archive = archive(source);
    for (int i = 0; i < TREES; i++) {
      Path tree = TreeCopy.in(installed.resolve("tree" + i));
      Files.copy(archive, helper(tree), StandardCopyOption.REPLACE_EXISTING);
      FREE.add(tree);
    }
  }

  /** A new version of a long file, so that it is sent as a delta. */
  private static String advance(Path source, int version) throws Exception {
    StringBuilder text = new StringBuilder("version " + version + "\n");
    for (int i = 0; i < 1000; i++) {
      text.append("line ").append(i * i).append('\n');
    }
    Git.feed(
        source,
        "commit refs/heads/main\ncommitter T <t@example.org> 1700000200 +0100\ndata 2\nn\n"
            + "from refs/heads/main^0\nM 100644 inline long.txt\ndata %d\n%s\n"
                .formatted(text.length(), text),
        "fast-import",
        "--quiet");
    return Git.run(source, "rev-parse", "main").strip();
  }

  private static Path helper(Path tree) {
    return tree.resolve("lib").resolve(GotProcess.FETCH_PACK + ".jar");
  }

  /** The helper's own, with the liar in its place, and what it will say. */
  private static Path archive(Path source) throws Exception {
    Path archive =
        LiarArchive.make(
            helper(GotProcess.TREE),
            installed.resolve("liar.jar"),
            "got/fetch/Main.class",
            "LyingUpdate|Interjection");
    try (FileSystem jar = FileSystems.newFileSystem(archive)) {
      String news = head + "\n^" + old + "\n";
      Files.copy(
          new PackFiles(ours).pack(source, "news.pack", news, "--thin", "--revs"),
          jar.getPath("pack"));
      String parent = Git.run(source, "rev-parse", old + "^").strip();
      Files.write(jar.getPath("head"), HexFormat.of().parseHex(head));
      Files.write(jar.getPath("commits"), HexFormat.of().parseHex(old + parent));
    }
    return archive;
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

  private static void tell(Path tree, String lie) throws IOException {
    try (FileSystem jar = FileSystems.newFileSystem(helper(tree))) {
      Files.writeString(jar.getPath("lie"), LyingUpdate.NAME + ":" + lie, StandardCharsets.UTF_8);
    }
  }

  private Result run(String lie) throws Exception {
    Path tree = FREE.take();
    try {
      tell(tree, lie);
      // Long enough for a helper to start, where silence is not the lie.
      String seconds = lie.contains("silence") ? "4" : "30";
      Launch launch = Launch.in(work).program(tree.resolve("bin/got"));
      Result result =
          launch.run(
              "fetch", "-q", "-r", mine.toString(), "--timeout", seconds, "--max-time", "50");
      Leftovers.nothingRuns(tree);
      return result;
    } finally {
      FREE.add(tree);
    }
  }

  private void assertRefused(String lie, int status, String text) throws Exception {
    Map<String, String> before = FileTree.snapshot(work);
    Result result = run(lie);
    assertThat(result.err()).as(lie).startsWith("got: ").contains(text);
    assertThat(result.err()).as(lie).doesNotContain("xception", "internal error", "\tat ");
    assertThat(result.out()).as(lie).isEmpty();
    assertThat(result.status()).as(result.err()).isEqualTo(status);
    assertThat(FileTree.snapshot(work)).as(lie).isEqualTo(before);
  }

  private String branch() throws Exception {
    return Git.run(mine, "rev-parse", "main").strip();
  }

  /**
   * Of so many branches the server does not hear at once, and nothing is wanted before
   * got-read-pack has said what is here.
   */
  private void makeManyBranches() throws Exception {
    StringBuilder stream = new StringBuilder();
    for (int i = 0; i < MANY; i++) {
      stream.append("commit refs/heads/own").append(i).append("\ncommitter T <t@example.org> ");
      stream
          .append(1_700_000_300 + i)
          .append(" +0100\ndata 1\nn\nfrom ")
          .append(old)
          .append("\n\n");
    }
    Git.feed(mine, stream.toString(), "fast-import", "--quiet");
  }

  private void make(String branches) throws Exception {
    if (branches.equals("many")) {
      makeManyBranches();
    }
  }

  /** What it says beside the truth is for people, or a server could say it too. */
  @Waits
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "few|honest",
        "many|honest",
        "few|no question",
        "many|no question",
        "few|early question",
        "few|as many questions as possible",
        "many|as many questions as possible",
        "few|sign of life after the list",
        "few|sign of life after the wants",
        "few|sign of life in the pack",
        "few|packet in the pack",
        "few|text in the pack",
        "few|bytes that go back",
        "few|pack and end after the list",
        "many|pack and end after the list",
        "few|pack and end after the question"
      })
  void whoBringsThePackIsOfUse(String branches, String lie) throws Exception {
    make(branches);
    assertThat(run(lie)).as(lie).isEqualTo(new Result(0, "", ""));
    assertThat(branch()).isEqualTo(head);
    Git.run(mine, "fsck", "--strict", "--connectivity-only");
    assertThat(FileTree.listing(work)).noneMatch(line -> line.matches(".*(lock|tmp|\\.temp).*"));
  }

  @Waits
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "few|end of nothing with nothing wanted|old",
        "few|pack that is not mentioned with nothing wanted|old",
        "few|other algorithm of an empty server|old",
        "few|sign of life with nothing missing|before",
        "many|sign of life with nothing missing|before",
        "many|end of nothing with nothing missing|before"
      })
  void whoHasNothingNewChangesNoMore(String branches, String lie, String which) throws Exception {
    make(branches);
    String expected = which.equals("old") ? old : Git.run(mine, "rev-parse", old + "^").strip();
    List<String> objects = FileTree.listing(mine.resolve("objects"));
    assertThat(run(lie)).as(lie).isEqualTo(new Result(0, "", ""));
    assertThat(branch()).isEqualTo(expected);
    assertThat(FileTree.listing(mine.resolve("objects"))).isEqualTo(objects);
  }

  @Waits
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "close at once|7|got-fetch-pack died: exit status 0",
        "close before the greeting|7|got-fetch-pack died: exit status 0",
        "close in the list|7|got-fetch-pack died: exit status 0",
        "close after the list|7|got-fetch-pack died: exit status 0",
        "close after the wants|7|got-fetch-pack died: exit status 0",
        "close after the question|7|got-fetch-pack died: exit status 0",
        "close after the answer|7|got-fetch-pack died: exit status 0",
        "close after the last answer|7|got-fetch-pack died: exit status 0",
        "close in the pack|7|got-fetch-pack died: exit status 0",
        "close after the pack|7|got-fetch-pack died: exit status 0",
        "close with nothing wanted|7|got-fetch-pack died: exit status 0",
        "close with nothing missing|7|got-fetch-pack died: exit status 0",
        "silence before ready|7|got-fetch-pack did not start within 4 seconds",
        "silence before the greeting|4|server sent nothing for 4 seconds",
        "silence in the list|4|server sent nothing for 4 seconds",
        "silence after the list|4|server sent nothing for 4 seconds",
        "silence after the wants|4|server sent nothing for 4 seconds",
        "silence after the question|4|server sent nothing for 4 seconds",
        "silence after the answer|4|server sent nothing for 4 seconds",
        "silence after the last answer|4|server sent nothing for 4 seconds",
        "silence in the pack|4|server sent nothing for 4 seconds",
        "silence with nothing wanted|4|server sent nothing for 4 seconds",
        "silence with nothing missing|4|server sent nothing for 4 seconds",
        "exit 1 after done|7|got-fetch-pack died: exit status 1",
        "exit 137 after done|7|got-fetch-pack died: killed by signal 9",
        "linger after done|7|got-fetch-pack died: did not exit",
        "no ready|7|got-fetch-pack broke the rules",
        "nothing in force|7|cannot confine got-fetch-pack",
        "half a frame|7|got-fetch-pack broke the rules",
        "descriptor that is not there|7|got-fetch-pack broke the rules"
      })
  void whoLeavesOrHangsIsNamed(String lie, int status, String text) throws Exception {
    assertRefused(lie, status, text);
  }

  @Waits
  @ParameterizedTest
  @ValueSource(
      strings = {
        "reference before the greeting",
        "name left out before the greeting",
        "end of the list before the greeting",
        "question before the greeting",
        "common commit before the greeting",
        "text before the greeting",
        "bytes before the greeting",
        "end before the greeting",
        "greeting in the list",
        "question in the list",
        "common commit in the list",
        "text in the list",
        "bytes in the list",
        "end in the list",
        "greeting after the list",
        "reference after the list",
        "name left out after the list",
        "end of the list after the list",
        "end of the list after the wants",
        "reference in the pack",
        "message of another helper after the wants",
        "sign of life after the end",
        "packet after the end",
        "greeting after the end",
        "reference after the end",
        "name left out after the end",
        "end of the list after the end",
        "question after the end",
        "common commit after the end",
        "text after the end",
        "bytes after the end",
        "end after the end",
        "failure PACK after the end"
      })
  void nothingIsHeardOutOfTurn(String lie) throws Exception {
    assertRefused(lie, 7, "got-fetch-pack broke the rules");
  }

  @Waits
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "other algorithm|5|server has objects named by sha256, the repository by sha1",
        "id of another algorithm|5|server mixes hash algorithms",
        "id of 19 bytes|7|got-fetch-pack broke the rules",
        "id of zeros|5|server sent a reference to nothing",
        "two ids of one name|5|server sent a reference twice: refs/heads/main",
        "one reference too few|7|broke the rules: wrong number of references",
        "one reference too many|7|broke the rules: wrong number of references",
        "count below zero|7|got-fetch-pack broke the rules",
        "names refs/heads/../../../x|7|got-fetch-pack broke the rules",
        "names refs/heads/x.lock|7|got-fetch-pack broke the rules",
        "names refs/heads/new refs/heads/new/x|5|references exclude one another: refs/heads/new"
            + " and",
        "names refs/heads/main/x|5|references exclude one another: refs/heads/main and",
        "names config|7|got-fetch-pack broke the rules",
        "left-out name that is not counted|7|broke the rules: wrong number of references",
        "left-out name that is good|7|got-fetch-pack broke the rules",
        "left-out name that leads elsewhere|7|got-fetch-pack broke the rules",
        "left-out names without end|7|broke the rules: more references than allowed"
      })
  void listIsNotBelieved(String lie, int status, String text) throws Exception {
    assertRefused(lie, status, text);
  }

  @Waits
  @ParameterizedTest
  @ValueSource(
      strings = {
        "question for 0 after the wants",
        "question for -1 after the wants",
        "question for 1025 after the wants",
        "sign of life below zero after the wants",
        "bytes below zero in the pack",
        "common commit of half an id after the answer",
        "1025 common commits after the answer"
      })
  void numbersAreHeldTo(String lie) throws Exception {
    assertRefused(lie, 7, "got-fetch-pack broke the rules");
  }

  @Waits
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "few|questions after the question|a question ",
        "many|questions after the question|a question ",
        "few|question after the last answer|a question after the last one",
        "many|question after the last answer|a question after the last one",
        "few|common commit after the last answer|an answer after the last one",
        "many|common commit after the last answer|an answer after the last one",
        "many|question in the pack|a question after the last one",
        "many|common commit in the pack|an answer after the last one",
        "many|question after the pack|a question after the last one",
        "many|common commit after the pack|an answer after the last one",
        "few|question in the pack|a question after the last one",
        "few|common commit in the pack|an answer after the last one",
        "few|question after the pack|a question after the last one",
        "few|common commit after the pack|an answer after the last one",
        "few|common commit twice|an answer to what was not offered",
        "few|common commit that was not offered after the answer|an answer to what was not offered",
        "many|common commit that was not offered after the answer|an answer to what was not"
            + " offered",
        "many|common commit of another algorithm after the answer|an answer to what was not"
            + " offered",
        "many|common commits without end after the answer|an answer to what was not offered",
        "few|question with nothing wanted|a question",
        "few|common commit with nothing wanted|an answer",
        "few|bytes with nothing wanted|a pack that was not asked for",
        "few|end with nothing wanted|a pack that was not asked for",
        "few|pack and end with nothing wanted|a pack that was not asked for",
        "many|question with nothing missing|a question",
        "many|common commit with nothing missing|an answer",
        "many|bytes with nothing missing|a pack that was not asked for",
        "many|end with nothing missing|a pack that was not asked for",
        "many|pack and end with nothing missing|a pack that was not asked for"
      })
  void nothingIsAskedOrAnsweredTwice(String branches, String lie, String rule) throws Exception {
    make(branches);
    assertRefused(lie, 7, "broke the rules: " + rule);
  }

  /** Before got has said what it wants: with few branches that is soon, and such a lie is none. */
  @Waits
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "many|question after the list|7|broke the rules: a question",
        "few|common commit after the list|7|broke the rules: an answer",
        "few|common commit that was not offered after the list|7|broke the rules: an answer",
        "few|common commit of another algorithm after the list|7|broke the rules: an answer",
        "many|common commit after the list|7|broke the rules: an answer",
        "many|bytes after the list|7|after the last one",
        "few|end after the list|6|got: pack ends early",
        "many|end after the list|6|got: pack ends early",
        "few|end of nothing after the list|6|got: pack ends early",
        "many|end of nothing after the list|6|got: pack ends early"
      })
  void nothingIsHeardBeforeTheWants(String branches, String lie, int status, String text)
      throws Exception {
    make(branches);
    assertRefused(lie, status, text);
  }

  @Waits
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pack of nothing|6|got: pack ends early",
        "pack without objects|6|got: pack lacks object",
        "pack that ends early|6|got: pack ends early",
        "pack with more behind it|6|got: bytes behind the end of the pack",
        "pack of noise|6|got: not a pack",
        "end after the wants|6|got: pack ends early",
        "end of nothing after the wants|6|got: pack ends early",
        "end with nothing missing|6|got: pack ends early",
        "end of nothing with nothing missing|6|got: pack ends early",
        "end after the question|6|got: pack ends early",
        "end in the pack|6|got: pack ends early",
        "size of the pack too small|7|broke the rules: size of the pack",
        "size of the pack too large|7|broke the rules: size of the pack",
        "size of no pack|7|broke the rules: size of the pack",
        "size below zero|7|got-fetch-pack broke the rules",
        "end of nothing after the pack|7|broke the rules: size of the pack",
        "signs of life without end in the pack|7|got-fetch-pack died: exit status 0",
        "texts without end in the pack|7|broke the rules: more text than allowed",
        "packets without end in the pack|7|broke the rules: more packets than allowed",
        "failure CONNECTION after the wants|4|got: complaint",
        "failure PACK in the pack|6|got: complaint",
        "failure INTERNAL in the pack|7|got: got-fetch-pack: complaint"
      })
  void packIsNotBelieved(String lie, int status, String text) throws Exception {
    assertRefused(lie, status, text);
  }
}
