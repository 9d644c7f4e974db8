package got.packaging.clone;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.proxy.Pause;
import got.packaging.proxy.ServerProxy;
import got.packaging.support.GitDaemon;
import got.packaging.support.GotProcess;
import got.packaging.support.PseudoTerminal;
import got.packaging.support.TestRepositories;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** got on a terminal: its progress line, and the keys that end and stop it. */
class TerminalTest {
  private static final String PROGRAM = GotProcess.TREE.resolve("bin/got").toString();

  @TempDir Path work;
  @TempDir Path served;
  private final Pause pause = new Pause();
  private GitDaemon daemon;
  private ServerProxy proxy;
  private String command;

  @BeforeEach
  void stopInMidPack() throws Exception {
    new TestRepositories(served).large("large.git");
    daemon = GitDaemon.start(served);
    proxy = new ServerProxy(daemon.port(), ServerProxy.pauseAtPackByte(500_000, pause));
    command = PROGRAM + " clone " + GitDaemon.url(proxy.port(), "large.git");
  }

  @AfterEach
  void end() throws Exception {
    pause.end();
    proxy.close();
    daemon.close();
    GotProcess.assertNoneRuns();
  }

  /** The longest of what was drawn in one line. */
  private static int longest(String screen) {
    List<String> lines = List.of(screen.split("[\r\n]+"));
    return lines.stream().mapToInt(String::length).max().orElse(0);
  }

  @Test
  void progressLineFitsTheWindowAlsoWhenThatChanges() throws Exception {
    Path signal = served.resolve("shrink");
    String shrink =
        "(until [ -e %s ]; do sleep 0.1; done; stty -F /dev/tty cols 30) & ".formatted(signal);
    try (PseudoTerminal terminal =
        PseudoTerminal.start(work, "stty cols 70; " + shrink + "exec " + command)) {
      terminal.awaitText(0, "; indexing ");
      int before = terminal.screen().length();
      Files.createFile(signal);
      // In 30 columns the last one stays free. What is drawn by then may still be the wide line.
      terminal.awaitDrawn(29);
      int after = terminal.screen().length();
      terminal.awaitText(after, " fetched, ");
      assertThat(longest(terminal.screen().substring(after))).isEqualTo(29);
      pause.end();
      assertThat(terminal.await()).isZero();
      String screen = terminal.screen();
      assertThat(longest(screen.substring(0, before))).isBetween(40, 69);
      assertThat(screen).contains("Created cloned repository 'large.git'");
    }
  }

  @Test
  void silentServerIsShownAsStalled() throws Exception {
    try (PseudoTerminal terminal = PseudoTerminal.start(work, "exec " + command)) {
      terminal.awaitText(0, " fetched, stalled");
      pause.end();
      assertThat(terminal.await()).isZero();
      String last =
          terminal
              .screen()
              .substring(
                  terminal.screen().lastIndexOf('\r', terminal.screen().indexOf("Fetched ") - 3));
      assertThat(last).contains("; indexing 100%").doesNotContain("stalled");
    }
  }

  @Test
  void gotadminDrawsItsProgressToo() throws Exception {
    assertThat(GotProcess.run(work, "clone", "-q", daemon.url("large.git")).status()).isZero();
    String index = " indexpack large.git/objects/pack/*.pack";
    try (PseudoTerminal terminal =
        PseudoTerminal.start(work, "exec " + GotProcess.TREE.resolve("bin/gotadmin") + index)) {
      assertThat(terminal.await()).isZero();
      assertThat(terminal.screen()).contains(" read, ", "; indexing 100%", "\nIndexed ");
    }
  }

  @Test
  void interruptKeyLeavesNothingAtAnyMoment() throws Exception {
    for (int moment = 0; moment < 10; moment++) {
      // Before that nobody is there whom the key could interrupt.
      String begun = "printf 'begun '; exec " + command;
      try (PseudoTerminal terminal = PseudoTerminal.start(work, begun)) {
        terminal.awaitText("begun");
        Thread.sleep(10 + 90 * moment);
        terminal.type(PseudoTerminal.CTRL_C);
        assertThat(terminal.await()).as("moment %d: %s", moment, terminal.screen()).isEqualTo(130);
        assertThat(terminal.screen()).doesNotContain("got: ", "Created", "Exception");
      }
      GotProcess.assertNoneRuns();
      assertThat(work).as("moment %d", moment).isEmptyDirectory();
    }
  }

  @Test
  void stopKeyStopsAndTheStopIsNotTheServersSilence() throws Exception {
    try (PseudoTerminal terminal = PseudoTerminal.start(work, "exec bash --norc -i")) {
      terminal.type(command + " --timeout 3\n");
      terminal.awaitText(0, "; indexing ");
      terminal.type(PseudoTerminal.CTRL_Z);
      terminal.awaitText(0, "Stopped");
      int stopped = terminal.screen().length();
      Thread.sleep(3500);
      terminal.type("fg\n");
      terminal.awaitText(stopped, "; indexing ");
      pause.end();
      terminal.awaitText(stopped, "Created cloned repository");
      assertThat(terminal.screen().substring(stopped)).doesNotContain("stalled", "got: ");
      terminal.type("exit\n");
      assertThat(terminal.await()).isZero();
    }
  }
}
