package got.packaging.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.GitDaemon;
import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.TestRepositories;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can go wrong between got, ssh(1) and sshd(8): ssh's words, then ours, and nothing left. */
class SshFailureTest {
  private static final String STRICT = "StrictHostKeyChecking yes";

  @TempDir static Path keys;
  private static Sshd sshd;

  @TempDir Path work;
  @TempDir Path served;
  private String url = "";

  @BeforeAll
  static void start() throws Exception {
    sshd = Sshd.start(keys, "AcceptEnv GIT_PROTOCOL");
  }

  @AfterAll
  static void stop() {
    sshd.close();
  }

  @BeforeEach
  void serve() throws Exception {
    url = sshd.url(new TestRepositories(served).likeGots("repo.git"));
    sshd.client("known_hosts", "id", STRICT);
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    GotProcess.assertNoneRuns();
    assertThat(work).isEmptyDirectory();
  }

  private Result got(String... words) throws Exception {
    return sshd.got(work).run(words);
  }

  /**
   * @param theirs what a line of ssh's or of the server's holds
   */
  private void fails(String address, int status, String theirs, String complaint) throws Exception {
    Result result = got("clone", address);

    assertThat(result.status()).as(result.err()).isEqualTo(status);
    assertThat(result.out()).isEqualTo("Connecting to " + address + "\n");
    List<String> lines = result.err().lines().toList();
    assertThat(lines.getLast()).isEqualTo("got: " + complaint);
    assertThat(lines.subList(0, lines.size() - 1))
        .anyMatch(line -> line.contains(theirs))
        .noneMatch(line -> line.startsWith("got: "));
  }

  @Test
  void serverDoesNotKnowTheKey() throws Exception {
    sshd.client("known_hosts", "stranger", STRICT, "BatchMode yes");

    fails(url, 4, "Permission denied (publickey)", "ssh failed: exit status 255");
  }

  @Test
  void hostKeyIsUnknown() throws Exception {
    sshd.client("no_hosts", "id", STRICT);

    fails(url, 4, "Host key verification failed", "ssh failed: exit status 255");
  }

  @Test
  void nobodyListens() throws Exception {
    int port = GitDaemon.freePort();

    fails(
        "ssh://127.0.0.1:" + port + "/repo.git",
        4,
        "Connection refused",
        "ssh failed: exit status 255");
  }

  @Test
  void repositoryDoesNotExist() throws Exception {
    fails(
        sshd.url(Path.of("/nosuch/repo.git")),
        5,
        "'/nosuch/repo.git' does not appear to be a git repository",
        "git-upload-pack failed on the server: exit status 128");
  }

  @Test
  void branchDoesNotExist() throws Exception {
    assertThat(got("clone", "-q", "-b", "nosuch", url))
        .isEqualTo(
            new Result(
                1,
                "",
                "got: branch \"nosuch\" not found on server\ngot: hint: -l shows what it has\n"));
  }

  @Test
  void quietSshSaysNothing() throws Exception {
    sshd.client("known_hosts", "stranger", STRICT, "BatchMode yes");

    assertThat(got("clone", "-q", url))
        .isEqualTo(new Result(4, "", "got: ssh failed: exit status 255\n"));
  }

  @Test
  void verboseSshTellsEverything() throws Exception {
    sshd.client("no_hosts", "id", STRICT);

    assertThat(got("clone", "-vv", url).err()).doesNotContain("debug1: ");
    assertThat(got("clone", "-vvv", url).err()).contains("debug1: ");
  }

  @Test
  void programIsGivenEveryOptionInItsPlace() throws Exception {
    sshd.program("ssh", "printf '%s\\0' \"$@\" >" + keys + "/arguments\nexit 255\n");

    Result result =
        got(
            "clone",
            "-q",
            "--connect-timeout",
            "9",
            "-i",
            "my key",
            "-J",
            "a@b:1,c",
            "git+ssh://anna@[::1]:77/it's");

    assertThat(result).isEqualTo(new Result(4, "", "got: ssh failed: exit status 255\n"));
    assertThat(sshd.arguments())
        .containsExactly(
            "-p",
            "77",
            "-q",
            "-i",
            "my key",
            "-J",
            "a@b:1,c",
            "-o",
            "ConnectTimeout=9",
            "-o",
            "SendEnv=GIT_PROTOCOL",
            "--",
            "anna@::1",
            "git-upload-pack '/it'\\''s'");
  }

