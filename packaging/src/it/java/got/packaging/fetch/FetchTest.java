package got.packaging.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.ssh.Sshd;
import got.packaging.support.FileTree;
import got.packaging.support.Git;
import got.packaging.support.GitDaemon;
import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Launch;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.SmallRepositoryFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What each option of fetch leaves in the repository and on the terminal, to the letter, from
 * git-daemon(1) and through ssh(1).
 */
@ParameterizedClass
@ValueSource(strings = {"git", "ssh"})
class FetchTest extends SmallRepositoryFixture {
  private static final String UP_TO_DATE = "Already up-to-date\n";

  @TempDir private static Path keys;
  private static Sshd sshd;

  @Parameter String transport = "";
  private int advances;

  @BeforeAll
  static void start() throws Exception {
    sshd = Sshd.start(Files.createTempDirectory(keys, "ssh"), "AcceptEnv GIT_PROTOCOL");
  }

  @AfterAll
  static void stop() {
    sshd.close();
  }

  private String url() {
    return transport.equals("ssh") ? sshd.url(source) : daemon.url("small.git");
  }

  private Launch launch(Path where) {
    return transport.equals("ssh") ? sshd.got(where) : Launch.in(where);
  }

  private Path repository() {
    return work.resolve("small.git");
  }

  private void cloned(String... options) throws Exception {
    List<String> words = new ArrayList<>(List.of("clone", "-q"));
    words.addAll(List.of(options));
    words.add(url());
    assertThat(launch(work).run(words.toArray(String[]::new))).isEqualTo(new Result(0, "", ""));
  }

  private Result fetch(String... options) throws Exception {
    List<String> words = new ArrayList<>(List.of("fetch", "-r", repository().toString()));
    words.addAll(List.of(options));
    Result result = launch(work).run(words.toArray(String[]::new));
    assertThat(Git.run(repository(), "fsck", "--strict", "--connectivity-only"))
        .doesNotContain("missing", "broken");
    assertNothingTemporary(repository());
    return result;
  }

  private static void assertNothingTemporary(Path repository) throws Exception {
    try (Stream<Path> files = Files.walk(repository)) {
      assertThat(files.map(p -> String.valueOf(p.getFileName())))
          .noneMatch(n -> n.endsWith(".lock") || n.endsWith(".keep") || n.startsWith("tmp_"));
    }
  }

  private String connecting() {
    return "Connecting to \"origin\" " + url() + "\n";
  }

  /** Makes a commit on a branch of the server; the branch may be new. */
  private String advance(String branch, String parent) throws Exception {
    // Two of the same words on the same parent, within a second, would be one commit.
    String commit = Git.commit(source, parent, "more on " + branch + ", " + ++advances);
    Git.run(source, "update-ref", "refs/heads/" + branch, commit);
    return commit;
  }

  private String ours(String ref) throws Exception {
    return Git.run(repository(), "rev-parse", ref).strip();
  }

  private String refs(Path where) throws Exception {
    return Git.run(where, "for-each-ref", "--format=%(refname) %(objectname)");
  }

  @Test
  void nothingNewStartsOneHelper() throws Exception {
    cloned();
    Result result = fetch("-v");
    assertThat(result.status()).isZero();
    assertThat(result.out()).isEqualTo(connecting() + UP_TO_DATE);
    assertThat(result.err().lines().filter(line -> line.matches("got-.* was handed: .*")))
        .hasSize(1);
    assertThat(fetch("-q")).isEqualTo(new Result(0, "", ""));
  }

  @Test
  void aBranchThatMovedIsRememberedAndOursIsLeftAlone() throws Exception {
    cloned();
    String before = ours("refs/heads/main");
    String after = advance("main", "refs/heads/main");
    Result result = fetch();
    assertThat(result.status()).isZero();
    assertThat(result.out())
        .startsWith(connecting() + "Fetched ")
        .endsWith(".pack\nUpdated refs/remotes/origin/main: " + after + "\n");
    assertThat(result.err().lines()).allMatch(line -> line.startsWith("server: "));
    assertThat(ours("refs/heads/main")).isEqualTo(before);
    assertThat(ours("refs/remotes/origin/main")).isEqualTo(after);
    assertThat(fetch().out()).isEqualTo(connecting() + UP_TO_DATE);
  }

