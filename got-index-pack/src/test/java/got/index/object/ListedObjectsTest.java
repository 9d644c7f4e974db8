package got.index.object;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import got.ipc.HashAlgorithm;
import got.pack.ObjectType;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a skip list excuses, and what it does not. */
class ListedObjectsTest {
  private static final String ID = "1234567890123456789012345678901234567890";
  private static final String RAW = "\u00124Vx\u0090".repeat(4);
  private static final String WHO = "A U Thor <a@example.org> 1112911993 +0200\n";
  private static final String AUTHOR = "author " + WHO;
  private static final String COMMITTER = "committer " + WHO;
  private static final String TREE = "tree " + ID + "\n";

  private final CopyList copies = new CopyList();

  private static String entry(String mode, String name) {
    return mode + " " + name + "\0" + RAW;
  }

  private static Verdict tree(String... entries) {
    return Verdict.ofListed(ObjectType.TREE, String.join("", entries).getBytes(ISO_8859_1));
  }

  private static Verdict commit(String text) {
    return Verdict.ofListed(ObjectType.COMMIT, text.getBytes(ISO_8859_1));
  }

  private static void assertExcused(Verdict verdict, Finding finding, String... links) {
    assertThat(verdict.fatal()).isEmpty();
    assertThat(verdict.findings()).containsExactly(finding);
    assertThat(verdict.distinctLinks()).containsExactlyInAnyOrder(links);
  }

  @Test
  void faultsAreCountedAndAllLinksReported() {
    assertExcused(
        tree(entry("100644", "b"), entry("40000", "a")),
        Finding.TREE_NOT_SORTED,
        "BLOB " + ID,
        "TREE " + ID);
    assertExcused(
        tree(entry("100644", "a"), entry("100644", "a"), entry("40000", "b")),
        Finding.DUPLICATE_ENTRIES,
        "BLOB " + ID,
        "TREE " + ID);
    assertExcused(
        tree(entry("120000", "a"), entry("100644", "a.c"), entry("40000", "a")),
        Finding.DUPLICATE_ENTRIES,
        "BLOB " + ID,
        "TREE " + ID);
    String parent = ID.replace('1', 'a');
    String start = TREE + "parent " + parent + "\n";
    String[] links = {"TREE " + ID, "COMMIT " + parent};
    assertExcused(commit(start + COMMITTER + "\nm"), Finding.MISSING_AUTHOR, links);
    assertExcused(commit(start + AUTHOR + "\nm"), Finding.MISSING_COMMITTER, links);
    assertThat(commit(start).findings())
        .containsExactly(Finding.MISSING_AUTHOR, Finding.MISSING_COMMITTER);
  }

  @Test
  void whatIsDangerousOrCannotBeReadIsRefusedNevertheless() {
    String first = entry("100644", "b");
    for (String second :
        List.of(
            entry("100644", ".git"),
            entry("40000", ".GIT"),
            entry("40000", ".."),
            entry("40000", "."),
            entry("40000", "git~1"),
            entry("100644", "a/b"),
            entry("100644", ""),
            entry("20000", "a"),
            entry("10064x", "a"),
            entry("100644", "a").substring(0, 20),
            "100644 a\0" + "\0".repeat(20))) {
      assertThat(tree(first, second).fatal()).as(second).startsWith("tree entry ");
      assertThat(tree(second, first, first).fatal()).as(second).startsWith("tree entry ");
    }
    for (String text :
        List.of(
            COMMITTER,
            "tree 12\n" + COMMITTER,
            TREE + "parent 12\n" + COMMITTER,
            TREE + COMMITTER.strip(),
            "")) {
      assertThat(commit(text).isFatal()).as(text).isTrue();
    }
  }

  @Test
  void ofAnObjectWithoutFaultNothingElseIsSaid() {
    Random random = new Random(5);
    RandomTrees trees = new RandomTrees(HashAlgorithm.SHA1, random);
    int sound = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] tree = trees.tree(random.nextInt(12), random.nextInt(4) == 0);
      Verdict strict = Verdict.of(ObjectType.TREE, tree);
      Verdict listed = Verdict.ofListed(ObjectType.TREE, tree);
      boolean isFaulty = listed.findings().stream().anyMatch(Finding::isFault);
      if (!strict.isFatal()) {
        sound++;
        assertThat(listed).isEqualTo(strict);
      } else {
        assertThat(listed.isFatal() || isFaulty).isTrue();
      }
    }
    assertThat(sound).isBetween(2_000, 19_000);
  }

  /** A tree that is not sorted proves nothing of what a delta copies from it. */
  @Test
  void aFaultyTreeIsNoBaseForShortCuts() throws ObjectFormatException {
    for (String base :
        List.of(
            entry("100644", "b") + entry("100644", "a"),
            entry("100644", "a") + entry("100644", "a"),
            entry("100644", "a") + entry("100644", "a.c") + entry("40000", "a"))) {
      String end = entry("100644", "c");
      byte[] content = base.getBytes(ISO_8859_1);
      byte[] result = (base + end).getBytes(ISO_8859_1);
      TreeLayout layout = new TreeLayout();
      ObjectCheck.ofListed(HashAlgorithm.SHA1, (_, _, _) -> {})
          .tree(content, 0, content.length, layout);
      copies.clear();
      copies.add(0, 0, content.length);
      Verdict derived =
          Verdict.of(
              HashAlgorithm.SHA1,
              check ->
                  check.derivedTree(
                      new TreeOrigin(layout, copies), result, 0, result.length, new TreeLayout()));
      assertThat(derived.fatal()).isEqualTo(Verdict.of(ObjectType.TREE, result).fatal());
      assertThat(derived.isFatal()).isTrue();
    }
  }
}