  @Test
  void programTalksNonsense() throws Exception {
    sshd.program("ssh", "echo Welcome to this machine\n");

    failsQuietly(
        5,
        "the server sent text instead of Git's protocol: Welcome to this machine\n"
            + "got: hint: a login there must print nothing, and be allowed to run git-upload-pack");
  }

  @Test
  void programHangsUpWithoutAReason() throws Exception {
    sshd.program("ssh", "exit 0\n");

    failsQuietly(4, "the server closed the connection without an answer");
  }

  @Test
  void programIsSilentBeforeTheServerAnswered() throws Exception {
    sshd.program("ssh", "exec sleep 60\n");

    assertThat(got("clone", "-q", "--timeout", "1", "--max-time", "4", url))
        .isEqualTo(new Result(4, "", "got: not done after 4 seconds\n"));
  }

  @Test
  void serverFallsSilentOnceItHasAnswered() throws Exception {
    sshd.program(
        "ssh",
        "git upload-pack --advertise-refs '%s'\nexec sleep 60\n"
            .formatted(served.resolve("repo.git")));

    assertThat(got("clone", "-q", "--timeout", "2", url))
        .isEqualTo(
            new Result(
                4,
                "",
                """
                got: server sent nothing for 2 seconds
                got: hint: --timeout allows for more
                """));
  }

  @Test
  void forProgramsTheFailureIsAnObject() throws Exception {
    sshd.client("known_hosts", "stranger", STRICT, "BatchMode yes");

    Result result = got("clone", "--json", url);

    assertThat(result.status()).isEqualTo(4);
    assertThat(result.out())
        .isEqualTo(
            """
            {"type":"connecting","url":"%s"}
            {"type":"error","status":4,"text":"ssh failed: exit status 255"}
            """
                .formatted(url));
    assertThat(result.err()).contains("Permission denied (publickey)").doesNotContain("got: ");
  }

  @Test
  void programIsKilled() throws Exception {
    sshd.program("ssh", "kill -9 $$\n");

    failsQuietly(4, "ssh failed: exit status 137");
  }

  private void failsQuietly(int status, String complaint) throws Exception {
    assertThat(got("clone", "-q", url))
        .isEqualTo(new Result(status, "", "got: " + complaint + "\n"));
  }

  @Test
  void programIsNotThere() throws Exception {
    assertThat(sshd.got(work).environment(with("/nosuch/ssh")).run("clone", "-q", url))
        .isEqualTo(new Result(4, "", "got: cannot start ssh: no such program: /nosuch/ssh\n"));
  }

  /** The system's own words, and nothing of what Java puts around them. */
  @Test
  void programThatCannotBeStartedIsToldOf() throws Exception {
    Path script = Files.writeString(served.resolve("not-ssh"), "#!/nosuch/sh\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    Map<Path, String> reasons =
        Map.of(script, "No such file or directory", served, "Permission denied");
    for (Path program : reasons.keySet()) {
      assertThat(sshd.got(work).environment(with(program.toString())).run("clone", "-q", url))
          .isEqualTo(new Result(4, "", "got: cannot start ssh: " + reasons.get(program) + "\n"));
    }
  }

  @Test
  void programThatWouldHaveToBeLookedForIsRefusedBeforeAnythingIsDone() throws Exception {
    assertThat(sshd.got(work).environment(with("ssh")).run("clone", url))
        .isEqualTo(
            new Result(
                2,
                "",
                """
                got: GOT_SSH is no absolute path: ssh
                got: hint: what it names is not looked for
                """));
  }

  private static Map<String, String> with(String program) {
    Map<String, String> environment = new HashMap<>(sshd.environment());
    environment.put("GOT_SSH", program);
    return environment;
  }
}