  @Test
  void aBranchThatWasForcedBackIsFollowed() throws Exception {
    cloned();
    String after = advance("main", "refs/heads/main~1");
    assertThat(fetch().out()).endsWith("Updated refs/remotes/origin/main: " + after + "\n");
  }

  @Test
  void allBranchesAndOneBranch() throws Exception {
    cloned();
    String dev = id("dev");
    Result one = fetch("-b", "dev");
    assertThat(one.out())
        .endsWith(
            "Created reference refs/heads/dev: %s\nCreated reference refs/remotes/origin/dev: %s\n"
                .formatted(dev, dev));
    String topic = id("topic/one");
    assertThat(fetch("-a").out())
        .endsWith(
            """
            Created reference refs/heads/topic/one: %s
            Created reference refs/remotes/origin/topic/one: %s
            """
                .formatted(topic, topic));
    Result missing = fetch("-b", "nosuch");
    assertThat(missing.status()).isEqualTo(1);
    assertThat(missing.complaints())
        .first()
        .isEqualTo("got: branch \"nosuch\" not found on server");
  }

  @Test
  void aReferenceIsRememberedBelowTheRemote() throws Exception {
    cloned();
    String hoo = id("refs/hoo/x");
    assertThat(fetch("-R", "hoo").out())
        .endsWith("Created reference refs/remotes/origin/hoo/x: " + hoo + "\n");
    assertThat(fetch("-R", "nosuch").status()).isEqualTo(1);
  }

  @Test
  void aTagMovesOnlyIfItMay() throws Exception {
    cloned();
    String moved = id("main~1");
    String before = ours("refs/tags/plain");
    Git.run(source, "update-ref", "refs/tags/plain", moved);
    Result rejected = fetch();
    assertThat(rejected.status()).isEqualTo(8);
    assertThat(rejected.out())
        .isEqualTo(
            connecting() + "Rejecting update of existing tag refs/tags/plain: " + moved + "\n");
    assertThat(ours("refs/tags/plain")).isEqualTo(before);
    Result result = fetch("-t");
    assertThat(result.status()).isZero();
    assertThat(result.out()).endsWith("Updated refs/tags/plain: " + moved + "\n");
  }

  @Test
  void whatTheServerLostIsDeletedOnlyIfAskedFor() throws Exception {
    cloned("-a");
    String dev = ours("refs/remotes/origin/dev");
    Git.run(source, "update-ref", "-d", "refs/heads/dev");
    Git.run(source, "update-ref", "-d", "refs/tags/plain");
    assertThat(fetch().out()).isEqualTo(connecting() + UP_TO_DATE);
    assertThat(fetch("-d").out())
        .isEqualTo(
            connecting()
                + "Deleted refs/heads/dev: %s\nDeleted refs/remotes/origin/dev: %s\n"
                    .formatted(dev, dev));
    assertThat(fetch("-d", "-t").out()).startsWith(connecting() + "Deleted refs/tags/plain: ");
  }

  @Test
  void aMirrorIsAsTheServerIs() throws Exception {
    cloned("-a", "-m");
    advance("main", "refs/heads/main~1");
    advance("fresh/branch", "refs/heads/dev");
    Git.run(source, "update-ref", "-d", "refs/heads/topic/one");
    Git.run(source, "update-ref", "refs/heads/topic", id("dev"));
    Git.run(source, "symbolic-ref", "HEAD", "refs/heads/dev");
    Git.run(source, "update-ref", "refs/tags/plain", id("dev"));
    Result without = fetch();
    assertThat(without.status()).isEqualTo(1);
    assertThat(without.complaints())
        .first()
        .isEqualTo(
            "got: references exclude one another: refs/heads/topic and refs/heads/topic/one");
    Result result = fetch("-d");
    assertThat(result.status()).isZero();
    assertThat(result.out())
        .contains("Replacing reference HEAD: refs/heads/dev\n", "Deleted refs/heads/topic/one: ");
    String expected = refs(source).replaceAll("refs/ho+.*\n|refs/hidden.*\n|refs/hoola.*\n", "");
    assertThat(refs(repository())).isEqualTo(expected);
    assertThat(fetch("-d").out()).isEqualTo(connecting() + UP_TO_DATE);
  }

