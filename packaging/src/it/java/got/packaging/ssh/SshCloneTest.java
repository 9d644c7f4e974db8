package got.packaging.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.ClonedRepository;
import got.packaging.support.ExpectedFiles;
import got.packaging.support.Git;
import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.TestRepositories;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clones from sshd(8); the scenarios of Game of Trees' tests of clone are among them. */
class SshCloneTest {
  private static final int MANY = 50_000;

  @TempDir static Path keys;
  private static Sshd sshd;

  @TempDir Path work;
  @TempDir Path served;
  private TestRepositories repositories;

  @BeforeAll
  static void start() throws Exception {
    sshd = Sshd.start(keys, "AcceptEnv GIT_PROTOCOL");
  }

  @AfterAll
  static void stop() {
    sshd.close();
  }

  @BeforeEach
  void serve() {
    repositories = new TestRepositories(served);
  }

  @AfterEach
  void nothingRuns() throws Exception {
    GotProcess.assertNoneRuns();
  }

  private Result got(String... words) throws Exception {
    return sshd.got(work).run(words);
  }

  /**
   * @param options of clone
   * @param references of the new repository, HEAD first; an id is COMMIT or TAG
   * @param gotConf lines that follow the repository
   * @param fetch values in config
   */
  record Scenario(
      List<String> options, List<String> references, List<String> gotConf, List<String> fetch) {
    @Override
    public String toString() {
      return String.join(" ", options);
    }
  }

  private static List<String> lines(String... lines) {
    return List.of(lines);
  }

  private static List<String> branch(String list) {
    return List.of("fetch {", "\tbranch { " + list + " }", "}");
  }

  private static List<String> and(List<String> lines, String... more) {
    return Stream.concat(lines.stream(), Stream.of(more)).toList();
  }

  static Stream<Scenario> scenarios() {
    String tags = "refs/tags/*:refs/tags/*";
    String forced = "+" + tags;
    String tag = "refs/tags/1.0: TAG";
    String head = "HEAD: refs/heads/master";
    String master = "refs/heads/master: COMMIT";
    String originHead = "refs/remotes/origin/HEAD: refs/remotes/origin/master";
    String originMaster = "refs/remotes/origin/master: COMMIT";
    String hoo = "reference { \"hoo\" }";
    String followMaster = "refs/heads/master:refs/remotes/origin/master";
    return Stream.of(
        new Scenario(
            lines(),
            lines(head, master, originHead, originMaster, tag),
            branch("\"master\""),
            lines(followMaster, tags)),
        new Scenario(
            lines("-b", "foo"),
            lines(
                "HEAD: refs/heads/foo",
                "refs/heads/foo: COMMIT",
                "refs/remotes/origin/foo: COMMIT",
                tag),
            branch("\"foo\""),
            lines("refs/heads/foo:refs/remotes/origin/foo", tags)),
        new Scenario(
            lines("-a"),
            lines(
                head,
                "refs/heads/foo: COMMIT",
                master,
                originHead,
                "refs/remotes/origin/foo: COMMIT",
                originMaster,
                tag),
            lines("fetch_all_branches yes"),
            lines("refs/heads/*:refs/remotes/origin/*", tags)),
        new Scenario(
            lines("-m"),
            lines(head, master, tag),
            and(branch("\"master\""), "mirror_references yes"),
            lines("+refs/heads/master:refs/heads/master", forced)),
        new Scenario(
            lines("-m", "-a"),
            lines(head, "refs/heads/foo: COMMIT", master, tag),
            lines("mirror_references yes", "fetch_all_branches yes"),
            lines("+refs/heads/*:refs/heads/*", forced)),
        new Scenario(
            lines("-R", "hoo"),
            lines(
                head,
                master,
                originHead,
                "refs/remotes/origin/hoo/boo/zoo: COMMIT",
                originMaster,
                tag),
            and(branch("\"master\""), hoo),
            lines(followMaster, "refs/hoo/*:refs/remotes/origin/hoo/*", tags)),
        new Scenario(
            lines("-R", "hoo/boo/zoo", "-b", "foo"),
            lines(
                "HEAD: refs/heads/foo",
                "refs/heads/foo: COMMIT",
                "refs/remotes/origin/foo: COMMIT",
                "refs/remotes/origin/hoo/boo/zoo: COMMIT",
                tag),
            and(branch("\"foo\""), "reference { \"hoo/boo/zoo\" }"),
            lines(
                "refs/heads/foo:refs/remotes/origin/foo",
                "refs/hoo/boo/zoo:refs/remotes/origin/hoo/boo/zoo",
                tags)),
        new Scenario(
            lines("-R", "hoo", "-m"),
            lines(head, master, "refs/hoo/boo/zoo: COMMIT", tag),
            and(branch("\"master\""), hoo, "mirror_references yes"),
            lines("+refs/heads/master:refs/heads/master", "+refs/hoo/*:refs/hoo/*", forced)),
        new Scenario(
            lines("-b", "foo", "-b", "bar"),
            lines(
                "HEAD: refs/heads/bar",
                "refs/heads/bar: COMMIT",
                "refs/heads/foo: COMMIT",
                "refs/remotes/origin/bar: COMMIT",
                "refs/remotes/origin/foo: COMMIT",
                tag),
            branch("\"bar\" \"foo\""),
            lines(
                "refs/heads/bar:refs/remotes/origin/bar",
                "refs/heads/foo:refs/remotes/origin/foo",
                tags)));
  }

  @ParameterizedTest(name = "options: {0}")
  @MethodSource("scenarios")
  void referencesAndConfigurationAreAsGotMakesThem(Scenario scenario) throws Exception {
    Path source = repositories.likeGots("repo");
    if (scenario.options().contains("bar")) {
      Git.run(source, "update-ref", "refs/heads/bar", "refs/heads/master");
    }
    check(source, scenario);
  }

