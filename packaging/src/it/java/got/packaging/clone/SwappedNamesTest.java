package got.packaging.clone;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.FileTree;
import got.packaging.support.Git;
import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Launch;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.SmallRepositoryFixture;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * An attacker swaps names in got's directory without end, as another user if the test is root: a
 * run may fail, but no file elsewhere gets another mode, another owner, other bytes or a new name.
 * {@code -Dgot.swaps=200} for many runs.
 */
class SwappedNamesTest extends SmallRepositoryFixture {
  private static final int NOBODY = 65534;
  private static final int RUNS = Integer.getInteger("got.swaps", 4);

  private Path directory;
  private Path victim;
  private Process attacker;

  @BeforeEach
  void attack() throws Exception {
    boolean root = Files.getAttribute(work, "unix:uid").equals(0);
    Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxr-xr-x"));
    directory = Files.createDirectory(work.resolve("theirs"));
    victim = Files.createDirectory(work.resolve("victim"));
    for (String name : List.of("objects/pack/tmp_pack", "objects/pack/tmp_idx", "HEAD", "file")) {
      Path file = victim.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "secret");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
    Files.setPosixFilePermissions(victim, PosixFilePermissions.fromString("rwx------"));
    List<String> command = new ArrayList<>();
    if (root) {
      Files.setAttribute(directory, "unix:uid", NOBODY);
      command.addAll(
          List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
    }
    Path classes = Files.createDirectories(work.resolve("classes/got/packaging/clone"));
    String name = "Swapper.class";
    try (var in = SwappedNamesTest.class.getResourceAsStream(name)) {
      Files.copy(in, classes.resolve(name));
    }
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    command.addAll(List.of(java.toString(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", work.resolve("classes").toString()));
    command.add("got.packaging.clone.Swapper");
    command.add(directory.toString());
    command.add(victim.toString());
    command.add(victim.resolve("file").toString());
    attacker = new ProcessBuilder(command).redirectErrorStream(true).start();
    BufferedReader out =
        new BufferedReader(
            new InputStreamReader(attacker.getInputStream(), StandardCharsets.UTF_8));
    assertThat(out.readLine()).isEqualTo("ready");
  }

  @AfterEach
  void endAttack() {
    attacker.destroyForcibly();
    attacker.onExit().join();
  }

  private void assertUntouched(Map<String, String> before, Result result) throws Exception {
    assertThat(attacker.isAlive()).isTrue();
    assertThat(FileTree.snapshot(victim)).as(result.toString()).isEqualTo(before);
  }

  @Test
  void cloneTouchesNothingElsewhere() throws Exception {
    Map<String, String> before = FileTree.snapshot(victim);
    for (int i = 0; i < RUNS; i++) {
      String target = directory.resolve(i % 2 == 0 ? "it.git" : "new/" + i + ".git").toString();
      Result result =
          GotProcess.run(work, "clone", "--trust-directory", "-q", daemon.url("small.git"), target);
      assertUntouched(before, result);
      assertThat(result.status()).as(result.toString()).isIn(0, 3);
    }
  }

  @Test
  void indexpackTouchesNothingElsewhere() throws Exception {
    Git.run(source, "repack", "-adq");
    Path pack;
    try (Stream<Path> files = Files.walk(source)) {
      pack = files.filter(p -> p.toString().endsWith(".pack")).findFirst().orElseThrow();
    }
    Path copy = Files.copy(pack, directory.resolve("a.pack"), StandardCopyOption.REPLACE_EXISTING);
    Map<String, String> before = FileTree.snapshot(victim);
    for (int i = 0; i < RUNS; i++) {
      Result result =
          Launch.in(work)
              .program(GotProcess.TREE.resolve("bin/gotadmin"))
              .run("indexpack", "--trust-directory", "-q", copy.toString());
      assertUntouched(before, result);
      assertThat(result.status()).as(result.toString()).isIn(0, 3);
    }
  }

  @Test
  void suchADirectoryIsRefusedUnlessItIsTrusted() throws Exception {
    endAttack();
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    daemon.close();
    Result clone =
        GotProcess.run(work, "clone", daemon.url("small.git"), directory.resolve("x").toString());
    assertThat(clone.status()).isEqualTo(3);
    assertThat(clone.out()).isEmpty();
    assertThat(clone.err())
        .startsWith("got: " + directory + ": ")
        .contains("who can replace what is in it\n")
        .endsWith("got: hint: --trust-directory goes on all the same\n");
    Path pack = Files.writeString(directory.resolve("a.pack"), "PACK");
    Result index =
        Launch.in(work)
            .program(GotProcess.TREE.resolve("bin/gotadmin"))
            .run("indexpack", pack.toString());
    assertThat(index.status()).isEqualTo(3);
    assertThat(index.err()).contains("who can replace what is in it\n");
    assertThat(directory.toFile().list()).containsExactly("a.pack");
  }
}