  @Test
  void whatIsRememberedIsForgottenWithoutTheServer() throws Exception {
    cloned();
    String main = ours("refs/remotes/origin/main");
    daemon.close();
    assertThat(fetch("-X", "origin"))
        .isEqualTo(
            new Result(
                0,
                "Deleted refs/remotes/origin/HEAD: refs/remotes/origin/main\n"
                    + "Deleted refs/remotes/origin/main: "
                    + main
                    + "\n",
                ""));
    assertThat(fetch("-X", "nosuch"))
        .isEqualTo(new Result(1, "", "got: nosuch: remote repository not found\n"));
  }

  @Test
  void listingChangesNothing() throws Exception {
    cloned();
    advance("main", "refs/heads/main");
    String before = refs(repository());
    Result result = fetch("-l");
    assertThat(result.status()).isZero();
    assertThat(result.out()).contains("\nHEAD: refs/heads/main\n", "refs/hoo/x: ");
    assertThat(refs(repository())).isEqualTo(before);
  }

  @Test
  void objectsForPrograms() throws Exception {
    cloned();
    String before = ours("refs/remotes/origin/main");
    String after = advance("main", "refs/heads/main");
    assertThat(fetch("--json", "-q").out())
        .contains(
            "{\"type\":\"ref\",\"name\":\"refs/remotes/origin/main\",\"change\":\"updated\","
                + "\"old\":\"%s\",\"new\":\"%s\"}\n".formatted(before, after))
        .containsPattern(
            "\\{\"type\":\"done\",\"changed\":1,\"created\":0,\"updated\":1,\"forced\":0,"
                + "\"deleted\":0,\"rejected\":0,\"objects\":1,\"rounds\":1,"
                + "\"received\":[1-9][0-9]{2,3},\"sent\":[1-9][0-9]{2,3}\\}\n$");
    assertThat(fetch("--json", "-q").out())
        .matches(
            "\\{\"type\":\"done\",\"changed\":0,\"created\":0,\"updated\":0,\"forced\":0,"
                + "\"deleted\":0,\"rejected\":0,\"objects\":0,\"rounds\":0,"
                + "\"received\":[1-9][0-9]{2,3},\"sent\":[1-9][0-9]{1,3}\\}\n");
  }

  @Test
  void objectsOfWhatElseBecomesOfReferences() throws Exception {
    cloned("-a");
    String dev = ours("refs/remotes/origin/dev");
    String tag = ours("refs/tags/plain");
    String plain = id("main~1");
    String fresh = id("main");
    Git.run(source, "update-ref", "-d", "refs/heads/dev");
    Git.run(source, "update-ref", "refs/heads/fresh", fresh);
    Git.run(source, "update-ref", "refs/tags/plain", plain);
    Result result = fetch("--json", "-q", "-d");
    assertThat(result.status()).isEqualTo(8);
    assertThat(result.out())
        .startsWith(
            object("refs/heads/dev", "deleted", "old", dev)
                + object("refs/heads/fresh", "created", "new", fresh)
                + object("refs/remotes/origin/dev", "deleted", "old", dev)
                + object("refs/remotes/origin/fresh", "created", "new", fresh)
                + object("refs/tags/plain", "rejected", "old", tag)
                    .replace("}", ",\"new\":\"" + plain + "\"}")
                + "{\"type\":\"done\",\"changed\":4,\"created\":2,\"updated\":0,\"forced\":0,"
                + "\"deleted\":2,\"rejected\":1,");
  }

  private static String object(String name, String change, String which, String id) {
    return "{\"type\":\"ref\",\"name\":\"%s\",\"change\":\"%s\",\"%s\":\"%s\"}\n"
        .formatted(name, change, which, id);
  }

  /**
   * The server has to hear of the branch that stays where it is, not of the one that moves alone.
   */
  @Test
  void aMergeOfABranchThatIsHereComesAlone() throws Exception {
    for (int i = 0; i < 10; i++) {
      advance("merged", i == 0 ? "refs/heads/main" : "refs/heads/merged");
    }
    cloned("-a");
    String[] merge = {
      "-c",
      "user.name=T",
      "-c",
      "user.email=t@example.org",
      "commit-tree",
      "refs/heads/merged^{tree}",
      "-p",
      "refs/heads/main",
      "-p",
      "refs/heads/merged",
      "-m",
      "merge"
    };
    Git.run(source, "update-ref", "refs/heads/main", Git.run(source, merge).strip());
    assertThat(fetch("--json", "-q").out()).contains("\"objects\":1,\"rounds\":1,");
  }

