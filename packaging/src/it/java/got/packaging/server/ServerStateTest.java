package got.packaging.server;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.proxy.ServerProxy;
import got.packaging.support.ClonedRepository;
import got.packaging.support.FileTree;
import got.packaging.support.Git;
import got.packaging.support.GitDaemon;
import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.TestRepositories;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Repositories in every state, and servers of every version of the protocol. */
class ServerStateTest {
  private static final int MANY = 50_000;

  @TempDir Path work;
  @TempDir Path served;
  private TestRepositories repositories;
  private GitDaemon daemon;
  private ClonedRepository clone;

  @BeforeEach
  void serve() throws Exception {
    repositories = new TestRepositories(served);
    daemon = GitDaemon.start(served);
    clone = new ClonedRepository(work.resolve("it.git"));
  }

  @AfterEach
  void end() throws Exception {
    daemon.close();
    GotProcess.assertNoneRuns();
  }

  private Result got(String... options) throws Exception {
    return got(daemon.port(), options);
  }

  private Result got(int port, String... options) throws Exception {
    String[] words = new String[options.length + 2];
    words[0] = "clone";
    System.arraycopy(options, 0, words, 1, options.length);
    words[words.length - 1] = GitDaemon.url(port, "it.git");
    return GotProcess.run(work, words);
  }

  @Test
  void detachedHeadIsTheFirstBranchWithItsId() throws Exception {
    Path source = repositories.normal("it.git");
    String id = Git.run(source, "rev-parse", "dev").strip();
    Git.run(source, "update-ref", "--no-deref", "HEAD", id);

    assertThat(got().status()).isZero();
    assertThat(clone.text("HEAD")).isEqualTo("ref: refs/heads/dev\n");
    assertThat(clone.refs()).containsEntry("refs/heads/dev", id);
    assertThat(clone.refs()).doesNotContainKey("refs/heads/main");
    assertThat(clone.path().resolve("refs/remotes/origin/HEAD")).doesNotExist();
    clone.check(source);
  }

  @Test
  void detachedHeadOnNoBranchBringsAllBranches() throws Exception {
    Path source = repositories.normal("it.git");
    Git.run(source, "update-ref", "--no-deref", "HEAD", "refs/heads/main~1");

    assertThat(got().status()).isZero();
    assertThat(clone.text("HEAD")).isEqualTo("ref: refs/heads/dev\n");
    assertThat(clone.refs())
        .containsKeys("refs/heads/dev", "refs/heads/main", "refs/heads/topic/one");
    assertThat(clone.text("config")).contains("\tfetch = refs/heads/*:refs/remotes/origin/*\n");
    clone.check(source);
  }

  @Test
  void danglingHeadBringsAllBranches() throws Exception {
    Path source = repositories.normal("it.git");
    Git.run(source, "symbolic-ref", "HEAD", "refs/heads/gone");

    assertThat(got().status()).isZero();
    assertThat(clone.text("HEAD")).isEqualTo("ref: refs/heads/dev\n");
    assertThat(clone.refs())
        .containsKeys("refs/heads/dev", "refs/heads/main", "refs/heads/topic/one");
    clone.check(source);
  }

  @Test
  void emptyRepositoryGivesAnEmptyRepositoryWithTheServersUnbornBranch() throws Exception {
    Path source = repositories.empty("it.git");
    Git.run(source, "symbolic-ref", "HEAD", "refs/heads/trunk");

    Result result = got();

    String url = daemon.url("it.git");
    assertThat(result)
        .isEqualTo(
            new Result(0, "Connecting to " + url + "\nCreated cloned repository 'it.git'\n", ""));
    assertThat(FileTree.listing(clone.path()))
        .containsExactly(
            "rwxr-xr-x /",
            "rw-r--r-- HEAD",
            "rw-r--r-- config",
            "rw-r--r-- description",
            "rw-r--r-- got.conf",
            "rwxr-xr-x objects/",
            "rwxr-xr-x objects/pack/",
            "rwxr-xr-x refs/",
            "rwxr-xr-x refs/heads/",
            "rwxr-xr-x refs/tags/");
    assertThat(clone.text("HEAD")).isEqualTo("ref: refs/heads/trunk\n");
    assertThat(Git.run(clone.path(), "fsck", "--strict").lines())
        .allMatch(line -> line.startsWith("notice: "));
  }

  @Test
  void singleCommitWithoutFiles() throws Exception {
    Path source = repositories.emptyCommit("it.git");

    assertThat(got().status()).isZero();
    assertThat(clone.refs()).containsOnlyKeys("refs/heads/main", "refs/remotes/origin/main");
    clone.check(source);
  }

  @Test
  void sha256Repository() throws Exception {
    Path source = repositories.sha256("it.git");

    Result result = got("-a");

    assertThat(result.status()).isZero();
    assertThat(clone.packId()).hasSize(64);
    assertThat(clone.text("config"))
        .startsWith(
            """
            [core]
            \trepositoryformatversion = 1
            \tfilemode = true
            \tbare = true
            [extensions]
            \tobjectformat = sha256

            [remote "origin"]
            """);
    clone.check(source);
  }

  @Test
  void fiftyThousandReferencesArePacked() throws Exception {
    Path source = repositories.manyTags("it.git", MANY);

    assertThat(got().status()).isZero();
    assertThat(clone.path().resolve("refs/tags")).isEmptyDirectory();
    List<String> packed = Files.readAllLines(clone.path().resolve("packed-refs"));
    assertThat(packed.getFirst()).isEqualTo("# pack-refs with: sorted ");
    assertThat(packed).isSortedAccordingTo((a, b) -> name(a).compareTo(name(b)));
    Map<String, String> refs = clone.refs();
    assertThat(refs).hasSize(MANY + 5).containsKeys("refs/tags/t00000", "refs/tags/t49999");
    clone.check(source);
  }

