package got.packaging.server;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.specimens.SpecimenHistory;
import got.packaging.support.FileTree;
import got.packaging.support.Git;
import got.packaging.support.GitDaemon;
import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.Measured;
import got.packaging.support.PseudoTerminal;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Servers that break one rule each, against the whole of got: the exit status, one line of got's
 * own that holds nothing a terminal would obey, memory and time bounded, and a file system that is
 * as it was. The tests of got-fetch-pack try every rule at every packet; of these only a sample
 * runs here, and more with the property {@code got.server=all}, which takes some minutes.
 */
class ServerCorpusTest {
  /** Of three virtual machines. */
  private static final long MEMORY_BYTES = 900L << 20;

  private static final long MILLIS = 45_000;

  @TempDir Path work;
  private Map<String, String> before = Map.of();

  @BeforeEach
  void somethingIsThere() throws Exception {
    Files.writeString(work.resolve("file"), "of the user");
    Files.createDirectory(work.resolve("empty"));
    before = FileTree.snapshot(work);
  }

  @AfterEach
  void nothingRuns() throws Exception {
    GotProcess.assertNoneRuns();
  }

  static Stream<ServerCase> cases() {
    Stream<ServerCase> sample = Stream.concat(ProtocolCases.sample(), PackCases.sample());
    return System.getProperty("got.server", "").equals("all")
        ? Stream.of(sample, PackCases.rest(), ProtocolCases.rest()).flatMap(cases -> cases)
        : sample;
  }