  @Test
  void namedBranchDoesNotNeedTheHeadOfTheServer() throws Exception {
    Path source = repositories.likeGots("repo");
    Git.run(source, "update-ref", "-d", "refs/heads/master");

    check(
        source,
        new Scenario(
            lines("-b", "foo"),
            lines(
                "HEAD: refs/heads/foo",
                "refs/heads/foo: COMMIT",
                "refs/remotes/origin/foo: COMMIT",
                "refs/tags/1.0: TAG"),
            branch("\"foo\""),
            lines("refs/heads/foo:refs/remotes/origin/foo", "refs/tags/*:refs/tags/*")));
  }

  private void check(Path source, Scenario scenario) throws Exception {
    List<String> words = new ArrayList<>(List.of("clone", "-q"));
    words.addAll(scenario.options());
    words.addAll(List.of(sshd.url(source), "repo-clone"));

    assertThat(got(words.toArray(String[]::new))).isEqualTo(new Result(0, "", ""));

    ClonedRepository clone = new ClonedRepository(work.resolve("repo-clone"));
    String commit = Git.run(source, "rev-parse", "refs/heads/foo").strip();
    String tag = Git.run(source, "rev-parse", "refs/tags/1.0").strip();
    assertThat(clone.references())
        .isEqualTo(
            scenario.references().stream()
                .map(line -> line.replace("COMMIT", commit).replace("TAG", tag))
                .toList());
    ExpectedFiles expected =
        new ExpectedFiles(sshd.url(source), "ssh", sshd.port(), source.toString());
    assertThat(clone.text("got.conf"))
        .isEqualTo(expected.gotConf(scenario.gotConf().toArray(String[]::new)));
    assertThat(clone.text("config"))
        .isEqualTo(expected.config(scenario.fetch().toArray(String[]::new)));
    clone.check(source);
  }

  @Test
  void milestonesAndTheServersTextAreThoseOfEveryProtocol() throws Exception {
    Path source = repositories.likeGots("repo.git");

    Result result = got("clone", sshd.url(source));

    ClonedRepository clone = new ClonedRepository(work.resolve("repo.git"));
    assertThat(result.status()).isZero();
    assertThat(result.out())
        .isEqualTo(
            "Connecting to %s\nFetched %s.pack\nCreated cloned repository 'repo.git'\n"
                .formatted(sshd.url(source), clone.packId()));
    assertThat(result.err().lines()).isNotEmpty().allMatch(line -> line.startsWith("server: "));
    assertThat(work.toFile().list()).containsExactly("repo.git");
  }

  @Test
  void listNeedsNoMoreThanTheConnection() throws Exception {
    Path source = repositories.likeGots("repo");
    String commit = Git.run(source, "rev-parse", "master").strip();
    String tag = Git.run(source, "rev-parse", "refs/tags/1.0").strip();

    assertThat(got("clone", "-l", sshd.url(source)))
        .isEqualTo(
            new Result(
                0,
                """
                Connecting to %1$s
                HEAD: refs/heads/master
                refs/heads/foo: %2$s
                refs/heads/master: %2$s
                refs/hoo/boo/zoo: %2$s
                refs/tags/1.0: %3$s
                """
                    .formatted(sshd.url(source), commit, tag),
                ""));
    assertThat(work).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rock'n roll.git", "ho! ho!.git", "$(touch gotcha) `id`;\\ & | \" * 'x'"})
  void pathIsOneWordWhateverIsInIt(String name) throws Exception {
    Path source = repositories.likeGots("plain.git");
    Files.move(source, served.resolve(name));

    Result result = got("clone", "-q", sshd.url(served.resolve(name)), "rock-clone");

    assertThat(result).isEqualTo(new Result(0, "", ""));
    new ClonedRepository(work.resolve("rock-clone")).check(served.resolve(name));
  }

  @Test
  void scpFormAndHomeDirectoryAreTheOtherSides() throws Exception {
    Path source = repositories.likeGots("repo.git");
    sshd.client("known_hosts", "id", "StrictHostKeyChecking yes", "Port " + sshd.port());

    assertThat(got("clone", "-q", "127.0.0.1:" + source)).isEqualTo(new Result(0, "", ""));
    assertThat(sshd.arguments()).endsWith("--", "127.0.0.1", "git-upload-pack '" + source + "'");
    assertThat(new ClonedRepository(work.resolve("repo.git")).text("config"))
        .contains("\turl = ssh://127.0.0.1" + source + "\n");
  }

  @Test
  void serverThatIsNotToldOfVersion2SpeaksVersion0() throws Exception {
    Path source = repositories.normal("it.git");
    try (Sshd deaf = Sshd.start(Files.createDirectory(work.resolve("keys")))) {
      assertThat(deaf.got(work).run("clone", "-q", "-a", deaf.url(source)))
          .isEqualTo(new Result(0, "", ""));
      assertThat(deaf.sshEnvironment()).contains("GIT_PROTOCOL=version=2");
    }
    new ClonedRepository(work.resolve("it.git")).check(source);
  }

  @Test
  void fiftyThousandReferences() throws Exception {
    Path source = repositories.manyTags("it.git", MANY);

    assertThat(got("clone", "-q", sshd.url(source))).isEqualTo(new Result(0, "", ""));

    ClonedRepository clone = new ClonedRepository(work.resolve("it.git"));
    assertThat(clone.text("packed-refs").lines().filter(l -> l.contains(" refs/tags/t")))
        .hasSize(MANY);
    assertThat(Git.run(clone.path(), "fsck", "--strict")).isEmpty();
  }
}
