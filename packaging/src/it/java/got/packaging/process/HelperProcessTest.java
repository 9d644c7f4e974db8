package got.packaging.process;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.proc.Descriptor;
import got.packaging.proc.Descriptor.Kind;
import got.packaging.proxy.Pause;
import got.packaging.proxy.ServerProxy;
import got.packaging.support.GitDaemon;
import got.packaging.support.GotProcess;
import got.packaging.support.TestRepositories;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the system says about the processes of a clone that is in the middle of the pack. */
@Tag("alone")
class HelperProcessTest {
  @TempDir Path work;
  @TempDir Path served;
  private final Pause pause = new Pause();
  private GitDaemon daemon;
  private ServerProxy proxy;
  private GotProcess got;

  @BeforeEach
  void stopInMidPack() throws Exception {
    new TestRepositories(served).large("large.git");
    daemon = GitDaemon.start(served);
    proxy = new ServerProxy(daemon.port(), ServerProxy.pauseAtPackByte(500_000, pause));
    got = GotProcess.start(work, "clone", GitDaemon.url(proxy.port(), "large.git"));
    pause.awaitReached();
  }

  @AfterEach
  void finish() throws Exception {
    try {
      pause.end();
      assertThat(got.await().status()).isZero();
      GotProcess.assertNoneRuns();
    } finally {
      got.close();
      proxy.close();
      daemon.close();
    }
  }

  /** What is open beyond the files of the installation and the first three. */
  private List<Descriptor> handed(String helper) throws Exception {
    return Descriptor.of(got.helper(helper).pid()).stream()
        .filter(d -> d.number() > 2 && !isOwn(d))
        .toList();
  }

  /**
   * Opened by the Java virtual machine: what it runs, and the random numbers that its own provider
   * of digests asks for.
   */
  private static boolean isOwn(Descriptor descriptor) {
    return descriptor.kind() == Kind.FILE_READ
        && (descriptor.target().startsWith(GotProcess.TREE + "/")
            || descriptor.target().equals("/dev/random")
            || descriptor.target().equals("/dev/urandom"));
  }

  @Test
  void threeJavaVirtualMachinesRunAndNothingElse() throws Exception {
    assertThat(GotProcess.running().stream().map(ProcessHandle::pid))
        .containsExactlyInAnyOrder(
            got.pid(),
            got.helper(GotProcess.FETCH_PACK).pid(),
            got.helper(GotProcess.INDEX_PACK).pid());
    assertThat(got.handle().descendants()).hasSize(2);
  }

  @Test
  void helpersHaveNoEnvironmentAndStandInTheRootDirectory() throws Exception {
    for (String helper : List.of(GotProcess.FETCH_PACK, GotProcess.INDEX_PACK)) {
      Path process = Path.of("/proc", Long.toString(got.helper(helper).pid()));
      assertThat(Files.readAllBytes(process.resolve("environ"))).as(helper).isEmpty();
      assertThat(Files.readSymbolicLink(process.resolve("cwd"))).hasToString("/");
    }
  }

  @Test
  void helpersHaveTheirOwnArchiveOnly() throws Exception {
    for (String helper : List.of(GotProcess.FETCH_PACK, GotProcess.INDEX_PACK)) {
      List<String> words = GotProcess.commandLine(got.helper(helper).pid());
      assertThat(words)
          .startsWith(GotProcess.TREE.resolve("runtime/bin/java").toString())
          .contains(GotProcess.archiveOption(GotProcess.TREE, helper))
          // Without a class path it would be the working directory.
          .containsSequence("-cp", GotProcess.TREE.resolve("lib/none").toString())
          .noneMatch(w -> w.matches("--class-?path.*|-p|--module-path.*|-javaagent.*"));
      assertThat(GotProcess.TREE.resolve("lib/none")).doesNotExist();
      assertThat(words).filteredOn(w -> w.endsWith(".jar")).hasSize(1);
    }
  }

  @Test
  void standardStreamsAreTheChannelNothingAndAPipeToGot() throws Exception {
    List<Descriptor> gots = Descriptor.of(got.pid());
    for (String helper : List.of(GotProcess.FETCH_PACK, GotProcess.INDEX_PACK)) {
      List<Descriptor> open = Descriptor.of(got.helper(helper).pid());
      assertThat(open.get(0).kind()).isEqualTo(Kind.SOCKET);
      assertThat(open.get(1)).isEqualTo(new Descriptor(1, Kind.FILE_WRITE, "/dev/null"));
      assertThat(open.get(2).kind()).isEqualTo(Kind.PIPE_WRITE);
      assertThat(gots)
          .filteredOn(d -> d.kind() == Kind.PIPE_READ)
          .extracting(Descriptor::target)
          .contains(open.get(2).target());
    }
  }

  @Test
  void fetchPackHoldsTheNetworkAndThePipeToWrite() throws Exception {
    List<Descriptor> handed = handed(GotProcess.FETCH_PACK);

    assertThat(handed)
        .extracting(Descriptor::kind)
        .containsExactlyInAnyOrder(Kind.TCP, Kind.PIPE_WRITE);
    assertThat(handed)
        .filteredOn(d -> d.kind() == Kind.TCP)
        .allMatch(d -> d.target().endsWith(" to 127.0.0.1:" + proxy.port()));
  }

  @Test
  void indexPackHoldsThePipeToReadAndTwoFiles() throws Exception {
    List<Descriptor> handed = handed(GotProcess.INDEX_PACK);

    assertThat(handed)
        .extracting(Descriptor::kind)
        .containsExactlyInAnyOrder(Kind.PIPE_READ, Kind.FILE_BOTH, Kind.FILE_BOTH);
    Path packs;
    try (Stream<Path> hidden = Files.list(work)) {
      packs = hidden.findFirst().orElseThrow().resolve("objects/pack");
    }
    assertThat(packs.toString()).contains("/.got-clone-");
    assertThat(handed)
        .filteredOn(d -> d.kind() == Kind.FILE_BOTH)
        .extracting(Descriptor::target)
        .containsExactlyInAnyOrder(packs + "/tmp_pack", packs + "/tmp_idx");
  }

  @Test
  void onePipeLeadsFromOneHelperToTheOtherAndGotHoldsNoEndOfIt() throws Exception {
    String written = pipe(handed(GotProcess.FETCH_PACK));
    String read = pipe(handed(GotProcess.INDEX_PACK));

    assertThat(read).isEqualTo(written);
    assertThat(Descriptor.of(got.pid())).extracting(Descriptor::target).doesNotContain(read);
    assertThat(Descriptor.of(got.pid())).extracting(Descriptor::kind).doesNotContain(Kind.TCP);
  }

  private static String pipe(List<Descriptor> descriptors) {
    return descriptors.stream()
        .filter(d -> d.kind() == Kind.PIPE_READ || d.kind() == Kind.PIPE_WRITE)
        .map(Descriptor::target)
        .findFirst()
        .orElseThrow();
  }
}
