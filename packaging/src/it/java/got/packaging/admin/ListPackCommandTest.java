package got.packaging.admin;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.Git;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.PackFiles;
import got.packaging.support.TestRepositories;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code gotadmin listpack} tells what git-verify-pack(1) tells, and more. */
class ListPackCommandTest extends PackCommandFixture {
  @ParameterizedTest
  @CsvSource({
    "exec \"$@\" >/dev/full, 1, No space left on device",
    "exec \"$@\" >&-, 1, Bad file descriptor",
    "exec 9> >(:); wait $!; exec \"$@\" >&9 9>&-, 141, ''",
  })
  void standardOutputThatTakesNothingIsAFailure(String script, int status, String reason)
      throws Exception {
    Path pack = PackFiles.packOf(PackFiles.history(made, "sha1"));
    String error = reason.isEmpty() ? "" : "gotadmin: stdout: " + reason + "\n";
    assertThat(
            PackFiles.launch(work)
                .by("bash", "-c", script, "bash")
                .run("listpack", pack.toString()))
        .isEqualTo(new Result(status, "", error));
  }

  /** Lines like those of git verify-pack -v, in the order of the pack. */
  private static List<String> likeGit(List<String> lines) {
    Map<String, String> idAt = new HashMap<>();
    lines.forEach(line -> idAt.put(line.split(" ", -1)[3], line.split(" ", -1)[0]));
    return lines.stream()
        .map(line -> line.split(" ", -1))
        .map(
            w -> {
              String entry = String.join(" ", w[0], w[11], w[5], w[7], w[3]);
              if (w.length == 13) {
                return entry;
              }
              String base = w[13].equals("base-id") ? w[14] : idAt.get(w[14]);
              return entry + " " + w[9] + " " + base;
            })
        .toList();
  }

  private List<String> verifyPack(Path pack, String algorithm) throws Exception {
    Path copy = Files.copy(pack, made.resolve("verified.pack"));
    Git.run(made, "index-pack", "--object-format=" + algorithm, copy.toString());
    Map<Long, String> byOffset = new TreeMap<>();
    Git.run(made, "verify-pack", "-v", "--object-format=" + algorithm, copy.toString())
        .lines()
        .filter(line -> line.matches("[0-9a-f]{40,} .*"))
        .map(line -> line.replaceAll(" +", " "))
        .forEach(line -> byOffset.put(Long.parseLong(line.split(" ", -1)[4]), line));
    return List.copyOf(byOffset.values());
  }

  @ParameterizedTest
  @ValueSource(strings = {"sha1", "sha256"})
  void linesAreThoseOfVerifyPack(String algorithm) throws Exception {
    Path pack = packs.copyPack(PackFiles.history(made, algorithm));

    List<String> lines = list("--object-format", algorithm, pack.toString());

    assertThat(lines).hasSizeGreaterThan(150);
    assertThat(lines).anyMatch(line -> line.contains(" offset-delta at "));
    assertThat(likeGit(lines)).isEqualTo(verifyPack(pack, algorithm));
  }

  @Test
  void linesOfRefDeltasAreThoseOfVerifyPack() throws Exception {
    Path repository = PackFiles.history(made, "sha1");
    Path pack = packs.pack(repository, "ref.pack", "main\nv1\n", "--revs");

    List<String> lines = list("ref.pack");

    assertThat(lines).anyMatch(line -> line.contains(" ref-delta at "));
    assertThat(likeGit(lines)).isEqualTo(verifyPack(pack, "sha1"));
  }

  @Test
  void sizesOfObjectsAreGits() throws Exception {
    Path repository = PackFiles.history(made, "sha1");
    Path pack = packs.copyPack(repository);
    List<String> lines = list(pack.toString()).stream().sorted().toList();

    List<String> git =
        Git.run(repository, "cat-file", "--batch-all-objects", "--batch-check").lines().toList();

    assertThat(lines)
        .extracting(line -> line.split(" ", -1))
        .extracting(w -> w[0] + " " + w[11] + " " + w[12])
        .isEqualTo(git);
  }

  @Test
  void summaryFollowsTheLines() throws Exception {
    Path pack = packs.copyPack(PackFiles.history(made, "sha1"));
    List<String> lines = list(pack.toString());
    List<String> all = list("-s", pack.toString());

    assertThat(all).startsWith(lines.toArray(String[]::new));
    List<String[]> words = lines.stream().map(line -> line.split(" ", -1)).toList();
    List<String> summary = all.subList(lines.size(), all.size());
    assertThat(summary)
        .contains(
            "objects: " + lines.size(),
            "  blobs: " + count(words, 1, "blob"),
            "  trees: " + count(words, 1, "tree"),
            "  commits: " + count(words, 1, "commit"),
            "  tags: 1",
            "  offset-deltas: " + count(words, 1, "offset-delta"),
            "  ref-deltas: 0",
            "packed size: " + Files.size(pack),
            "inflated size: " + sum(words, 5),
            "resolved size: " + sum(words, 12),
            "deepest chain: "
                + words.stream().mapToInt(w -> Integer.parseInt(w[9])).max().orElse(0),
            "unresolved deltas: 0",
            "missing bases: 0",
            "thin: no",
            "checksum: " + pack.getFileName().toString().replaceAll("pack-|.pack", ""));
    String[] largest =
        words.stream()
            .max((a, b) -> Long.compare(Long.parseLong(a[12]), Long.parseLong(b[12])))
            .orElseThrow();
    assertThat(summary.get(summary.indexOf("largest objects:") + 1))
        .isEqualTo("  " + largest[0] + " " + largest[11] + " " + largest[12]);
    assertThat(summary).hasSize(7 + 4 + 9 + 5);
  }

