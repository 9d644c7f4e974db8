package got.packaging.process;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.proc.QuietClock;
import got.packaging.proxy.Pause;
import got.packaging.proxy.ServerProxy;
import got.packaging.support.ClonedRepository;
import got.packaging.support.FileTree;
import got.packaging.support.GitDaemon;
import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Launch;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.TestRepositories;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A signal ends got in mid-pack: the helpers go too, and what was begun is removed. */
class EndOfGotTest {
  private static final long PROMPTLY_SECONDS = 5;

  @TempDir Path work;
  @TempDir Path served;
  private final Pause pause = new Pause();
  private GitDaemon daemon;
  private ServerProxy proxy;
  private GotProcess got;
  private Map<String, String> before;

  @BeforeEach
  void stopInMidPack() throws Exception {
    new TestRepositories(served).large("large.git");
    before = FileTree.snapshot(work);
    daemon = GitDaemon.start(served);
    proxy = new ServerProxy(daemon.port(), ServerProxy.pauseAtPackByte(500_000, pause));
    got = inItsGroup().start("clone", GitDaemon.url(proxy.port(), "large.git"), "new/large.git");
    pause.awaitReached();
  }

  /** Whoever started these tests may ignore some of the signals. */
  private Launch inItsGroup() {
    return Launch.in(work).by("env", "--default-signal", "setsid");
  }

  @AfterEach
  void end() throws Exception {
    pause.end();
    got.close();
    proxy.close();
    daemon.close();
  }

  private void kill(String signal, long target) throws Exception {
    Process kill =
        new ProcessBuilder("sh", "-c", "kill -s " + signal + " -- " + target).inheritIO().start();
    assertThat(kill.waitFor()).isZero();
  }

  private Result awaitPromptly() throws Exception {
    QuietClock clock = QuietClock.start();
    got.handle().onExit().get();
    assertThat(clock.isOver(PROMPTLY_SECONDS)).isFalse();
    return got.await();
  }

  @ParameterizedTest
  @CsvSource({
    "HUP, 129",
    "INT, 130",
    "QUIT, 131",
    "USR1, 138",
    "USR2, 140",
    "ALRM, 142",
    "TERM, 143",
    "XCPU, 152",
  })
  void signalToGotLeavesNothing(String signal, int status) throws Exception {
    kill(signal, got.pid());

    Result result = awaitPromptly();
    assertThat(result.status()).isEqualTo(status);
    assertThat(result.complaints()).isEmpty();
    assertThat(result.out()).doesNotContain("Created");
    GotProcess.assertNoneRuns();
    assertThat(FileTree.snapshot(work)).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({"HUP, 129", "INT, 130", "QUIT, 131", "TERM, 143"})
  void signalToAllOfThemIsNoFailureOfTheHelpers(String signal, int status) throws Exception {
    kill(signal, -got.pid());

    Result result = awaitPromptly();
    assertThat(result.complaints()).isEmpty();
    assertThat(result.status()).isEqualTo(status);
    GotProcess.assertNoneRuns();
    assertThat(FileTree.snapshot(work)).isEqualTo(before);
  }

  @Test
  void quitThatWasIgnoredIsIgnored() throws Exception {
    got.close();
    got =
        Launch.in(work)
            .by("env", "--ignore-signal=QUIT")
            .start("clone", "-q", daemon.url("large.git"), "new/large.git");
    got.helper(GotProcess.FETCH_PACK);
    kill("QUIT", got.pid());

    assertThat(got.await()).isEqualTo(new Result(0, "", ""));
  }

  /** As programs in Java leave it to those they start. */
  @Test
  void quitThatWasBlockedEndsGotAllTheSame() throws Exception {
    got.close();
    got =
        Launch.in(work)
            .by("env", "--default-signal", "--block-signal=QUIT")
            .start("clone", "-q", GitDaemon.url(proxy.port(), "large.git"), "other/large.git");
    got.helper(GotProcess.INDEX_PACK);
    kill("QUIT", got.pid());

    assertThat(got.await()).isEqualTo(new Result(131, "", ""));
    assertThat(work.resolve("other")).doesNotExist();
  }

  @Test
  void helpersDoNotOutliveAGotThatIsKilled() throws Exception {
    kill("KILL", got.pid());

    assertThat(awaitPromptly().status()).isEqualTo(128 + 9);
    GotProcess.assertNoneRuns();
    assertThat(work.resolve("new/large.git")).doesNotExist();
    assertThat(work.resolve("new").toFile().list())
        .singleElement()
        .asString()
        .startsWith(".got-clone-");
  }

  @Test
  void nextCloneDoesNotMindWhatAKilledOneLeft() throws Exception {
    kill("KILL", got.pid());
    assertThat(awaitPromptly().status()).isEqualTo(128 + 9);
    pause.end();

    Result result = GotProcess.run(work, "clone", daemon.url("large.git"), "new/large.git");

    assertThat(result.status()).isZero();
    new ClonedRepository(work.resolve("new/large.git")).check(served.resolve("large.git"));
  }

  @Test
  void helpersMayGetTheSignalForAllALittleBeforeGot() throws Exception {
    kill("TERM", got.helper(GotProcess.FETCH_PACK).pid());
    kill("TERM", got.helper(GotProcess.INDEX_PACK).pid());
    Thread.sleep(700);
    kill("TERM", got.pid());

    Result result = awaitPromptly();
    assertThat(result.complaints()).isEmpty();
    assertThat(result.status()).isEqualTo(143);
    assertThat(FileTree.snapshot(work)).isEqualTo(before);
  }

  @Test
  void signalWhileHelpersStartLeavesNothing() throws Exception {
    got.close();
    String url = GitDaemon.url(proxy.port(), "large.git");
    for (int delay = 20; delay < 400; delay += 20) {
      try (GotProcess starting = inItsGroup().start("clone", url, "other/large.git")) {
        Thread.sleep(delay);
        kill("INT", -starting.pid());
        Result result = starting.await();
        // A virtual machine that is not up yet ends in its own way.
        boolean early = result.err().contains("during initialization of VM");
        assertThat(result.status())
            .as("after %d ms: %s", delay, result.err())
            .isIn(early ? List.of(1, 130) : List.of(130));
        assertThat(result.complaints()).as("after %d ms", delay).isEmpty();
      }
      GotProcess.assertNoneRuns();
      assertThat(work.resolve("other")).as("after %d ms", delay).doesNotExist();
    }
  }
}
