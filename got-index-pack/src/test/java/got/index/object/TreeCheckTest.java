package got.index.object;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import got.ipc.HashAlgorithm;
import got.pack.ObjectType;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TreeCheckTest {
  private static final HashAlgorithm SHA1 = HashAlgorithm.SHA1;

  @Test
  void anEmptyTreeIsWellFormed() {
    assertThat(Verdict.of(ObjectType.TREE, new byte[0]).isFatal()).isFalse();
  }

  @Test
  void linksHaveTheTypeThatTheModeTells() {
    byte[] tree =
        new TreeBuilder(SHA1)
            .entry("100644", "a", 1)
            .entry("100755", "b", 2)
            .entry("40000", "c", 3)
            .entry("120000", "d", 4)
            .entry("160000", "e", 5)
            .build();
    assertThat(Verdict.of(ObjectType.TREE, tree).links())
        .containsExactly(
            "BLOB " + "01".repeat(20),
            "BLOB " + "02".repeat(20),
            "TREE " + "03".repeat(20),
            "BLOB " + "04".repeat(20));
  }

  @Test
  void fileAndDirectoryOfOneNameAreFoundApart() {
    TreeBuilder builder = new TreeBuilder(SHA1).entry("100644", "a", 1);
    for (char c = '!'; c < '/'; c++) {
      builder.entry("100644", "a" + c, 1);
    }
    assertThat(Verdict.of(ObjectType.TREE, builder.build()).isFatal()).isFalse();
    assertThat(Verdict.of(ObjectType.TREE, builder.entry("40000", "a", 1).build()).fatal())
        .isEqualTo("tree holds a name twice");
  }

  @Test
  void oddModesAreCountedOncePerTree() {
    ObjectCheck check = new ObjectCheck(SHA1, (source, offset, type) -> {});
    byte[] tree = new TreeBuilder(SHA1).entry("100664", "a", 1).entry("100600", "b", 1).build();
    for (int i = 0; i < 2; i++) {
      assertThat(Verdict.of(ObjectType.TREE, tree).isFatal()).isFalse();
      try {
        check.tree(tree, 0, tree.length, new TreeLayout());
      } catch (ObjectFormatException e) {
        throw new AssertionError(e);
      }
    }
    assertThat(check.findings().count(Finding.BAD_FILEMODE)).isEqualTo(2);
    assertThat(check.findings().isEmpty()).isFalse();
  }

  @Test
  void oddEntriesThatADeltaCopiesAreCounted() throws ObjectFormatException {
    ObjectCheck check = new ObjectCheck(SHA1, (source, offset, type) -> {});
    byte[] base = TreeBuilder.sha1("040000", "a");
    byte[] result = new TreeBuilder(SHA1).raw(base).entry("100644", "b", 1).build();
    TreeLayout layout = new TreeLayout();
    check.tree(base, 0, base.length, layout);
    CopyList copies = new CopyList();
    copies.add(0, 0, base.length);
    check.derivedTree(new TreeOrigin(layout.copy(), copies), result, 0, result.length, layout);
    assertThat(check.findings().count(Finding.ZERO_PADDED_FILEMODE)).isEqualTo(2);
  }

  @Test
  void aDeltaWithTooManyCopiesIsParsedWhole() throws ObjectFormatException {
    ObjectCheck check = new ObjectCheck(SHA1, (source, offset, type) -> {});
    TreeBuilder builder = new TreeBuilder(SHA1);
    for (int i = 100; i < 1000; i++) {
      builder.entry("100644", "a" + i, 1);
    }
    byte[] tree = builder.build();
    TreeLayout layout = new TreeLayout();
    check.tree(tree, 0, tree.length, layout);
    // Each byte is copied on its own: even ones as the base has them, odd ones from elsewhere.
    CopyList copies = new CopyList();
    for (int i = 0; i < tree.length; i++) {
      copies.add(i % 2 == 0 ? i : indexOf(tree, tree[i]), i, 1);
    }
    assertThat(copies.isComplete()).isFalse();
    Verdict verdict =
        Verdict.of(
            SHA1,
            c ->
                c.derivedTree(
                    new TreeOrigin(layout.copy(), copies), tree, 0, tree.length, new TreeLayout()));
    assertThat(verdict.isFatal()).isFalse();
    assertThat(verdict.links()).hasSize(900);
    copies.clear();
    assertThat(copies.isComplete()).isTrue();
  }

  @Test
  void adjacentCopiesAreOne() {
    CopyList copies = new CopyList();
    copies.add(5, 0, 10);
    copies.add(15, 10, 10);
    copies.add(25, 21, 10);
    assertThat(copies.size()).isEqualTo(2);
    assertThat(copies.fromEnd(0)).isEqualTo(25);
    assertThat(copies.toEnd(0)).isEqualTo(20);
  }

  @Test
  void whatADeltaCopiesIsNotReportedAgain() throws ObjectFormatException {
    TreeBuilder builder = new TreeBuilder(SHA1);
    for (int i = 100; i < 200; i++) {
      builder.entry("100644", "a" + i, i);
    }
    byte[] base = builder.build();
    int entry = base.length / 100;
    byte[] result = base.clone();
    Arrays.fill(result, 51 * entry - 20, 51 * entry, (byte) 7);
    CopyList copies = new CopyList();
    copies.add(0, 0, 51 * entry - 20);
    copies.add(51 * entry, 51 * entry, 49 * entry);
    TreeLayout layout = new TreeLayout();
    new ObjectCheck(SHA1, (source, offset, type) -> {}).tree(base, 0, base.length, layout);
    Verdict verdict =
        Verdict.of(
            SHA1,
            c ->
                c.derivedTree(
                    new TreeOrigin(layout.copy(), copies),
                    result,
                    0,
                    result.length,
                    new TreeLayout()));
    assertThat(verdict.isFatal()).isFalse();
    assertThat(verdict.links()).containsExactly("BLOB " + "07".repeat(20));
  }

  @ParameterizedTest
  @EnumSource
  void randomTreesAreJudgedAsBySlowCheck(HashAlgorithm algorithm) {
    long seed = 4;
    Random random = new Random(seed);
    RandomTrees trees = new RandomTrees(algorithm, random);
    int accepted = 0;
    int rounds = 30_000;
    for (int i = 0; i < rounds; i++) {
      byte[] tree = trees.tree(random.nextInt(12), random.nextInt(8) == 0);
      if (random.nextInt(2) == 0) {
        tree = trees.damage(tree);
      }
      Verdict expected = SlowTreeCheck.check(algorithm, tree);
      Verdict verdict = Verdict.of(algorithm, ObjectType.TREE, tree);
      String what = "seed " + seed + ", round " + i + ": " + new String(tree, ISO_8859_1);
      assertThat(verdict.isFatal()).as(what).isEqualTo(expected.isFatal());
      if (!expected.isFatal()) {
        assertThat(verdict.links()).as(what).isEqualTo(expected.links());
        assertThat(verdict.findings()).as(what).isEqualTo(expected.findings());
        accepted++;
      }
    }
    assertThat(accepted).isBetween(rounds / 5, rounds * 9 / 10);
  }

  private static int indexOf(byte[] bytes, byte wanted) {
    int i = 0;
    while (bytes[i] != wanted) {
      i++;
    }
    return i;
  }
}
