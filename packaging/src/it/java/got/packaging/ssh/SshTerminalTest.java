package got.packaging.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.GotProcess;
import got.packaging.support.PseudoTerminal;
import got.packaging.support.TestRepositories;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** ssh(1) asks the user on the terminal that got runs on, and leaves it as it was. */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SshTerminalTest {
  private static final String PASSPHRASE = "correct horse";

  @TempDir Path work;
  @TempDir Path keys;
  @TempDir Path served;
  private Sshd sshd;
  private String url = "";

  @BeforeEach
  void serve() throws Exception {
    sshd = Sshd.start(keys, "AcceptEnv GIT_PROTOCOL");
    url = sshd.url(new TestRepositories(served).likeGots("repo.git"));
  }

  @AfterEach
  void end() throws Exception {
    sshd.close();
    GotProcess.assertNoneRuns();
  }

  /** Runs got on a new terminal, then shows how that is set. */
  private PseudoTerminal start() throws Exception {
    String got = GotProcess.TREE.resolve("bin/got").toString();
    String script = "trap : INT; '" + got + "' clone " + url + " out; echo status $?; stty -a";
    return PseudoTerminal.start(work, sshd.environment(), script);
  }

  private void lockedKey() throws Exception {
    Path key = keys.resolve("locked");
    Process keygen =
        new ProcessBuilder(
                "ssh-keygen", "-q", "-t", "ed25519", "-N", PASSPHRASE, "-f", key.toString())
            .inheritIO()
            .start();
    assertThat(keygen.waitFor()).isZero();
    Files.writeString(
        keys.resolve("authorized_keys"),
        Files.readString(keys.resolve("locked.pub")),
        StandardOpenOption.APPEND);
    sshd.client("known_hosts", "locked", "StrictHostKeyChecking yes");
  }

  @Test
  void unknownHostKeyIsAskedAbout() throws Exception {
    sshd.client("no_hosts", "id", "StrictHostKeyChecking ask");
    try (PseudoTerminal terminal = start()) {
      terminal.awaitText("continue connecting");
      terminal.type("yes\n");

      terminal.awaitText("status 0");
      assertThat(terminal.await()).isZero();
      assertThat(keys.resolve("no_hosts")).isNotEmptyFile();
      assertThat(work.resolve("out/HEAD")).exists();
    }
  }

  @Test
  void passphraseIsAskedForAndNotShown() throws Exception {
    lockedKey();
    try (PseudoTerminal terminal = start()) {
      terminal.awaitText("Enter passphrase");
      terminal.type(PASSPHRASE + "\n");

      terminal.awaitText("status 0");
      assertThat(terminal.await()).isZero();
      assertThat(terminal.screen()).doesNotContain(PASSPHRASE).contains(" echo ");
    }
  }

  @Test
  void interruptWhileSshAsksLeavesTheTerminalAsItWas() throws Exception {
    lockedKey();
    try (PseudoTerminal terminal = start()) {
      terminal.awaitText("Enter passphrase");
      terminal.type("\u0003");

      terminal.awaitText("status 130");
      assertThat(terminal.await()).isZero();
      assertThat(terminal.screen()).contains(" echo ").doesNotContain("got: ");
      assertThat(work).isEmptyDirectory();
    }
  }

  @Test
  void endOfGotWhileSshAsksLeavesTheTerminalAsItWas() throws Exception {
    lockedKey();
    try (PseudoTerminal terminal = start()) {
      terminal.awaitText("Enter passphrase");
      ProcessHandle got =
          terminal
              .descendants()
              .filter(
                  p ->
                      GotProcess.commandLine(p.pid())
                          .contains(
                              GotProcess.archiveOption(GotProcess.TREE.resolve("bin/.."), "got")))
              .findFirst()
              .orElseThrow();
      got.destroy();

      terminal.awaitText("status 143");
      assertThat(terminal.await()).isZero();
      assertThat(terminal.screen()).contains(" echo ").doesNotContain("got: ");
      assertThat(work).isEmptyDirectory();
    }
  }
}
