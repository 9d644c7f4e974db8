package got.packaging.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.proc.Descriptor;
import got.packaging.proc.Descriptor.Kind;
import got.packaging.proc.QuietClock;
import got.packaging.support.FileTree;
import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.TestRepositories;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ssh(1) in the middle of the pack: what it holds, and that it ends with the others. */
class SshProcessTest {
  private static final long PROMPTLY_SECONDS = 10;
  private static final long INTERVAL_MILLIS = 5;

  @TempDir static Path keys;
  @TempDir static Path served;
  private static Sshd sshd;
  private static String url = "";

  @TempDir Path work;
  private Map<String, String> before = Map.of();
  private GotProcess got;
  private ProcessHandle ssh;

  /** Half of the pack comes; the rest when the file hold is gone. */
  @BeforeAll
  static void start() throws Exception {
    sshd = Sshd.start(keys, "AcceptEnv GIT_PROTOCOL", "ForceCommand " + keys + "/half");
    sshd.program(
        "half",
        """
        eval "$SSH_ORIGINAL_COMMAND" | {
          stdbuf -o0 head -c 500000
          touch %1$s/paused
          while [ -e %1$s/hold ]; do sleep 0.02; done
          cat
        }
        """
            .formatted(keys));
    url = sshd.url(new TestRepositories(served).large("large.git"));
  }

  @AfterAll
  static void stop() {
    sshd.close();
  }

  @BeforeEach
  void stopInMidPack() throws Exception {
    before = FileTree.snapshot(work);
    Files.deleteIfExists(keys.resolve("paused"));
    Files.createFile(keys.resolve("hold"));
    // Whoever started these tests may ignore some of the signals.
    got =
        sshd.got(work)
            .by("env", "--default-signal=HUP,INT,TERM", "setsid")
            .start("clone", url, "new/large.git");
    QuietClock clock = QuietClock.start();
    while (!Files.exists(keys.resolve("paused"))) {
      assertThat(clock.isOver(2 * PROMPTLY_SECONDS)).as("no pause of the server").isFalse();
      Thread.sleep(INTERVAL_MILLIS);
    }
    ssh =
        got.handle()
            .children()
            .filter(p -> GotProcess.commandLine(p.pid()).contains("SendEnv=GIT_PROTOCOL"))
            .findFirst()
            .orElseThrow();
  }

  @AfterEach
  void end() throws Exception {
    goOn();
    got.close();
    ssh.destroyForcibly();
    GotProcess.assertNoneRuns();
  }

  private static void goOn() throws Exception {
    Files.deleteIfExists(keys.resolve("hold"));
  }

  private static void kill(String signal, long target) throws Exception {
    Process kill =
        new ProcessBuilder("sh", "-c", "kill -s " + signal + " -- " + target).inheritIO().start();
    assertThat(kill.waitFor()).isZero();
  }

  private void assertSshEnds() throws Exception {
    QuietClock clock = QuietClock.start();
    while (ssh.isAlive()) {
      assertThat(clock.isOver(PROMPTLY_SECONDS)).as("ssh goes on").isFalse();
      Thread.sleep(INTERVAL_MILLIS);
    }
  }

  private void assertNothingIsLeft() throws Exception {
    assertSshEnds();
    GotProcess.assertNoneRuns();
    assertThat(FileTree.snapshot(work)).isEqualTo(before);
  }

  @Test
  void sshHoldsOneSocketWhoseOtherEndOnlyFetchPackHas() throws Exception {
    List<Descriptor> held = Descriptor.of(ssh.pid());
    List<Descriptor> gots = Descriptor.of(got.pid());
    // ssh makes copies of its first three descriptors, and then replaces some of these.
    List<String> sockets =
        held.stream().filter(d -> d.kind() == Kind.SOCKET).map(Descriptor::target).toList();
    assertThat(sockets).hasSizeGreaterThan(1).containsOnly(sockets.getFirst());
    assertThat(held)
        .filteredOn(d -> d.kind() != Kind.SOCKET && d.kind() != Kind.TCP)
        .extracting(Descriptor::target)
        .containsAnyOf(gots.get(2).target())
        .isSubsetOf(gots.get(2).target(), "/dev/null");
    assertThat(gots).extracting(Descriptor::target).doesNotContain(sockets.getFirst());
    assertThat(gots).extracting(Descriptor::kind).doesNotContain(Kind.TCP);
    List<Descriptor> indexPacks = Descriptor.of(got.helper(GotProcess.INDEX_PACK).pid());
    assertThat(indexPacks).extracting(Descriptor::target).doesNotContain(sockets.getFirst());
    assertThat(Descriptor.of(got.helper(GotProcess.FETCH_PACK).pid()))
        .filteredOn(d -> d.number() > 2)
        .extracting(Descriptor::kind)
        .contains(Kind.SOCKET, Kind.PIPE_WRITE)
        .doesNotContain(Kind.TCP);
    goOn();
    assertThat(got.await().status()).isZero();
    assertSshEnds();
  }

  @Test
  void sshIsInTheProcessGroupAndTheDirectoryOfGotAndGetsItsSignals() throws Exception {
    assertThat(group(ssh.pid())).isEqualTo(group(got.pid()));
    assertThat(Files.readSymbolicLink(Path.of("/proc/" + ssh.pid() + "/cwd")))
        .isEqualTo(work.toRealPath());
    List<String> status = Files.readAllLines(Path.of("/proc/" + ssh.pid() + "/status"));
    for (String set : List.of("SigBlk:", "SigIgn:")) {
      String line = status.stream().filter(l -> l.startsWith(set)).findFirst().orElseThrow();
      long signals = Long.parseUnsignedLong(line.substring(set.length()).strip(), 16);
      long terminal = 1L << (1 - 1) | 1L << (2 - 1) | 1L << (15 - 1) | 1L << (20 - 1);
      assertThat(signals & terminal).as(line).isZero();
    }
  }

  /** Session and process group. */
  private static List<String> group(long pid) throws Exception {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return List.of(fields[2], fields[3]);
  }

  @Test
  void sshIsKilled() throws Exception {
    kill("KILL", ssh.pid());

    Result result = got.await();
    assertThat(result.status()).as(result.err()).isEqualTo(4);
    assertThat(result.complaints())
        .singleElement()
        .asString()
        .matches(
            "got: the server closed the connection (inside a|between) packets?, after \\d+ bytes;"
                + " ssh ended with exit status 137");
    assertNothingIsLeft();
  }

  @ParameterizedTest
  @CsvSource({"HUP, 129", "INT, 130", "TERM, 143"})
  void signalToGotEndsSshToo(String signal, int status) throws Exception {
    kill(signal, got.pid());

    Result result = got.await();
    assertThat(result.status()).isEqualTo(status);
    assertThat(result.complaints()).isEmpty();
    assertNothingIsLeft();
  }

  @Test
  void interruptFromTheTerminalIsNoFailureOfSsh() throws Exception {
    kill("INT", -got.pid());

    Result result = got.await();
    assertThat(result.status()).isEqualTo(130);
    assertThat(result.complaints()).isEmpty();
    assertNothingIsLeft();
  }

  @Test
  void sshEndsWhenGotIsKilledAndTheServerGoesOn() throws Exception {
    kill("KILL", got.pid());

    GotProcess.assertNoneRuns();
    goOn();
    assertSshEnds();
  }
}