  private static long count(List<String[]> words, int at, String what) {
    return words.stream().filter(w -> w[at].equals(what)).count();
  }

  private static long sum(List<String[]> words, int at) {
    return words.stream().mapToLong(w -> Long.parseLong(w[at])).sum();
  }

  @Test
  void sizesMayBeForPeople() throws Exception {
    Path pack = packs.copyPack(PackFiles.history(made, "sha1"));
    assertThat(list("-h", pack.toString()))
        .allMatch(l -> l.matches("\\w+ \\S+ at \\d+ size \\S+[BK] packed \\S+[BK] depth .*"))
        .anyMatch(l -> l.matches(".* object blob [34]\\.\\dK( base-offset \\d+)?"));
  }

  @Test
  void thinPackIsListedAsFarAsItIsKnown() throws Exception {
    Path repository = PackFiles.history(made, "sha1");
    packs.thinPack(repository);

    List<String> lines = list("-s", "thin.pack");

    List<String> unresolved = lines.stream().filter(l -> l.startsWith("- ")).toList();
    assertThat(unresolved)
        .isNotEmpty()
        .allMatch(
            l -> l.matches("- (ref|offset)-delta at .* depth - object - - base-(id|offset) \\w+"));
    assertThat(lines).contains("unresolved deltas: " + unresolved.size(), "thin: yes");
    String base = unresolved.stream().filter(l -> l.contains("base-id")).findFirst().orElseThrow();
    String id = base.substring(base.lastIndexOf(' ') + 1);
    assertThat(Git.run(repository, "cat-file", "-t", id)).isIn("blob\n", "tree\n");
    assertThat(lines).noneMatch(line -> line.startsWith(id));
    assertThat(lines).anyMatch(line -> line.contains(" depth 0 object commit "));
  }

  @Test
  void packMayHoldNothing() throws Exception {
    packs.pack(PackFiles.history(made, "sha1"), "empty.pack", "");
    assertThat(list("empty.pack")).isEmpty();
    assertThat(list("-s", "empty.pack"))
        .startsWith("objects: 0")
        .contains("thin: no")
        .endsWith("largest objects:");
  }

  @Test
  void spoiltPackIsNotListed() throws Exception {
    Path pack = packs.copyPack(PackFiles.history(made, "sha1"));
    PackFiles.spoil(pack, Files.size(pack) / 2);
    Result result = packs.gotadmin("ls", pack.toString());
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).startsWith("gotadmin: ").hasLineCount(1);
    assertThat(result.status()).isEqualTo(6);
  }

  @Test
  void readerThatHasSeenEnoughIsNoError() throws Exception {
    Path repository = new TestRepositories(made).empty("many.git");
    StringBuilder blobs = new StringBuilder();
    for (int i = 0; i < 5000; i++) {
      blobs.append("blob\ndata 5\n%05d\n".formatted(i));
    }
    Git.feed(
        repository, blobs.toString(), "-c", "fastimport.unpackLimit=1", "fast-import", "--quiet");
    Path pack = packs.copyPack(repository);

    Result result =
        PackFiles.launch(work)
            .by("sh", "-c", "{ \"$0\" \"$@\"; echo $? >status; } | head -n 1")
            .run("listpack", pack.toString());

    assertThat(result.out()).hasLineCount(1);
    assertThat(result.err()).isEmpty();
    assertThat(work.resolve("status")).hasContent("141\n");
  }

  @Test
  void wrongCommandLinesEndWithStatusTwo() throws Exception {
    String usage = "usage: gotadmin listpack [-hs] [-r repository-path] packfile-path\n";
    assertThat(packs.gotadmin("listpack"))
        .isEqualTo(new Result(2, "", "gotadmin: no packfile-path given\n" + usage));
    assertThat(packs.gotadmin("listpack", "--object-format", "md5", "x"))
        .isEqualTo(new Result(2, "", "gotadmin: unknown object format: md5\n" + usage));
    assertThat(packs.gotadmin("-V")).isEqualTo(new Result(0, "gotadmin 0.1.0\n", ""));
    assertThat(packs.gotadmin("-h").out().lines().toList())
        .isEqualTo(
            Arrays.asList(
                "usage: gotadmin [-hV] command [arg ...]",
                "commands: confinement indexpack listpack"));
    assertThat(packs.gotadmin("-h", "listpack").out())
        .startsWith(usage + "  -h, --human-readable  ")
        .contains("\n      --unconfined  ");
    assertThat(packs.gotadmin("bake").err())
        .isEqualTo("gotadmin: unknown command: bake\nusage: gotadmin [-hV] command [arg ...]\n");
  }
}
