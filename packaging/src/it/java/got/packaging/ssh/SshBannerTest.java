package got.packaging.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.TestRepositories;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An sshd(8) whose login prints something before git-upload-pack(1) speaks, or instead of it. */
class SshBannerTest {
  private static final String HINT =
      "got: hint: a login there must print nothing, and be allowed to run git-upload-pack\n";

  @TempDir Path keys;
  @TempDir Path work;
  @TempDir Path served;

  @AfterEach
  void nothingIsLeft() throws Exception {
    GotProcess.assertNoneRuns();
    assertThat(work).isEmptyDirectory();
  }

  /**
   * @param login a command of the login shell, run instead of what is asked for
   */
  private void fails(String login, String banner) throws Exception {
    Path repository = new TestRepositories(served).likeGots("repo.git");
    try (Sshd sshd = Sshd.start(keys, "AcceptEnv GIT_PROTOCOL", "ForceCommand " + login)) {
      assertThat(sshd.got(work).run("clone", "-q", sshd.url(repository)))
          .isEqualTo(
              new Result(
                  5,
                  "",
                  "got: the server sent text instead of Git's protocol: " + banner + "\n" + HINT));
    }
  }

  @Test
  void accountWithoutAShell() throws Exception {
    fails(
        "echo \"Hi anna! You've authenticated, but there is no shell.\"; exit 1",
        "Hi anna! You've authenticated, but there is no shell.");
  }

  @Test
  void shellThatGreetsEverybody() throws Exception {
    fails(
        "printf '\\n\\033[1mWelcome\\n'; exec sh -c \"$SSH_ORIGINAL_COMMAND\"", "\\x1b[1mWelcome");
  }

  @Test
  void urlOfGitDaemonLeadsToSshd() throws Exception {
    try (Sshd sshd = Sshd.start(keys)) {
      Result result = GotProcess.run(work, "clone", "-q", "git://127.0.0.1:" + sshd.port() + "/x");

      assertThat(result.status()).isEqualTo(5);
      assertThat(result.err())
          .startsWith("got: the server speaks SSH, not Git's protocol: SSH-2.0-");
    }
  }
}