  private Result run(ScriptedServer.Part part, List<String> options) throws Exception {
    try (ScriptedServer server = new ScriptedServer(part)) {
      List<String> words = new ArrayList<>(List.of("clone"));
      words.addAll(options);
      words.add(GitDaemon.url(server.port(), "x.git"));
      try (GotProcess got = GotProcess.start(work, words.toArray(String[]::new))) {
        Measured seen = Measured.of(got);
        assertThat(seen.peakBytes()).as("memory").isLessThan(MEMORY_BYTES);
        assertThat(seen.millis()).as("time").isLessThan(MILLIS);
        assertThat(seen.result().out() + seen.result().err()).matches("[\\P{Cntrl}\n]*");
        assertThat(seen.result().out() + seen.result().err()).doesNotContain("\u202e", "\u200c");
        return seen.result();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void ruleIsBroken(ServerCase server) throws Exception {
    List<String> options = new ArrayList<>(server.options());
    options.add("-q");
    Result result = run(server.part(), options);

    assertThat(result.err().lines().findFirst().orElse(""))
        .startsWith("got: ")
        .contains(server.complaint());
    assertThat(result.complaints()).filteredOn(l -> !l.startsWith("got: hint: ")).hasSize(1);
    assertThat(result.status()).as(result.err()).isEqualTo(server.status());
    assertThat(result.out()).isEmpty();
    assertThat(FileTree.snapshot(work)).isEqualTo(before);
  }

  @Test
  void tenMillionReferencesAreCutOff() throws Exception {
    Result result = run(ProtocolCases.references(10_000_000), List.of("-q"));

    assertThat(result.err()).isEqualTo("got: more than 1048576 references\n");
    assertThat(result.status()).isEqualTo(5);
    assertThat(FileTree.snapshot(work)).isEqualTo(before);
  }

  /** A history that is whole, but for a submodule, which is of another repository. */
  private static ServerWords goodServer(String branch) {
    SpecimenHistory history = new SpecimenHistory();
    String tip = history.commit(history.tree("160000", "sub", "4".repeat(40)));
    return ServerWords.version2()
        .line(tip + " HEAD symref-target:" + branch)
        .line(tip + " " + branch)
        .flush()
        .line("packfile")
        .band(2, "one\u001b]0;x\u0007\rtwo\u00c2\u009b31m\nthree\u00e2\u0080\u00ae")
        .pack(history.packWithout())
        .flush();
  }

  @Test
  void submoduleIsNotMissingAndWordsAreCleaned() throws Exception {
    Result result = run(ScriptedServer.saying(goodServer("refs/heads/main").bytes()), List.of());

    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.err()).isEqualTo("server: two\\x9b31m\nserver: three\\u{202e}\n");
    assertThat(Git.run(work.resolve("x.git"), "fsck", "--strict")).isEmpty();
  }

  /** Where got itself moves the cursor, with CR and erasing, and the server does not. */
  @Test
  void wordsOnATerminalAreCleaned() throws Exception {
    byte[] words = goodServer("refs/heads/main").bytes();
    try (ScriptedServer server = new ScriptedServer(ScriptedServer.saying(words))) {
      String got = GotProcess.TREE.resolve("bin/got").toString();
      String url = GitDaemon.url(server.port(), "x.git");
      try (PseudoTerminal terminal = PseudoTerminal.start(work, "exec " + got + " clone " + url)) {
        assertThat(terminal.await()).as(terminal.screen()).isZero();
        assertThat(terminal.screen())
            .contains("server: two\\x9b31m", "server: three\\u{202e}")
            .doesNotContain("\u001b]", "\u0007", "\u009b", "\u202e");
      }
    }
  }

  /** What is no UTF-8 is legal in a name, and kept to the byte; what is shown of it is not. */
  @Test
  void nameWithTrapsInItIsKeptAndShownCleaned() throws Exception {
    String name = "refs/heads/\u00c2\u009b31m\u00e2\u0080\u00ae\u00ff";
    byte[] words = goodServer(name).bytes();

    assertThat(run(ScriptedServer.saying(words), List.of("-q", "-l")).out())
        .startsWith("HEAD: refs/heads/\\x9b31m\\u{202e}\ufffd\nrefs/heads/\\x9b31m");
    assertThat(run(ScriptedServer.saying(words), List.of("-q", "-l", "--json")).out())
        .contains("\"name_bytes\":\"726566732f68656164732fc29b33316de280aeff\"")
        .matches("[ -~\n]*");
    assertThat(FileTree.snapshot(work)).isEqualTo(before);

    Result result = run(ScriptedServer.saying(words), List.of("-v", "-v"));
    assertThat(result.status()).as(result.err()).isZero();
    byte[] packed = Files.readAllBytes(work.resolve("x.git/packed-refs"));
    assertThat(new String(packed, StandardCharsets.ISO_8859_1)).contains(" " + name + "\n");
    assertThat(Git.run(work.resolve("x.git"), "fsck", "--strict")).isEmpty();
  }

  /** Of a server that does not hang up: nothing ends such a pack but its own hash. */
  @Test
  void junkBehindABarePackIsRefused() throws Exception {
    SpecimenHistory history = new SpecimenHistory();
    String tip = history.commit(history.tree("100644", "x", history.blob("x")));
    String pack = new String(history.packWithout(), StandardCharsets.ISO_8859_1);
    byte[] words = ServerWords.version0(tip, "x").line("NAK").raw(pack + "junk").bytes();
    Result result =
        run(
            client -> {
              client.getOutputStream().write(words);
              client.getInputStream().transferTo(OutputStream.nullOutputStream());
            },
            List.of("-q"));

    assertThat(result.status()).as(result.err()).isEqualTo(6);
    assertThat(result.err()).contains("behind the end of the pack");
    assertThat(FileTree.snapshot(work)).isEqualTo(before);
  }

  /** A word that holds the name of a capability is not that capability. */
  @Test
  void capabilityInsideAnotherIsNone() throws Exception {
    SpecimenHistory history = new SpecimenHistory();
    String tip = history.commit(history.tree("100644", "x", history.blob("x")));
    ServerWords words =
        ServerWords.version0(tip, "agent=x,side-band-64k multi_ack_detailed-x side-band-64")
            .line("NAK")
            .raw(new String(history.packWithout(), StandardCharsets.ISO_8859_1));
    Result result = run(ScriptedServer.saying(words.bytes()), List.of("-q"));

    assertThat(result).isEqualTo(new Result(0, "", ""));
    assertThat(Git.run(work.resolve("x.git"), "fsck", "--strict")).isEmpty();
  }
}
