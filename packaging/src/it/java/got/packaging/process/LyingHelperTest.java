package got.packaging.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import got.cli.process.HelperProgram;
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
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A helper that was taken over says what it likes. got believes what it can check, and never makes
 * a repository of the rest. What a server could have said itself is reported as the server's fault;
 * so is the silence of got-fetch-pack.
 */
class LyingHelperTest {
  /** Of the liars' classes, in the directory of tests and in a helper's archive. */
  private static final String PLACE = Liar.class.getPackageName().replace('.', '/');

  private static final List<String> HELPERS =
      List.of(GotProcess.FETCH_PACK, GotProcess.INDEX_PACK, LyingFetchHttp.NAME);

  @TempDir static Path installed;
  @TempDir static Path served;

  /** As many lie side by side: a third of the lies is silence. */
  private static final int TREES = 4;

  private static final BlockingQueue<Path> FREE = new ArrayBlockingQueue<>(TREES);
  private static GitDaemon daemon;

  @TempDir Path work;
  @TempDir Path moved;

  @BeforeAll
  static void install() throws Exception {
    Files.setPosixFilePermissions(installed, PosixFilePermissions.fromString("rwxr-xr-x"));
    for (int i = 0; i < TREES; i++) {
      FREE.add(TreeCopy.in(installed.resolve("tree" + i)));
    }
    Path source = new TestRepositories(served).normal("small.git");
    Path pack = new PackFiles(served).pack(source, "main.pack", "refs/heads/main\n", "--revs");
    String head = Git.run(source, "rev-parse", "refs/heads/main").strip();
    for (String helper : HELPERS) {
      Path honest = GotProcess.TREE.resolve("lib").resolve(helper + ".jar");
      Path archive = Files.copy(honest, installed.resolve(helper + "-liar.jar"));
      try (FileSystem jar = FileSystems.newFileSystem(archive)) {
        Liar.takesThePlaceOf(jar.getPath(entry(helper)));
        Files.createDirectories(jar.getPath(PLACE));
        for (Path type : liars()) {
          Files.copy(type, jar.getPath(PLACE).resolve(type.getFileName().toString()));
        }
        Files.copy(pack, jar.getPath("pack"));
        Files.write(jar.getPath("head"), HexFormat.of().parseHex(head));
      }
    }
    daemon = GitDaemon.start(served);
  }

  private static String entry(String helper) {
    return HelperProgram.all().stream()
            .filter(program -> program.programName().equals(helper))
            .findFirst()
            .orElseThrow()
            .mainClass()
            .replace('.', '/')
        + ".class";
  }

