package got.packaging.admin;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.specimens.SpecimenPack;
import got.packaging.support.FileTree;
import got.packaging.support.Git;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.PackFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code gotadmin listpack -r} lists a thin pack as it lists the completed one. */
class ListThinPackCommandTest extends PackCommandFixture {
  private static final String OUTSIDE = " outside";

  private static String base(String line) {
    return line.replaceAll(".* base-id (\\w+).*", "$1");
  }

  @ParameterizedTest
  @CsvSource({"sha1, true", "sha256, false"})
  void linesAreThoseOfTheCompletedPack(String algorithm, boolean packed) throws Exception {
    Path history = PackFiles.history(made, algorithm);
    Path repository = PackFiles.firstHalf(made, history, algorithm, packed);
    Path thin = packs.thinPack(history);
    Map<String, String> before = FileTree.snapshot(made);

    List<String> lines = list("-r", repository.toString(), "thin.pack");
    List<String> withSummary = list("-s", "-r", repository.toString(), "thin.pack");

    assertThat(FileTree.snapshot(made)).isEqualTo(before);
    assertThat(work.toFile().list()).containsExactly("thin.pack");
    String git = PackFiles.fixThin(repository, thin).toString();
    List<String> complete = list("--object-format", algorithm, git);
    assertThat(lines.stream().map(line -> line.replace(OUTSIDE, "")))
        .isEqualTo(complete.subList(0, lines.size()));
    List<String> outside = lines.stream().filter(line -> line.endsWith(OUTSIDE)).toList();
    List<String> appended = complete.subList(lines.size(), complete.size());
    assertThat(outside)
        .isNotEmpty()
        .allMatch(line -> line.matches("\\w+ ref-delta at .* depth 1 object \\w+ \\d+ base-id .*"));
    assertThat(outside.stream().map(ListThinPackCommandTest::base).distinct())
        .containsExactlyElementsOf(appended.stream().map(line -> line.split(" ", 2)[0]).toList());
    assertThat(withSummary)
        .startsWith(lines.toArray(String[]::new))
        .contains(
            "objects: " + lines.size(),
            "unresolved deltas: 0",
            "bases in the repository: " + appended.size(),
            "missing bases: 0",
            "thin: yes");
  }

  @Test
  void packThatLacksNothingIsListedAsWithout() throws Exception {
    Path history = PackFiles.history(made, "sha1");
    Path repository = PackFiles.firstHalf(made, history, "sha1", true);
    String pack = PackFiles.packOf(history).toString();

    List<String> lines = list("-s", "-r", repository.toString(), pack);

    assertThat(lines).contains("bases in the repository: 0", "thin: no");
    assertThat(lines.stream().filter(line -> !line.startsWith("bases in")))
        .isEqualTo(list("-s", pack));
  }

  private static byte[] id(String blob) {
    return SpecimenPack.id("blob", SpecimenPack.ascii(blob));
  }

  private static byte[] append(String content, String text) {
    return SpecimenPack.delta(
        content.length(),
        content.length() + text.length(),
        SpecimenPack.copy(0, content.length()),
        SpecimenPack.insert(text));
  }

  @Test
  void basesThatAreNowhereStayUnknown() throws Exception {
    Path repository = made.resolve("r.git");
    Git.run(made, "init", "-q", "--bare", "--template=", repository.toString());
    Git.feed(repository, "here", "hash-object", "-w", "--stdin");
    SpecimenPack pack = new SpecimenPack();
    int first = pack.refDelta(id("here"), append("here", "1"));
    pack.ofsDelta(first, append("here1", "2"));
    pack.refDelta(id("nowhere"), append("nowhere", "1"));
    // Its base is in the pack, if it comes from outside or not.
    pack.refDelta(id("here12"), append("here12", "3"));
    Files.write(work.resolve("thin.pack"), pack.build());

    List<String> lines = list("-s", "-r", repository.toString(), "thin.pack");

    assertThat(lines.subList(0, 4).stream().map(line -> line.replaceAll(" (at|size) .* d", " d")))
        .containsExactly(
            hex("here1") + " ref-delta depth 1 object blob 5 base-id " + hex("here") + OUTSIDE,
            hex("here12") + " offset-delta depth 2 object blob 6 base-offset 12",
            "- ref-delta depth - object - - base-id " + hex("nowhere"),
            hex("here123") + " ref-delta depth 3 object blob 7 base-id " + hex("here12"));
    assertThat(lines)
        .contains(
            "unresolved deltas: 1",
            "bases in the repository: 1",
            "missing bases: 1",
            "thin: yes",
            "deepest chain: 3");
  }

  private static String hex(String blob) {
    return HexFormat.of().formatHex(id(blob));
  }

  @Test
  void repositoryThatIsNoneIsRefused() throws Exception {
    Path ignored = packs.thinPack(PackFiles.history(made, "sha1"));
    Result result = packs.gotadmin("listpack", "-r", made.toString(), "thin.pack");
    assertThat(result)
        .isEqualTo(new Result(1, "", "gotadmin: no git repository found: " + made + "\n"));
  }

  @Test
  void baseOfOtherBytesIsNotTaken() throws Exception {
    Path history = PackFiles.history(made, "sha1");
    Path repository = PackFiles.firstHalf(made, history, "sha1", false);
    Path ignored = packs.thinPack(history);
    String base =
        list("-r", repository.toString(), "thin.pack").stream()
            .filter(line -> line.endsWith(OUTSIDE))
            .map(ListThinPackCommandTest::base)
            .findFirst()
            .orElseThrow();
    String other = Git.feed(repository, "other", "hash-object", "-w", "--stdin").strip();
    Path place = loose(repository, base);
    Files.delete(place);
    Files.copy(loose(repository, other), place);

    Result result = packs.gotadmin("ls", "-r", repository.toString(), "thin.pack");

    assertThat(result)
        .isEqualTo(
            new Result(
                1,
                "",
                "gotadmin: repository: loose object " + base + " has another object's content\n"));
  }

  private static Path loose(Path repository, String id) {
    return repository.resolve("objects").resolve(id.substring(0, 2)).resolve(id.substring(2));
  }
}
