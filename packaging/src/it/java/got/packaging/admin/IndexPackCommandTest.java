package got.packaging.admin;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.FileTree;
import got.packaging.support.Git;
import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.PackFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code gotadmin indexpack} makes git's index, or nothing. */
class IndexPackCommandTest extends PackCommandFixture {
  @ParameterizedTest
  @ValueSource(strings = {"sha1", "sha256"})
  void indexIsThatOfGit(String algorithm) throws Exception {
    Path repository = PackFiles.history(made, algorithm);
    Path pack = packs.copyPack(repository);
    byte[] before = Files.readAllBytes(pack);
    String id = pack.getFileName().toString().replaceAll("pack-|.pack", "");

    Result result = packs.gotadmin("indexpack", "--object-format", algorithm, pack.toString());

    assertThat(result).isEqualTo(new Result(0, "Indexed " + id + ".pack\n", ""));
    Path index = PackFiles.indexOf(pack);
    assertThat(index).hasSameBinaryContentAs(PackFiles.indexOf(PackFiles.packOf(repository)));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(index)))
        .isEqualTo("r--r--r--");
    assertThat(pack).hasBinaryContent(before);
    assertThat(work.toFile().list()).hasSize(2);
  }

  @Test
  void refDeltasAreResolvedWherever() throws Exception {
    Path repository = PackFiles.history(made, "sha1");
    // Without --delta-base-offset; newest first, so that bases and deltas come in any order.
    Path pack = packs.pack(repository, "any.name.pack", "main\n", "--revs", "--no-reuse-delta");
    Git.run(work, "index-pack", "-o", "git.idx", "any.name.pack");

    assertThat(packs.gotadmin("ix", "-q", "any.name.pack")).isEqualTo(new Result(0, "", ""));
    assertThat(PackFiles.indexOf(pack)).hasSameBinaryContentAs(work.resolve("git.idx"));
  }

  @Test
  void indexThatIsThereIsReplaced() throws Exception {
    Path repository = PackFiles.history(made, "sha1");
    Path pack = packs.copyPack(repository);
    Files.writeString(PackFiles.indexOf(pack), "not an index");

    assertThat(packs.gotadmin("indexpack", pack.toString()).status()).isZero();
    assertThat(PackFiles.indexOf(pack))
        .hasSameBinaryContentAs(PackFiles.indexOf(PackFiles.packOf(repository)));
  }

  @Test
  void spoiltPackLeavesEverythingAsItWas() throws Exception {
    Path pack = packs.copyPack(PackFiles.history(made, "sha1"));
    PackFiles.spoil(pack, Files.size(pack) / 2);
    Files.writeString(PackFiles.indexOf(pack), "an index");

    expectRefused(6, "", "indexpack", pack.toString());
  }

  @Test
  void cutPackIsRefused() throws Exception {
    Path pack = work.resolve("cut.pack");
    byte[] bytes = Files.readAllBytes(PackFiles.packOf(PackFiles.history(made, "sha1")));
    Files.write(pack, Arrays.copyOf(bytes, bytes.length / 2));

    expectRefused(6, "pack ends early", "indexpack", "cut.pack");
  }

  @Test
  void packOfTheOtherAlgorithmIsRefused() throws Exception {
    Path pack = packs.copyPack(PackFiles.history(made, "sha256"));

    expectRefused(6, "", "indexpack", pack.toString());
  }

  @Test
  void objectsThatAreElsewhereAreCounted() throws Exception {
    Path repository = PackFiles.history(made, "sha1");
    String commit = Git.run(repository, "rev-parse", "main").strip();
    packs.pack(repository, "one.pack", commit + "\n");

    Result result = packs.gotadmin("indexpack", "one.pack");

    // Its tree and its parent.
    assertThat(result.out())
        .startsWith("2 objects that others refer to are not in the pack\nIndexed ");
    assertThat(result.status()).isZero();
  }

  @Test
  void oddObjectsAreCountedOnRequest() throws Exception {
    Path repository = PackFiles.history(made, "sha1");
    String tree = Git.run(repository, "rev-parse", "main^{tree}").strip();
    String text = "tree %s\nauthor <a@b> 1 +0000\ncommitter <a@b> 1 +0000\n\nc\n".formatted(tree);
    String odd =
        Git.feed(repository, text, "hash-object", "-t", "commit", "--literally", "-w", "--stdin");
    packs.pack(repository, "odd.pack", odd, "--revs");

    Result result = packs.gotadmin("indexpack", "-v", "odd.pack");

    assertThat(result.out()).startsWith("person without name: 1 object\nIndexed ");
    assertThat(result.err().lines().map(line -> line.replaceAll("\\d+", "N")))
        .hasSize(3)
        .contains("got-index-pack (process N) was handed: pack file (read), index file")
        .anyMatch(line -> line.matches("got-index-pack: pid N: .*seccomp.*"))
        .anyMatch(line -> line.matches("gotadmin: pid N: .*seccomp.*"));
    assertThat(packs.gotadmin("indexpack", "odd.pack").out()).startsWith("Indexed ");
  }

  @Test
  void packMayHoldNothing() throws Exception {
    Path repository = PackFiles.history(made, "sha1");
    Path pack = packs.pack(repository, "empty.pack", "");
    Git.run(work, "index-pack", "-o", "git.idx", "empty.pack");

    assertThat(packs.gotadmin("indexpack", "empty.pack").status()).isZero();
    assertThat(PackFiles.indexOf(pack)).hasSameBinaryContentAs(work.resolve("git.idx"));
  }

  @Test
  void whatIsNoPackFileIsNotTouched() throws Exception {
    Files.writeString(work.resolve("text"), "text");
    Files.writeString(work.resolve("text.pack"), "text");
    Files.createDirectory(work.resolve("directory.pack"));
    expectRefused(2, "text: name does not end in .pack", "indexpack", "text");
    expectRefused(6, "not a pack", "indexpack", "text.pack");
    expectRefused(1, "no.pack: no such file or directory", "indexpack", "no.pack");
    expectRefused(1, "directory.pack: not a regular file", "indexpack", "directory.pack");
  }

  @Test
  void indexThatCannotTakeItsPlaceIsRemoved() throws Exception {
    Path pack = packs.copyPack(PackFiles.history(made, "sha1"));
    Files.createDirectories(PackFiles.indexOf(pack).resolve("full"));

    expectRefused(3, "", "indexpack", pack.toString());
  }

  @Test
  void directoryThatCannotBeWrittenIsSaidSo() throws Exception {
    Path pack = packs.copyPack(PackFiles.history(made, "sha1"));
    Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("r-xr-xr-x"));
    Map<String, String> before = FileTree.snapshot(work);
    try {
      Result result =
          PackFiles.launch(work)
              .by("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
              .run("indexpack", pack.toString());
      assertThat(result.err()).endsWith(": permission denied\n").startsWith("gotadmin: ");
      assertThat(result.status()).isEqualTo(3);
      assertThat(FileTree.snapshot(work)).isEqualTo(before);
    } finally {
      Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  @Test
  void doingWithoutConfinementIsSaidTwice() throws Exception {
    Path pack = packs.copyPack(PackFiles.history(made, "sha1"));
    String warning =
        "gotadmin: warning: --unconfined: whoever takes a helper over can do what you can do\n";

    assertThat(packs.gotadmin("indexpack", "-q", "--unconfined", pack.toString()))
        .isEqualTo(new Result(0, "", warning + warning));
    assertThat(packs.gotadmin("listpack", "--unconfined", pack.toString()).err())
        .isEqualTo(warning + warning);
    expectRefused(
        2, "mutually exclusive", "listpack", "--unconfined", "--helper-user", "x", "a.pack");
  }

  @Test
  void userOfTheHelperIsRootsToChoose() throws Exception {
    Path pack = packs.copyPack(PackFiles.history(made, "sha1"));
    if (!System.getProperty("user.name").equals("root")) {
      String[] arguments = {"listpack", "--helper-user", "daemon", pack.toString()};
      expectRefused(2, "--helper-user option is for root", arguments);
      return;
    }

    assertThat(packs.gotadmin("listpack", "--helper-user", "daemon", pack.toString()).status())
        .isZero();
    assertThat(packs.gotadmin("indexpack", "--helper-user", "no-such", pack.toString()).err())
        .startsWith("gotadmin: cannot confine helpers: user: no such user: no-such\n");
  }

  @ParameterizedTest
  @CsvSource({"HUP, 129", "INT, 130", "TERM, 143"})
  void signalLeavesNothing(String signal, int status) throws Exception {
    Path pack = packs.copyPack(PackFiles.history(made, "sha1"));
    Map<String, String> before = FileTree.snapshot(work);
    try (GotProcess got =
        PackFiles.launch(work)
            .by("env", "--default-signal=HUP,INT,TERM")
            .start("indexpack", pack.toString())) {
      stopHelper(got);
      kill(signal, got.pid());
      Result result = got.await();
      assertThat(result).isEqualTo(new Result(status, "", ""));
    }
    assertThat(FileTree.snapshot(work)).isEqualTo(before);
  }

  @Test
  void deathOfTheHelperLeavesNothing() throws Exception {
    Path pack = packs.copyPack(PackFiles.history(made, "sha1"));
    Map<String, String> before = FileTree.snapshot(work);
    try (GotProcess got = PackFiles.launch(work).start("indexpack", pack.toString())) {
      long helper = stopHelper(got);
      kill("KILL", helper);
      assertThat(got.await())
          .isEqualTo(new Result(7, "", "gotadmin: got-index-pack died: killed by signal 9\n"));
    }
    assertThat(FileTree.snapshot(work)).isEqualTo(before);
  }

  @Test
  void packThatChangesMeanwhileGetsNoIndex() throws Exception {
    Path pack = packs.copyPack(PackFiles.history(made, "sha1"));
    try (GotProcess got = PackFiles.launch(work).start("indexpack", pack.toString())) {
      long helper = stopHelper(got);
      byte[] bytes = Files.readAllBytes(pack);
      Files.delete(pack);
      Files.write(pack, bytes);
      kill("CONT", helper);
      Result result = got.await();
      assertThat(result.err())
          .isEqualTo("gotadmin: " + pack + ": pack file changed while it was read\n");
      assertThat(result.status()).isEqualTo(6);
    }
    assertThat(work.toFile().list()).containsExactly(pack.getFileName().toString());
  }

  /** Before it has read anything: its virtual machine takes longer to start than this. */
  private long stopHelper(GotProcess got) throws Exception {
    long helper = got.helper(GotProcess.INDEX_PACK).pid();
    kill("STOP", helper);
    assertThat(work.toFile().list((_, name) -> name.startsWith("tmp_idx_"))).hasSize(1);
    return helper;
  }

  private static void kill(String signal, long target) throws Exception {
    Process kill =
        new ProcessBuilder("sh", "-c", "kill -s " + signal + " " + target).inheritIO().start();
    assertThat(kill.waitFor()).isZero();
  }

  private void expectRefused(int status, String text, String... arguments) throws Exception {
    Map<String, String> before = FileTree.snapshot(work);
    Result result = packs.gotadmin(arguments);
    assertThat(result.err()).startsWith("gotadmin: ").contains(text).hasLineCount(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.status()).isEqualTo(status);
    assertThat(FileTree.snapshot(work)).isEqualTo(before);
  }
}
