package got.packaging.admin;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.specimens.SpecimenPack;
import got.packaging.support.FileTree;
import got.packaging.support.Git;
import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.PackFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code gotadmin indexpack --fix-thin} makes git's pack and index, or nothing. */
class FixThinCommandTest extends PackCommandFixture {
  private static final String READ_PACK = "got-read-pack";

  /** Of objects that tests make. */
  private static final String A = "an object, long enough to be a base\n";

  /** A repository of the first half; {@code thin.pack} has the second one. */
  private Path thin(String algorithm, boolean packed) throws Exception {
    Path history = PackFiles.history(made, algorithm);
    Path half = PackFiles.firstHalf(made, history, algorithm, packed);
    Path ignored = packs.thinPack(history);
    return half;
  }

  private static String id(Path pack) {
    return pack.getFileName().toString().replaceAll("pack-|\\.pack", "");
  }

  @ParameterizedTest
  @CsvSource({"sha1, true", "sha1, false", "sha256, true", "sha256, false"})
  void packAndIndexAreThoseOfGit(String algorithm, boolean packed) throws Exception {
    Path repository = thin(algorithm, packed);
    byte[] given = Files.readAllBytes(work.resolve("thin.pack"));
    Map<String, String> before = FileTree.snapshot(repository);

    Result result =
        packs.gotadmin("indexpack", "--fix-thin", "-r", repository.toString(), "thin.pack");

    assertThat(FileTree.snapshot(repository)).isEqualTo(before);
    Path git = PackFiles.fixThin(repository, work.resolve("thin.pack"));
    Path ours = work.resolve(git.getFileName());
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .matches(
            "Created pack-%s.pack with \\d+ objects? from the repository\nIndexed %s.pack\n"
                .formatted(id(git), id(git)));
    assertThat(result.status()).isZero();
    assertThat(ours).hasSameBinaryContentAs(git);
    assertThat(PackFiles.indexOf(ours)).hasSameBinaryContentAs(PackFiles.indexOf(git));
    for (Path file : List.of(ours, PackFiles.indexOf(ours))) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("r--r--r--");
    }
    assertThat(work.resolve("thin.pack")).hasBinaryContent(given);
    assertThat(work.toFile().list()).hasSize(3);
  }

  @Test
  void repositoryIsLookedForFromHere() throws Exception {
    Path repository = thin("sha1", true);
    Path below = Files.createDirectory(repository.resolve("objects/info/below"));
    String pack = work.resolve("thin.pack").toString();

    assertThat(PackFiles.launch(below).run("ix", "-q", "--fix-thin", pack))
        .isEqualTo(new Result(0, "", ""));

    Path git = PackFiles.fixThin(repository, work.resolve("thin.pack"));
    assertThat(work.resolve(git.getFileName())).hasSameBinaryContentAs(git);
  }

  @Test
  void packThatLacksNothingOnlyGetsAnIndex() throws Exception {
    Path history = PackFiles.history(made, "sha1");
    Path half = PackFiles.firstHalf(made, history, "sha1", true);
    Path pack = packs.copyPack(history);
    byte[] given = Files.readAllBytes(pack);

    Result result =
        packs.gotadmin("indexpack", "--fix-thin", "-r", half.toString(), pack.toString());

    assertThat(result).isEqualTo(new Result(0, "Indexed " + id(pack) + ".pack\n", ""));
    assertThat(PackFiles.indexOf(pack))
        .hasSameBinaryContentAs(PackFiles.indexOf(PackFiles.packOf(history)));
    assertThat(pack).hasBinaryContent(given);
    assertThat(work.toFile().list()).hasSize(2);
  }

  @Test
  void objectsThatAreNowhereAreCounted() throws Exception {
    Path history = PackFiles.history(made, "sha1");
    Path half = PackFiles.firstHalf(made, history, "sha1", true);
    // Its tree is in neither; its parent is in the repository.
    String first = Git.run(history, "rev-parse", "v1^{commit}").strip();
    String next = Git.run(history, "rev-list", "--reverse", first + "..main").split("\n", 2)[0];
    packs.pack(history, "one.pack", next + "\n");

    assertThat(packs.gotadmin("indexpack", "--fix-thin", "-r", half.toString(), "one.pack").out())
        .startsWith("1 object that others refer to is neither in the pack nor in the repository\n");
  }

  @Test
  void thinPackWithoutTheOptionGetsAHint() throws Exception {
    Path ignored = thin("sha1", true);
    Result result = packs.gotadmin("indexpack", "thin.pack");
    assertThat(result.err())
        .matches(
            "gotadmin: \\d+ unresolved deltas?, pack is thin: base \\w{40} is not in it\n"
                + "gotadmin: hint: indexpack --fix-thin takes the bases that it lacks from a"
                + " repository\n");
    assertThat(result.status()).isEqualTo(6);
    assertThat(work.toFile().list()).containsExactly("thin.pack");
  }

  @Test
  void baseThatIsNowhereIsNamed() throws Exception {
    Path ignored = thin("sha1", true);
    Path empty = empty();
    expectRefused(empty, 6, " is neither in it nor in the repository");
  }

  private Path empty() throws Exception {
    Path repository = made.resolve("empty.git");
    Git.run(made, "init", "-q", "--bare", "--template=", repository.toString());
    return repository;
  }

  /** Writes a loose object, under its own id or another's. */
  private static void loose(Path repository, String id, String content) throws IOException {
    Path file = repository.resolve("objects").resolve(id.substring(0, 2)).resolve(id.substring(2));
    Files.createDirectories(file.getParent());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
      out.write(("blob " + content.length() + "\0" + content).getBytes(StandardCharsets.US_ASCII));
    }
    Files.write(file, bytes.toByteArray());
  }

  /** Writes a pack of a blob, with an index that calls it another one. */
  private static void packed(Path repository, String named, String content) throws Exception {
    Path file = Files.createDirectories(repository.resolve("objects/pack")).resolve("pack-1.pack");
    SpecimenPack pack = new SpecimenPack();
    pack.blob(named);
    Files.write(file, pack.build());
    Git.run(repository, "index-pack", file.toString());
    SpecimenPack other = new SpecimenPack();
    other.blob(content);
    Files.delete(file);
    Files.write(file, other.build());
  }

  private static byte[] id(String blob) {
    return SpecimenPack.id("blob", SpecimenPack.ascii(blob));
  }

  private static String hex(String blob) {
    return HexFormat.of().formatHex(id(blob));
  }

  /** A delta that appends a text to a content. */
  private static byte[] append(String content, String text) {
    return SpecimenPack.delta(
        content.length(),
        content.length() + text.length(),
        SpecimenPack.copy(0, content.length()),
        SpecimenPack.insert(text));
  }

  private void write(SpecimenPack pack) throws IOException {
    Files.write(work.resolve("thin.pack"), pack.build());
  }

  @Test
  void baseOfOtherBytesIsNotTaken() throws Exception {
    Path repository = empty();
    packed(repository, A, A.replace('o', '0'));
    SpecimenPack pack = new SpecimenPack();
    pack.refDelta(id(A), append(A, "more"));
    write(pack);
    expectRefused(repository, 1, "repository has other bytes under the id of base " + hex(A));
  }

  @Test
  void looseBaseOfOtherBytesIsTheRepositorysFault() throws Exception {
    Path repository = empty();
    loose(repository, hex(A), A.replace('o', '0'));
    SpecimenPack pack = new SpecimenPack();
    pack.refDelta(id(A), append(A, "more"));
    write(pack);
    expectRefused(
        repository, 1, "repository: loose object " + hex(A) + " has another object's content");
  }

  @Test
  void objectOfOtherBytesIsACollision() throws Exception {
    Path repository = empty();
    loose(repository, hex(A), A);
    packed(repository, "b", "c");
    SpecimenPack pack = new SpecimenPack();
    pack.refDelta(id(A), append(A, "more"));
    pack.blob("b");
    write(pack);
    expectRefused(
        repository,
        6,
        "object " + hex("b") + " has other bytes than in the repository: a collision");
  }

  @Test
  void baseThatIsDamagedIsTheRepositorysFault() throws Exception {
    Path repository = empty();
    loose(repository, hex(A), A);
    Path file =
        repository.resolve("objects").resolve(hex(A).substring(0, 2)).resolve(hex(A).substring(2));
    PackFiles.spoil(file, Files.size(file) / 2);
    SpecimenPack pack = new SpecimenPack();
    pack.refDelta(id(A), append(A, "more"));
    write(pack);
    expectRefused(repository, 1, "repository");
  }

  /** B is made of A, which is outside, and C of B; what stands on C comes first. */
  @Test
  void basesMayBeMadeOfBases() throws Exception {
    Path repository = empty();
    loose(repository, hex(A), A);
    String b = A + "b";
    String c = b + "c";
    SpecimenPack pack = new SpecimenPack();
    int first = pack.refDelta(id(c), append(c, "d"));
    pack.ofsDelta(first, append(c + "d", "e"));
    pack.refDelta(id(b), append(b, "c"));
    pack.refDelta(id(A), append(A, "b"));
    write(pack);

    assertThat(packs.gotadmin("ix", "--fix-thin", "-r", repository.toString(), "thin.pack").out())
        .contains(" with 1 object from the repository\n");

    Path git = PackFiles.fixThin(repository, work.resolve("thin.pack"));
    Path ours = work.resolve(git.getFileName());
    assertThat(ours).hasSameBinaryContentAs(git);
    assertThat(PackFiles.indexOf(ours)).hasSameBinaryContentAs(PackFiles.indexOf(git));
  }

  @ParameterizedTest
  @CsvSource({
    "delta for a longer base, delta is for a base of another size",
    "delta that copies from behind its base, ''",
    "delta on what only a delta without base makes, is neither in it nor in the repository",
    "base that a delta makes again, object appears twice",
    "byte behind the end, bytes behind the end of the pack",
    "no objects but deltas, objects of"
  })
  void packsThatAreWrongAreRefused(String what, String text) throws Exception {
    Path repository = empty();
    loose(repository, hex(A), A);
    SpecimenPack pack = new SpecimenPack();
    String longer = A + "more";
    switch (what) {
      case "delta for a longer base" -> pack.refDelta(id(A), append(longer, "more"));
      case "delta that copies from behind its base" ->
          pack.refDelta(
              id(A), SpecimenPack.delta(A.length(), 9, SpecimenPack.copy(A.length() - 1, 9)));
      case "delta on what only a delta without base makes" -> {
        pack.refDelta(id(longer), append(longer, "x"));
        pack.refDelta(
            id(longer + "x"), SpecimenPack.delta(longer.length() + 1, 1, new byte[] {1, 7}));
      }
      case "base that a delta makes again" -> {
        pack.refDelta(id(A), append(A, "more"));
        pack.refDelta(
            id(A), SpecimenPack.delta(A.length(), A.length(), SpecimenPack.copy(0, A.length())));
      }
      case "no objects but deltas" -> {
        // Each states that it makes 256 MiB of one byte.
        for (int i = 0; i < 20; i++) {
          pack.refDelta(id(A), SpecimenPack.delta(A.length(), 256 << 20, SpecimenPack.copy(0, 1)));
        }
      }
      default -> pack.refDelta(id(A), append(A, "more"));
    }
    byte[] bytes = pack.build();
    int behind = what.equals("byte behind the end") ? 1 : 0;
    Files.write(work.resolve("thin.pack"), Arrays.copyOf(bytes, bytes.length + behind));
    expectRefused(repository, 6, text);
  }

  private void expectRefused(Path repository, int status, String text) throws Exception {
    Map<String, String> before = FileTree.snapshot(work);
    Map<String, String> there = FileTree.snapshot(repository);
    Result result =
        packs.gotadmin("indexpack", "--fix-thin", "-r", repository.toString(), "thin.pack");
    assertThat(result.err()).startsWith("gotadmin: ").contains(text);
    assertThat(result.out()).isEmpty();
    assertThat(result.status()).isEqualTo(status);
    assertThat(FileTree.snapshot(work)).isEqualTo(before);
    assertThat(FileTree.snapshot(repository)).isEqualTo(there);
  }

  @Test
  void repositoriesAreRefusedAsByFetch() throws Exception {
    Path repository = thin("sha1", true);
    Path alternates = repository.resolve("objects/info/alternates");
    Files.createDirectories(alternates.getParent());
    Files.writeString(alternates, made + "/history.git/objects\n");
    expectRefused(repository, 1, "objects are borrowed from others: alternates");
    Files.delete(alternates);
    Path shallow = Files.writeString(repository.resolve("shallow"), "0".repeat(40) + "\n");
    expectRefused(repository, 1, "shallow repository");
    Files.delete(shallow);
    Path config = repository.resolve("config");
    String settings = Files.readString(config);
    Files.writeString(
        config,
        settings.replaceFirst("repositoryformatversion = 0", "repositoryformatversion = 1")
            + "[extensions]\n\tnewthing = true\n");
    expectRefused(repository, 1, "unknown extension: newthing");
    Files.writeString(config, settings);
    expectRefused(made, 1, "no git repository found");
    Files.setPosixFilePermissions(repository, PosixFilePermissions.fromString("rwxrwxrwx"));
    expectRefused(repository, 3, "is writable by everybody");
    assertThat(
            packs.gotadmin(
                "indexpack",
                "-q",
                "--trust-directory",
                "--fix-thin",
                "-r",
                repository.toString(),
                "thin.pack"))
        .isEqualTo(new Result(0, "", ""));
  }

  @Test
  void anotherUsersRepositoryIsRefused() throws Exception {
    Path repository = thin("sha1", true);
    Files.setAttribute(repository, "unix:uid", 65534);
    expectRefused(repository, 1, "repository belongs to another user");
  }

  @Test
  void hashAlgorithmsMustAgree() throws Exception {
    Path repository = thin("sha256", true);
    assertThat(
            packs.gotadmin(
                "indexpack",
                "--object-format",
                "sha1",
                "--fix-thin",
                "-r",
                repository.toString(),
                "thin.pack"))
        .isEqualTo(
            new Result(2, "", "gotadmin: " + repository + ": object format is sha256, not sha1\n"));
    assertThat(work.toFile().list()).containsExactly("thin.pack");
  }

  @Test
  void wrongCommandLinesEndWithStatusTwo() throws Exception {
    String usage =
        "usage: gotadmin indexpack [-qv] [--fix-thin [-r repository-path]] packfile-path\n";
    assertThat(packs.gotadmin("indexpack", "-r", ".", "x.pack"))
        .isEqualTo(new Result(2, "", "gotadmin: -r option is for --fix-thin\n" + usage));
    assertThat(packs.gotadmin("indexpack", "--fix-thin", "-r", "", "x.pack"))
        .isEqualTo(new Result(2, "", "gotadmin: option requires an argument: -r\n" + usage));
  }

  @Test
  void helpersAreNamedOnRequest() throws Exception {
    Path repository = thin("sha1", true);
    Result result =
        packs.gotadmin("indexpack", "-v", "--fix-thin", "-r", repository.toString(), "thin.pack");
    assertThat(result.status()).isZero();
    assertThat(result.err().lines().map(line -> line.replaceAll("\\d+", "N")))
        .contains(
            "got-read-pack (process N) was handed: packs, indexes and loose objects (read)",
            "got-index-pack (process N) was handed: pack file (read), new pack file, index file,"
                + " socket to got-read-pack")
        .anyMatch(line -> line.matches("got-read-pack: pid N: .*seccomp.*"))
        .anyMatch(line -> line.matches("got-index-pack: pid N: .*seccomp.*"))
        .anyMatch(line -> line.matches("gotadmin: pid N: .*seccomp.*"));
  }

  @Test
  void filesThatAreThereAreReplacedButNotTheGivenOne() throws Exception {
    Path repository = thin("sha1", true);
    String[] command = {"indexpack", "--fix-thin", "-r", repository.toString(), "thin.pack"};
    assertThat(packs.gotadmin(command).status()).isZero();
    Path other = Files.createDirectory(made.resolve("other"));
    Git.run(other, "clone", "-q", "--bare", repository.toString(), "copy.git");
    Path git = PackFiles.fixThin(other.resolve("copy.git"), work.resolve("thin.pack"));
    Path pack = work.resolve(git.getFileName());
    PackFiles.spoil(pack, Files.size(pack) / 2);
    PackFiles.spoil(PackFiles.indexOf(pack), 100);

    assertThat(packs.gotadmin(command).status()).isZero();

    assertThat(pack).hasSameBinaryContentAs(git);
    assertThat(PackFiles.indexOf(pack)).hasSameBinaryContentAs(PackFiles.indexOf(git));
    Files.delete(pack);
    Files.delete(PackFiles.indexOf(pack));
    Files.move(work.resolve("thin.pack"), pack);
    Map<String, String> before = FileTree.snapshot(work);
    command[command.length - 1] = pack.toString();
    assertThat(packs.gotadmin(command))
        .isEqualTo(new Result(3, "", "gotadmin: " + pack + ": is the pack file that was given\n"));
    assertThat(FileTree.snapshot(work)).isEqualTo(before);
  }

  @Test
  void indexThatCannotTakeItsPlaceTakesThePackAway() throws Exception {
    Path repository = thin("sha1", true);
    Path git = PackFiles.fixThin(repository, work.resolve("thin.pack"));
    Files.delete(git);
    Files.delete(PackFiles.indexOf(git));
    Path index = work.resolve(PackFiles.indexOf(git).getFileName());
    Files.createDirectories(index.resolve("full"));
    expectRefused(repository, 3, index.getFileName().toString());
  }

  @ParameterizedTest
  @CsvSource({"HUP, 129", "INT, 130", "TERM, 143"})
  void signalLeavesNothing(String signal, int status) throws Exception {
    Path repository = thin("sha1", true);
    Map<String, String> before = FileTree.snapshot(work);
    try (GotProcess got = start(repository)) {
      long helper = got.helper(GotProcess.INDEX_PACK).pid();
      kill("STOP", helper);
      assertThat(work.toFile().list((_, name) -> name.matches("tmp_(idx|pack)_.*"))).hasSize(2);
      kill(signal, got.pid());
      assertThat(got.await()).isEqualTo(new Result(status, "", ""));
    }
    assertThat(FileTree.snapshot(work)).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({GotProcess.INDEX_PACK, READ_PACK})
  void deathOfAHelperLeavesNothing(String name) throws Exception {
    Path repository = thin("sha1", true);
    Map<String, String> before = FileTree.snapshot(work);
    try (GotProcess got = start(repository)) {
      kill("KILL", got.helper(name).pid());
      assertThat(got.await())
          .isEqualTo(new Result(7, "", "gotadmin: " + name + " died: killed by signal 9\n"));
    }
    assertThat(FileTree.snapshot(work)).isEqualTo(before);
  }

  @Test
  void packThatChangesMeanwhileIsNoticed() throws Exception {
    Path repository = thin("sha1", true);
    Path pack = work.resolve("thin.pack");
    try (GotProcess got = start(repository)) {
      long helper = got.helper(GotProcess.INDEX_PACK).pid();
      kill("STOP", helper);
      byte[] bytes = Files.readAllBytes(pack);
      Files.delete(pack);
      Files.write(pack, bytes);
      kill("CONT", helper);
      assertThat(got.await())
          .isEqualTo(
              new Result(6, "", "gotadmin: thin.pack: pack file changed while it was read\n"));
    }
    assertThat(work.toFile().list()).containsExactly("thin.pack");
  }

  private GotProcess start(Path repository) throws IOException {
    return PackFiles.launch(work)
        .by("env", "--default-signal=HUP,INT,TERM")
        .start("indexpack", "--fix-thin", "-r", repository.toString(), "thin.pack");
  }

  private static void kill(String signal, long target) throws Exception {
    Process kill =
        new ProcessBuilder("sh", "-c", "kill -s " + signal + " " + target).inheritIO().start();
    assertThat(kill.waitFor()).isZero();
  }
}