  private static List<Path> liars() throws Exception {
    Path classes =
        Path.of(Liar.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .resolve(PLACE);
    try (Stream<Path> all = Files.list(classes)) {
      return all.filter(
              file ->
                  file.getFileName()
                      .toString()
                      .matches(
                          "(Liar|LyingFetchPack|LyingFetchHttp|LyingIndexPack)(\\$.*)?\\.class"))
          .toList();
    }
  }

  @AfterAll
  static void stop() {
    daemon.close();
  }

  /** The other helpers are honest. */
  private Result run(String liar, String lie) throws Exception {
    Path tree = FREE.take();
    try {
      for (String helper : HELPERS) {
        boolean lies = helper.equals(liar);
        Path archive = tree.resolve("lib").resolve(helper + ".jar");
        Files.copy(
            lies
                ? installed.resolve(helper + "-liar.jar")
                : GotProcess.TREE.resolve("lib").resolve(helper + ".jar"),
            archive,
            StandardCopyOption.REPLACE_EXISTING,
            // An honest helper starts from its cache, which is dated by its archive.
            StandardCopyOption.COPY_ATTRIBUTES);
        if (lies) {
          write(archive, helper + ":" + lie);
        }
      }
      // Long enough for a helper to start, where silence is not the lie.
      String seconds = lie.startsWith("silence") ? "4" : "30";
      Result result =
          Launch.in(work)
              .program(tree.resolve("bin/got"))
              .run("clone", "-q", "--timeout", seconds, "--max-time", "50", url(liar));
      Leftovers.nothingRuns(tree);
      return result;
    } finally {
      FREE.add(tree);
    }
  }

  /** Who lies about HTTP needs somebody to be connected to, and says nothing to it. */
  private static String url(String liar) {
    return liar.equals(LyingFetchHttp.NAME)
        ? "http://127.0.0.1:" + daemon.port() + "/small.git"
        : daemon.url("small.git");
  }

  private static void write(Path archive, String lie) throws IOException {
    try (FileSystem jar = FileSystems.newFileSystem(archive)) {
      Files.writeString(jar.getPath("lie"), lie, StandardCharsets.UTF_8);
    }
  }

  @Test
  void whoLiesAboutNothingGetsARepository() throws Exception {
    assertThat(run(GotProcess.FETCH_PACK, "")).isEqualTo(new Result(0, "", ""));
    Git.run(work.resolve("small.git"), "fsck", "--strict");
  }

  @Test
  void whoPassesAPackOnByHttpGetsARepository() throws Exception {
    for (String lie : List.of("", "no keep-alive", "a session with escapes")) {
      assertThat(run(LyingFetchHttp.NAME, lie)).as(lie).isEqualTo(new Result(0, "", ""));
      Git.run(work.resolve("small.git"), "fsck", "--strict");
      Files.move(work.resolve("small.git"), moved.resolve("small" + lie.length() + ".git"));
    }
  }

  /** Its pack and index are what it says: got reads no object. See SECURITY.md. */
  @Test
  void indexIsBelieved() throws Exception {
    assertThat(run(GotProcess.INDEX_PACK, "")).isEqualTo(new Result(0, "", ""));
  }

  private void assertRefused(String liar, String lie, int status, String text) throws Exception {
    Result result = run(liar, lie);
    assertThat(result.err()).as(lie).startsWith("got: ").contains(text);
    assertThat(result.out()).isEmpty();
    assertThat(result.status()).as(result.err()).isEqualTo(status);
    assertThat(work).isEmptyDirectory();
  }

  static Stream<Arguments> liesOfEither() {
    return Stream.of(
            "close at once|7|%s died: exit status 0",
            "close before ready|7|%s died: exit status 0",
            "close after ready|7|%s died: exit status 0",
            "close after the request|7|%s died: exit status 0",
            "ready twice|7|broke the rules",
            "no ready|7|broke the rules",
            "nothing in force|7|cannot confine %s",
            "frame of no bytes|7|broke the rules",
            "frame of 64 KiB and one|7|broke the rules",
            "frame of less than nothing|7|broke the rules",
            "half a frame|7|broke the rules",
            "noise|7|broke the rules",
            "two bodies|7|broke the rules",
            "descriptor that is not there|7|broke the rules",
            "no body|7|broke the rules",
            "unknown kind of failure|7|broke the rules",
            "a request|7|broke the rules",
            "silence before ready|7|4 seconds",
            "close in the pack|7|%s died: exit status 0",
            "close before done|7|%s died: exit status 0",
            "one more after done|7|broke the rules",
            "done twice|7|broke the rules",
            "exit 1 after done|7|%s died: exit status 1",
            "exit 137 after done|7|%s died: killed by signal 9",
            "linger after done|7|%s died: did not exit",
            "message of the other helper|7|broke the rules",
            "progress backwards|7|%s died: exit status 0",
            "flood|7|%s died: exit status 0",
            "pack size too small|7|broke the rules",
            "pack size too large|7|broke the rules")
        .map(row -> row.split("[|]", -1))
        .flatMap(
            row ->
                Stream.of(GotProcess.FETCH_PACK, GotProcess.INDEX_PACK)
                    .map(liar -> arguments(liar, row[0], Integer.parseInt(row[1]), row[2])));
  }

  /**
   * @param text in the message; {@code %s} is the helper
   */
  @Waits
  @ParameterizedTest
  @MethodSource("liesOfEither")
  void neitherIsBelieved(String liar, String lie, int status, String text) throws Exception {
    assertRefused(liar, lie, status, text.formatted(liar));
  }

  @Waits
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "silence after ready|7|got-index-pack made no progress for 4 seconds",
        "silence after the request|7|got-index-pack made no progress for 4 seconds",
        "silence in the pack|7|got-index-pack made no progress for 4 seconds",
        "silence before done|7|got-index-pack made no progress for 4 seconds",
        "close after the pack|7|got-index-pack died: exit status 0",
        "silence after the pack|7|got-index-pack made no progress for 4 seconds",
        "done at once|7|broke the rules",
        "answer to listpack|7|broke the rules",
        "end of listpack|7|broke the rules",
        "more indexed than there are|7|broke the rules",
        "more deltas than entries|7|broke the rules",
        "more resolved than deltas|7|broke the rules",
        "progress below zero|7|broke the rules",
        "indexed without inspected|7|broke the rules",
        "inspected twice|7|broke the rules",
        "checksum of another pack|7|broke the rules",
        "checksum of another length|7|broke the rules",
        "checksum of no length|7|broke the rules",
        "index size too small|7|broke the rules",
        "index size too large|7|broke the rules",
        "objects below zero|7|broke the rules",
        "pack file with another end|7|broke the rules",
        "pack file that is shorter|7|broke the rules",
        "pack file that is longer|7|broke the rules",
        "index of another pack|7|broke the rules"
      })
  void indexPackIsNotBelieved(String lie, int status, String text) throws Exception {
    assertRefused(GotProcess.INDEX_PACK, lie, status, text);
  }

  @Waits
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "silence after ready|4|server sent nothing for 4 seconds",
        "silence after the request|4|server sent nothing for 4 seconds",
        "silence in the pack|4|server sent nothing for 4 seconds",
        "silence before done|4|server sent nothing for 4 seconds",
        "references before the advertisement|7|broke the rules",
        "done before the references|7|broke the rules",
        "no advertisement|7|broke the rules",
        "version 3|7|broke the rules",
        "unknown algorithm|7|broke the rules",
        "other algorithm|5|server mixes hash algorithms",
        "advertisement twice|7|broke the rules",
        "close after the advertisement|7|got-fetch-pack died: exit status 0",
        "silence after the advertisement|4|server sent nothing for 4 seconds",
        "close after the references|7|got-fetch-pack died: exit status 0",
        "silence after the references|4|server sent nothing for 4 seconds",
        "one reference too few|7|broke the rules",
        "one reference too many|7|broke the rules",
        "count below zero|7|broke the rules",
        "count of 2^31 - 1|7|broke the rules",
        "references after the end|7|broke the rules",
        "name refs/heads/../../../x|7|broke the rules",
        "name refs/heads/x.lock|7|broke the rules",
        "name config|7|broke the rules",
        "name refs/heads/a~b|7|broke the rules",
        "name refs/heads/main/x|5|references exclude one another",
        "two ids of one name|5|server sent a reference twice: refs/heads/main",
        "target refs/heads/../x|7|broke the rules",
        "target /etc/passwd|7|broke the rules",
        "target config|7|broke the rules",
        "no name|7|broke the rules",
        "name of 1025 bytes|7|broke the rules",
        "id of zeros|5|server sent a reference to nothing",
        "id of 19 bytes|7|broke the rules",
        "id of another algorithm|5|server mixes hash algorithms",
        "names without end|7|more references than allowed",
        "close after the wants|7|got-fetch-pack died: exit status 0",
        "silence after the wants|4|server sent nothing for 4 seconds",
        "bytes below zero|7|broke the rules",
        "text that is no text|7|broke the rules",
        "text without end|7|helper broke the rules: more text than allowed",
        "packets without end|7|helper broke the rules: more packets than allowed",
        "pack of nothing|6|got: pack ends early",
        "pack that ends early|6|got: pack ends early",
        "pack with more behind it|6|got: bytes behind the end of the pack",
        "pack of noise|6|got: not a pack",
        "noise, then a flood|6|got: not a pack",
        "silence before the end of the pack|4|server sent nothing for 4 seconds"
      })
  void fetchPackIsNotBelieved(String lie, int status, String text) throws Exception {
    assertRefused(GotProcess.FETCH_PACK, lie, status, text);
  }

  @Waits
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "message of the other helper|7|broke the rules",
        "done at once|7|broke the rules",
        "discovered twice|7|broke the rules",
        "redirect after the answer|7|broke the rules",
        "heard without end|7|got-fetch-http died: exit status 0",
        "redirects without end|5|redirected more than 5 times",
        "location with an escape|7|broke the rules",
        "location of 20000 bytes|7|broke the rules",
        "redirect to a file|5|redirected to what is no repository: file:///etc/passwd",
        "redirect with a user|5|redirected to what is no repository: http://u:p@127.0.0.1/x",
        "redirect to no repository|5|redirected to what is no repository: http://127.0.0.1/login",
        "redirect to a closed port|4|could not connect to 127.0.0.1 port 1",
        "noise for got-fetch-pack|5|got: ",
        "no mark of an end|5|got: ",
        "half a pack|4|got: the server closed the connection inside a packet",
        "another pack|6|got: ",
        "close at once|7|got-fetch-http died: exit status 0",
        "close after the request|7|got-fetch-http died: exit status 0",
        "close after the answer|7|got-fetch-http died: exit status 0",
        "close in the conversation|7|got-fetch-http died: exit status 0",
        "close in the pack|7|got-fetch-http died: exit status 0",
        "ready twice|7|broke the rules",
        "no ready|7|broke the rules",
        "nothing in force|7|cannot confine got-fetch-http",
        "a request|7|broke the rules",
        "silence before ready|7|got-fetch-http did not start within 4 seconds",
        "silence after the request|4|server sent nothing for 4 seconds",
        "silence after the answer|4|server sent nothing for 4 seconds"
      })
  void fetchHttpIsNotBelieved(String lie, int status, String text) throws Exception {
    assertRefused(LyingFetchHttp.NAME, lie, status, text);
  }
}