  /** With a pack, and back to what is here, for which the server has an empty one. */
  @Test
  void objectsOfWhatWasForced() throws Exception {
    cloned();
    String first = ours("refs/remotes/origin/main");
    String second = advance("main", "refs/heads/main~1");
    assertThat(fetch("--json", "-q").out())
        .contains("\"change\":\"forced\",\"old\":\"%s\",\"new\":\"%s\"}\n".formatted(first, second))
        .contains("\"changed\":1,\"created\":0,\"updated\":0,\"forced\":1,");
    String third = id("main~1");
    Git.run(source, "update-ref", "refs/heads/main", third);
    assertThat(fetch("--json", "-q").out())
        .startsWith(
            "{\"type\":\"ref\",\"name\":\"refs/remotes/origin/main\",\"change\":\"forced\","
                + "\"old\":\"%s\",\"new\":\"%s\"}\n".formatted(second, third))
        .contains("\"objects\":0,\"rounds\":1,");
    assertThat(packs()).isEqualTo(2);
  }

  private long packs() throws Exception {
    try (Stream<Path> files = Files.list(repository().resolve("objects/pack"))) {
      return files.filter(file -> file.toString().endsWith(".pack")).count();
    }
  }

  /** A server that has them needs to hear of nothing else, and of nothing that takes a search. */
  @Test
  void branchesAreOfferedFirst() throws Exception {
    cloned();
    String before = ours("refs/remotes/origin/main");
    advance("main", "refs/heads/main");
    assertThat(offered(fetch("-v", "-v"))).containsExactly(before);
  }

  /** The server has thrown it away, and hears of more. */
  @Test
  void moreIsOfferedToAServerThatHasForgottenWhatABranchWas() throws Exception {
    cloned();
    Git.run(repository(), "update-ref", "-d", "refs/heads/main");
    String before = advance("main", "refs/heads/main");
    fetch("-q");
    String after = advance("main", "refs/heads/main~1");
    Git.run(source, "reflog", "expire", "--expire=now", "--all");
    Git.run(source, "prune", "--expire=now");
    assertThat(offered(fetch("-v", "-v")))
        .startsWith(before)
        .hasSizeGreaterThan(1)
        .doesNotHaveDuplicates();
    assertThat(ours("refs/remotes/origin/main")).isEqualTo(after);
  }

  /** The server has all of that, and asks on: one branch has nothing in common with ours. */
  @Test
  void noBranchIsOfferedTwice() throws Exception {
    cloned();
    List<String> own = ownBranches(20);
    fastImport(source, "alone", 1, "");
    // In version 2 each request says again what is common, and these are not.
    assertThat(offered(fetch("-a", "-v", "-v")))
        .filteredOn(own::contains)
        .containsExactlyInAnyOrderElementsOf(own);
    assertThat(ours("refs/remotes/origin/alone")).isEqualTo(id("alone"));
  }

  /** Then got-read-pack chooses, by age, and the first round has what git's has. */
  @Test
  void veryManyBranchesAreNotOfferedAtOnce() throws Exception {
    cloned();
    List<String> own = ownBranches(70);
    String after = advance("main", "refs/heads/main");
    assertThat(offered(fetch("-v", "-v")))
        .startsWith(own.reversed().subList(0, 16).toArray(String[]::new));
    assertThat(ours("refs/remotes/origin/main")).isEqualTo(after);
  }