  private static String name(String line) {
    return line.startsWith("#") ? "" : line.substring(line.indexOf(' '));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void versionsOfTheProtocolGiveTheSameRepository(int version) throws Exception {
    Path source = repositories.normal("it.git");
    List<String> first = new CopyOnWriteArrayList<>();
    ServerProxy.Script noting =
        (packet, client) -> {
          if (packet.number() == 0) {
            first.add(new String(packet.bytes(), StandardCharsets.UTF_8));
          }
          client.write(packet.bytes());
        };
    String asked = version == 0 ? "" : "\0version=" + version + "\0";
    try (ServerProxy proxy =
        new ServerProxy(daemon.port(), line -> line.replace("\0version=2\0", asked), noting)) {
      assertThat(got(proxy.port(), "-a").status()).isZero();
    }
    String greeting = version == 0 ? Git.run(source, "rev-parse", "HEAD").strip() : "version ";
    assertThat(first.getFirst().substring(4))
        .startsWith(greeting + (version == 0 ? " HEAD" : version));
    assertThat(clone.text("HEAD")).isEqualTo("ref: refs/heads/main\n");
    assertThat(clone.refs()).hasSize(9);
    clone.check(source);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void emptyRepositoryOfAnOldServer(int version) throws Exception {
    repositories.empty("it.git");
    String asked = version == 0 ? "" : "\0version=" + version + "\0";
    try (ServerProxy proxy =
        new ServerProxy(
            daemon.port(), line -> line.replace("\0version=2\0", asked), ServerProxy.faithful())) {
      assertThat(got(proxy.port()).status()).isZero();
    }
    assertThat(clone.text("HEAD")).isEqualTo("ref: refs/heads/main\n");
  }

  /** Its git-upload-pack(1) lists HEAD twice in version 2 of the protocol. */
  @Test
  void gitThatServesANamespace() throws Exception {
    Path source = repositories.normal("it.git");
    String dev = Git.run(source, "rev-parse", "refs/heads/dev").strip();
    Git.run(source, "update-ref", "refs/namespaces/n/refs/heads/theirs", dev);
    Git.run(
        source, "symbolic-ref", "refs/namespaces/n/HEAD", "refs/namespaces/n/refs/heads/theirs");
    try (GitDaemon named = GitDaemon.start(served, Map.of("GIT_NAMESPACE", "n"))) {
      assertThat(got(named.port(), "-l").out())
          .contains("HEAD: refs/heads/theirs\nrefs/heads/theirs: " + dev + "\n");

      Result result = got(named.port(), "-vv");

      assertThat(result.status()).as(result.err()).isZero();
      assertThat(result.err().lines())
          .filteredOn(line -> line.startsWith("packet: < " + dev + " HEAD symref-target:"))
          .hasSize(2);
    }
    assertThat(clone.text("HEAD")).isEqualTo("ref: refs/heads/theirs\n");
    assertThat(clone.refs()).containsEntry("refs/heads/theirs", dev);
  }

  @Test
  void detachedHeadWithoutBranchesIsKept() throws Exception {
    Path source = repositories.normal("it.git");
    String id = Git.run(source, "rev-parse", "refs/heads/main~1").strip();
    Git.run(source, "update-ref", "--no-deref", "HEAD", id);
    for (String ref : Git.run(source, "for-each-ref", "--format=%(refname)").lines().toList()) {
      Git.run(source, "update-ref", "-d", ref);
    }

    Result result = got();

    assertThat(result.status()).as(result.err()).isZero();
    assertThat(clone.text("HEAD")).isEqualTo(id + "\n");
    assertThat(Git.run(clone.path(), "rev-list", "--objects", "HEAD"))
        .isEqualTo(Git.run(source, "rev-list", "--objects", "HEAD"));
    assertThat(Git.run(clone.path(), "fsck", "--strict", "--full"))
        .doesNotContain("error", "missing");
  }

  @Test
  void serverThatInsistsOnCapabilities() throws Exception {
    Path source = repositories.normal("it.git");
    try (DulwichServer server = new DulwichServer(source)) {
      Result result = got(server.port(), "-a");

      assertThat(result.status()).as(result.err()).isZero();
    }
    clone.check(source);
  }

  /** Nothing but the pack itself says that it has ended. */
  @ParameterizedTest
  @ValueSource(strings = {"", "object-format=sha256"})
  void serverWithoutSideBandThatDoesNotHangUp(String capabilities) throws Exception {
    Path source =
        capabilities.isEmpty() ? repositories.large("it.git") : repositories.sha256("it.git");
    try (OldServer server = new OldServer(source, capabilities, true)) {
      Result result = got(server.port(), "-a", "--max-time", "0", "--timeout", "0");

      assertThat(result.status()).as(result.err()).isZero();
    }
    clone.check(source);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ofs-delta",
        "side-band",
        "side-band ofs-delta",
        "multi_ack",
        "multi_ack_detailed no-done side-band-64k thin-pack ofs-delta"
      })
  void serverWithoutWhatCameLater(String capabilities) throws Exception {
    Path source = repositories.large("it.git");
    try (OldServer server = new OldServer(source, capabilities)) {
      Result result = got(server.port());

      assertThat(result.status()).as(result.err()).isZero();
      String[] asked = server.firstWant().strip().split(" ", -1);
      assertThat(List.of(asked).subList(2, asked.length))
          .filteredOn(word -> !word.startsWith("agent="))
          .hasSameElementsAs(capabilities.isEmpty() ? List.of() : List.of(capabilities.split(" ")));
    }
    clone.check(source);
  }
}
