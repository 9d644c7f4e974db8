package got.packaging.process;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.proxy.Pause;
import got.packaging.proxy.ServerProxy;
import got.packaging.support.FileTree;
import got.packaging.support.GitDaemon;
import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.TestRepositories;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A helper is killed at each stage: got says which, once, and leaves nothing. */
class EndOfHelperTest {
  @TempDir Path work;
  @TempDir Path served;
  private final Pause pause = new Pause();
  private GitDaemon daemon;
  private long packSize;
  private Map<String, String> before;

  @BeforeEach
  void serve() throws Exception {
    packSize = TestRepositories.packSize(new TestRepositories(served).large("large.git"));
    before = FileTree.snapshot(work);
    daemon = GitDaemon.start(served);
  }

  @AfterEach
  void end() {
    pause.end();
    daemon.close();
  }

  /** Clones, kills the helper where the server pauses, and looks at what is left. */
  private void killed(String helper, ServerProxy.Script script) throws Exception {
    try (ServerProxy proxy = new ServerProxy(daemon.port(), script);
        GotProcess got =
            GotProcess.start(work, "clone", GitDaemon.url(proxy.port(), "large.git"))) {
      pause.awaitReached();
      // Its JVM may not even have started at the first stage.
      got.helper(helper).destroyForcibly();
      expectDeath(helper, got.await());
    }
  }

  private void expectDeath(String helper, Result result) throws Exception {
    assertThat(result.complaints()).containsExactly("got: " + helper + " died: killed by signal 9");
    assertThat(result.err().lines())
        .allMatch(l -> l.startsWith("server: ") || l.startsWith("got: "));
    assertThat(result.status()).isEqualTo(7);
    GotProcess.assertNoneRuns();
    assertThat(FileTree.snapshot(work)).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {GotProcess.FETCH_PACK, GotProcess.INDEX_PACK})
  void asSoonAsItIsThere(String helper) throws Exception {
    try (ServerProxy proxy = new ServerProxy(daemon.port(), ServerProxy.pauseAtPacket(0, pause));
        GotProcess got =
            GotProcess.start(work, "clone", GitDaemon.url(proxy.port(), "large.git"))) {
      got.helper(helper).destroyForcibly();
      expectDeath(helper, got.await());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {GotProcess.FETCH_PACK, GotProcess.INDEX_PACK})
  void beforeTheFirstWordOfTheServer(String helper) throws Exception {
    killed(helper, ServerProxy.pauseAtPacket(0, pause));
  }

  @ParameterizedTest
  @ValueSource(strings = {GotProcess.FETCH_PACK, GotProcess.INDEX_PACK})
  void afterTheReferences(String helper) throws Exception {
    killed(helper, ServerProxy.pauseAtPackByte(0, pause));
  }

  @ParameterizedTest
  @ValueSource(strings = {GotProcess.FETCH_PACK, GotProcess.INDEX_PACK})
  void inMidPack(String helper) throws Exception {
    killed(helper, ServerProxy.pauseAtPackByte(packSize / 2, pause));
  }

  @ParameterizedTest
  @ValueSource(strings = {GotProcess.FETCH_PACK, GotProcess.INDEX_PACK})
  void beforeTheLastByteOfThePack(String helper) throws Exception {
    killed(helper, ServerProxy.pauseAtPackByte(packSize - 1, pause));
  }

  @ParameterizedTest
  @ValueSource(strings = {GotProcess.FETCH_PACK, GotProcess.INDEX_PACK})
  void afterTheLastByteOfThePack(String helper) throws Exception {
    killed(helper, ServerProxy.pauseAfterPack(pause));
  }
}