  /**
   * Makes branches here, each with one commit more, which is newer than all of the server's.
   *
   * @return what they have, the newest last
   */
  private List<String> ownBranches(int count) throws Exception {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      fastImport(repository(), "own" + i, 1_900_000_000 + i, "from refs/heads/main^0\n");
      ids.add(ours("refs/heads/own" + i));
    }
    return ids;
  }

  private static void fastImport(Path in, String branch, int time, String from) throws Exception {
    String commit =
        "commit refs/heads/%s\ncommitter T <t@example.org> %d +0000\ndata 1\nn\n%s\n"
            .formatted(branch, time, from);
    Git.feed(in, commit, "fast-import", "--quiet");
  }

  @Test
  void whatABranchWasMayBeATag() throws Exception {
    cloned();
    Git.run(repository(), "update-ref", "refs/remotes/origin/main", id("refs/tags/v1"));
    String after = advance("main", "refs/heads/main");
    Result result = fetch();
    assertThat(result.status()).as(result.err()).isZero();
    assertThat(ours("refs/remotes/origin/main")).isEqualTo(after);
  }

  private static List<String> offered(Result result) {
    assertThat(result.status()).as(result.err()).isZero();
    return result
        .err()
        .lines()
        .filter(l -> l.contains("> have "))
        .map(l -> l.replaceFirst(".*> have ", "").strip())
        .toList();
  }

  @Test
  void aNewBranchComesIfAllAreFollowedAndTheServersHeadToo() throws Exception {
    cloned("-a");
    String fresh = advance("fresh", "refs/heads/main");
    Git.run(source, "symbolic-ref", "HEAD", "refs/heads/fresh");
    assertThat(fetch().out())
        .endsWith(
            """
            Created reference refs/heads/fresh: %s
            Replacing reference refs/remotes/origin/HEAD: refs/remotes/origin/fresh
            Created reference refs/remotes/origin/fresh: %s
            """
                .formatted(fresh, fresh));
  }

  @Test
  void whatOneOtherFetchAskedForIsNotDeleted() throws Exception {
    cloned();
    assertThat(fetch("-b", "dev").status()).isZero();
    assertThat(fetch("-d").out()).isEqualTo(connecting() + UP_TO_DATE);
    assertThat(fetch("-d", "-b", "dev").out()).isEqualTo(connecting() + UP_TO_DATE);
  }

  @Test
  void theBranchOfHeadAndCommitsOfOursStay() throws Exception {
    cloned("-a");
    String own = Git.commit(repository(), "refs/heads/dev", "our own");
    Git.run(repository(), "update-ref", "refs/heads/dev", own);
    String main = ours("refs/remotes/origin/main");
    String dev = ours("refs/remotes/origin/dev");
    Git.run(source, "symbolic-ref", "HEAD", "refs/heads/topic/one");
    Git.run(source, "update-ref", "-d", "refs/heads/main");
    Git.run(source, "update-ref", "-d", "refs/heads/dev");
    assertThat(fetch("-d").out())
        .isEqualTo(
            connecting()
                + """
                Replacing reference refs/remotes/origin/HEAD: refs/remotes/origin/topic/one
                Deleted refs/remotes/origin/dev: %s
                Deleted refs/remotes/origin/main: %s
                """
                    .formatted(dev, main));
    assertThat(ours("refs/heads/main")).isEqualTo(main);
    assertThat(ours("refs/heads/dev")).isEqualTo(own);
  }

  @Test
  void theLastBranchMayGo() throws Exception {
    cloned("-a");
    for (String branch : List.of("main", "dev", "topic/one")) {
      Git.run(source, "update-ref", "-d", "refs/heads/" + branch);
    }
    assertThat(fetch("-d").status()).isZero();
    assertThat(Git.run(repository(), "for-each-ref", "refs/remotes")).isEmpty();
    assertThat(Git.run(repository(), "for-each-ref", "--format=%(refname)", "refs/heads"))
        .isEqualTo("refs/heads/main\n");
  }

  @Test
  void aSymbolicReferenceInAMirrorIsReplaced() throws Exception {
    cloned("-a", "-m");
    String dev = id("dev");
    Git.run(repository(), "symbolic-ref", "refs/heads/dev", "refs/heads/main");
    assertThat(fetch().out())
        .isEqualTo(connecting() + "Replacing reference refs/heads/dev: " + dev + "\n");
    assertThat(ours("refs/heads/main")).isEqualTo(id("main"));
  }

  @Test
  void aWorkTreeOfGotsSaysTheBranch() throws Exception {
    Git.run(work, "clone", "-q", "--bare", source.toString(), "small.git");
    Git.run(repository(), "remote", "set-url", "origin", url());
    Path inner = Files.createDirectories(work.resolve("tree/inner"));
    Path got = Files.createDirectory(work.resolve("tree/.got"));
    Files.writeString(got.resolve("repository"), repository() + "\n");
    Files.writeString(got.resolve("head-ref"), "refs/heads/dev\n");
    String dev = advance("dev", "refs/heads/dev");
    Result result = launch(inner).run("fe");
    assertThat(result.status()).isZero();
    assertThat(result.out())
        .startsWith(connecting())
        .endsWith("Created reference refs/remotes/origin/dev: " + dev + "\n");
    assertThat(Git.run(repository(), "for-each-ref", "--format=%(refname)", "refs/remotes"))
        .isEqualTo("refs/remotes/origin/dev\n");
  }

  @Test
  void aFileNamedGitLeadsToTheRepository() throws Exception {
    cloned();
    Path tree = Files.createDirectory(work.resolve("tree"));
    Files.writeString(tree.resolve(".git"), "gitdir: ../small.git\n");
    assertThat(launch(tree).run("fetch")).isEqualTo(new Result(0, connecting() + UP_TO_DATE, ""));
    assertThat(launch(keys).run("fetch"))
        .isEqualTo(new Result(1, "", "got: no git repository found: " + keys + "\n"));
  }

  @Test
  void theFetchBlockOfGotConfSaysMore() throws Exception {
    cloned();
    Path file = repository().resolve("got.conf");
    String conf = Files.readString(file);
    Matcher port = Pattern.compile("\tport (\\d+)\n").matcher(conf);
    assertThat(port.find()).isTrue();
    Files.writeString(
        file,
        port.replaceFirst("\tport 1\n")
            .replace("fetch {\n", "fetch {\n\t\tport " + port.group(1) + "\n"));
    assertThat(fetch()).isEqualTo(new Result(0, connecting() + UP_TO_DATE, ""));
  }

  @Test
  void aRemoteWithoutUrlIsNone() throws Exception {
    cloned();
    Git.run(repository(), "config", "remote.half.fetch", "+refs/heads/*:refs/remotes/half/*");
    assertThat(fetch("half"))
        .isEqualTo(new Result(1, "", "got: half: remote repository not found\n"));
  }

  @Test
  void logsOfReferencesAndOfHeadAreKeptAsGitKeepsThem() throws Exception {
    Git.run(work, "clone", "-q", "--mirror", source.toString(), "small.git");
    Git.run(repository(), "remote", "set-url", "origin", url());
    Git.run(repository(), "config", "core.logAllRefUpdates", "true");
    String before = ours("refs/heads/main");
    String after = advance("main", "refs/heads/main");
    String fresh = advance("fresh", "refs/heads/main");
    assertThat(fetch("-q").status()).isZero();
    assertThat(log("HEAD")).isEqualTo(before + " " + after + " fetch origin: fast-forward\n");
    assertThat(log("refs/heads/main")).isEqualTo(log("HEAD"));
    assertThat(log("refs/heads/fresh"))
        .isEqualTo("0".repeat(40) + " " + fresh + " fetch origin: storing head\n");
    assertThat(Git.run(repository(), "reflog", "show", "--format=%H %gs", "HEAD"))
        .isEqualTo(after + " fetch origin: fast-forward\n");
    advance("main", "refs/heads/main~2");
    Git.run(source, "update-ref", "refs/tags/plain", "refs/heads/fresh");
    assertThat(fetch("-q").status()).isZero();
    assertThat(log("refs/heads/main")).endsWith(" fetch origin: forced-update\n");
    assertThat(log("HEAD")).endsWith(" fetch origin: forced-update\n");
    assertThat(repository().resolve("logs/refs/tags")).doesNotExist();
  }

  /** Ids and messages of a log. */
  private String log(String name) throws Exception {
    StringBuilder text = new StringBuilder();
    for (String line : Files.readAllLines(repository().resolve("logs").resolve(name))) {
      text.append(line.replaceFirst(" [^ ]* <[^>]*> \\d+ [-+]\\d{4}\t", " ")).append('\n');
    }
    return text.toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-a -b main|-a and -b options are mutually exclusive",
        "-l -a|-l and -a options are mutually exclusive",
        "-l -b main|-l and -b options are mutually exclusive",
        "-l -d|-l and -d options are mutually exclusive",
        "-l -X origin|-l and -X options are mutually exclusive",
        "-X -a origin|-X and -a options are mutually exclusive",
        "-X -b main origin|-X and -b options are mutually exclusive",
        "-X -d origin|-X and -d options are mutually exclusive",
        "-X -t origin|-X and -t options are mutually exclusive",
        "-X -R hoo origin|-X and -R options are mutually exclusive",
        "-X|-X option requires the name of a remote repository",
        "-R got/x|",
        "-R refs/remotes/origin/x|",
        "a b|too many arguments",
      })
  void wrongCommandLinesContactNobody(String words, String text) throws Exception {
    cloned();
    daemon.close();
    Map<String, String> before = FileTree.snapshot(repository());
    Result result = fetch(words.split(" ", -1));
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.complaints())
        .first()
        .asString()
        .startsWith("got: ")
        .contains(text == null ? "reference" : text);
    assertThat(FileTree.snapshot(repository())).isEqualTo(before);
  }

  /** Nobody listens at first; or ssh loses the connection when the server has answered. */
  @Test
  void anotherAttemptMayGoWell() throws Exception {
    cloned();
    String after = advance("main", "refs/heads/main");
    boolean ssh = transport.equals("ssh");
    if (ssh) {
      sshd.program(
          "ssh",
          """
          cd "$HOME"
          [ -e once ] || { : >once; printf '000eversion 2\\n000cls-refs\\n000afetch\\n0000'; exit 0; }
          exec /usr/bin/ssh -F ssh_config "$@"
          """);
    } else {
      daemon.close();
    }
    try (GotProcess got =
        launch(work).start("fetch", "--retries", "9", "-r", repository().toString())) {
      got.awaitError("trying again in 1 second (1 of 9)");
      try (GitDaemon _ = ssh ? daemon : GitDaemon.start(served, daemon.port())) {
        Result result = got.await();
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.out()).endsWith("Updated refs/remotes/origin/main: " + after + "\n");
      }
    }
    sshd.client("known_hosts", "id", "StrictHostKeyChecking yes");
  }

  /** A commit that changes a line of a file comes as a delta on what is here. */
  @ParameterizedTest
  @ValueSource(strings = {"sha1", "sha256"})
  void onlyWhatIsNewComes(String algorithm) throws Exception {
    Path server = served.resolve("r.git");
    Git.run(served, "init", "-q", "--bare", "-b", "main", "--object-format=" + algorithm, "r.git");
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 2000; i++) {
      text.append(i * 7919L % 104729).append('\n');
    }
    change(server, "", text.toString());
    String url = transport.equals("ssh") ? sshd.url(server) : daemon.url("r.git");
    assertThat(launch(work).run("clone", "-q", url, "small.git").status()).isZero();
    change(server, "from refs/heads/main^0\n", text + "more\n");
    Result result = fetch("--json", "-q");
    assertThat(result.out())
        .contains("\"change\":\"updated\"")
        .containsPattern("\"objects\":4,\"rounds\":1,\"received\":\\d{3,4},");
    assertThat(Git.run(server, "rev-parse", "main")).isEqualTo(ours("origin/main") + "\n");
    try (Stream<Path> files = Files.list(repository().resolve("objects/pack"))) {
      for (Path index : files.filter(f -> f.toString().endsWith(".idx")).toList()) {
        assertThat(Git.run(repository(), "verify-pack", index.toString())).isEmpty();
      }
    }
  }

  private static void change(Path server, String parent, String text) throws Exception {
    Git.feed(
        server,
        "commit refs/heads/main\ncommitter T <t@example.org> 1700000000 +0000\ndata 2\nn\n%sM 100644 inline numbers\ndata %d\n%s\n"
            .formatted(parent, text.length(), text),
        "fast-import",
        "--quiet");
  }

  @Test
  void repositoriesThatGitHasMade() throws Exception {
    Git.run(work, "clone", "-q", source.toString(), "tree");
    Git.run(work.resolve("tree"), "remote", "set-url", "origin", url());
    Path inner = Files.createDirectories(work.resolve("tree/inner"));
    String after = advance("main", "refs/heads/main");
    Result result = launch(inner).run("fetch");
    assertThat(result.status()).isZero();
    assertThat(result.out()).contains("Updated refs/remotes/origin/main: " + after + "\n");
    assertThat(Git.run(inner, "reflog", "show", "-1", "--format=%gs", "origin/main"))
        .isEqualTo("fetch origin: fast-forward\n");
    Git.run(work, "clone", "-q", "--mirror", source.toString(), "small.git");
    Git.run(repository(), "remote", "set-url", "origin", url());
    advance("dev", "refs/heads/dev");
    assertThat(fetch().status()).isZero();
    assertThat(refs(repository())).isEqualTo(refs(source));
  }

  @Test
  void aRepositoryOfAnotherUserIsRefused() throws Exception {
    cloned();
    Files.setAttribute(repository(), "unix:uid", 65534);
    Result result = fetch();
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.complaints())
        .first()
        .isEqualTo("got: " + repository() + ": repository belongs to another user");
  }

  @Test
  void aDirectoryThatOthersCanWriteToIsRefused() throws Exception {
    cloned();
    advance("main", "refs/heads/main");
    String before = refs(repository());
    for (String directory : List.of("refs/heads", "refs/remotes/origin", "objects/pack")) {
      Path path = repository().resolve(directory);
      Files.setAttribute(path, "unix:mode", 0777);
      Result result = fetch();
      assertThat(result.status()).isEqualTo(3);
      assertThat(result.err())
          .isEqualTo(
              """
              got: %s: is writable by everybody, who can replace what is in it
              got: hint: --trust-directory goes on all the same
              """
                  .formatted(path));
      assertThat(refs(repository())).isEqualTo(before);
      Files.setAttribute(path, "unix:mode", 0755);
    }
    Files.setAttribute(repository().resolve("refs/heads"), "unix:mode", 0777);
    assertThat(fetch("--trust-directory").status()).isZero();
    assertThat(ours("refs/remotes/origin/main")).isEqualTo(id("main"));
  }

  /** The shell writes the bytes, because this virtual machine may have no locale. */
  private Result shell(String script) throws Exception {
    return launch(work).by("bash", "-c", script, "sh").run(source.toString(), url());
  }

  @Test
  void aBranchWhoseNameIsNotUtf8IsFetchedAsItWasCloned() throws Exception {
    String branch = "git -C \"$2\" branch -f \"$(printf '%s')\" %s && ";
    String clone = "\"$1\" clone -q -a \"$3\"";
    assertThat(shell(branch.formatted("one\\374", "main") + clone).status()).isZero();
    String moved = branch.formatted("one\\374", "dev") + branch.formatted("two\\377", "main");
    Result result = shell(moved + "\"$1\" fetch -q -a -r small.git");
    assertThat(result).isEqualTo(new Result(0, "", ""));
    assertThat(refs(repository())).contains("origin/one", "origin/two");
    String format = "for-each-ref '--format=%(refname:lstrip=-1) %(objectname)'";
    Result same =
        shell(
            "git -C \"$2\" "
                + format
                + " refs/heads >a && "
                + "git -C small.git "
                + format
                + " refs/remotes/origin | grep -av ^HEAD >b; cmp a b");
    assertThat(same).isEqualTo(new Result(0, "", ""));
    String gone = "git -C \"$2\" branch -D \"$(printf 'two\\377')\" >/dev/null && ";
    assertThat(shell(gone + "\"$1\" fetch -q -a -d -r small.git")).isEqualTo(new Result(0, "", ""));
    assertThat(refs(repository())).contains("origin/one").doesNotContain("origin/two");
  }

  @Test
  void theNameOfARemoteMayBeInAnyScript() throws Exception {
    cloned();
    Files.writeString(
        repository().resolve("config"),
        """
        [remote "\u03a9"]
        url = %s
        fetch = +refs/heads/*:refs/remotes/\u03a9/*
        [remote "a..b"]
        url = %s
        fetch = +refs/heads/*:refs/remotes/a..b/*
        """
            .formatted(url(), url()),
        StandardOpenOption.APPEND);
    String fetch = "\"$1\" fetch -q -r small.git ";
    assertThat(shell(fetch + "\"$(printf '\\316\\251')\"")).isEqualTo(new Result(0, "", ""));
    assertThat(refs(repository())).contains("refs/remotes/\u03a9/main " + id("main"));
    assertThat(shell(fetch + "a..b"))
        .isEqualTo(
            new Result(
                1,
                "",
                "got: a..b: no name for a remote repository: bad reference name"
                    + " 'refs/remotes/a..b/main': two dots\n"));
  }

  @Test
  void aLockThatIsHeldChangesNothing() throws Exception {
    cloned();
    advance("main", "refs/heads/main");
    String before = refs(repository());
    Path lock = Files.createFile(repository().resolve("refs/remotes/origin/main.lock"));
    Result result = launch(work).run("fetch", "-r", repository().toString());
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.complaints()).first().isEqualTo("got: locked by another process: " + lock);
    Files.delete(lock);
    assertThat(refs(repository())).isEqualTo(before);
    assertNothingTemporary(repository());
  }

  @Test
  void optionsOfHttpAreForHttp() throws Exception {
    cloned("-a");
    for (String option : List.of("--cacert=x", "--proxy=http://127.0.0.1:1", "--noproxy=x")) {
      assertThat(fetch(option))
          .as(option)
          .isEqualTo(
              new Result(
                  2,
                  "",
                  "got: --cacert, --max-redirs, --netrc-file, --noproxy and --proxy options are for"
                      + " http and https: "
                      + url()
                      + "\n"));
    }
  }
}
