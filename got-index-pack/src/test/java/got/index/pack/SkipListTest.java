package got.index.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import got.index.object.Inspection;
import got.index.object.SkipList;
import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.ipc.Oddity;
import got.pack.DeltaBuilder;
import got.pack.ObjectType;
import got.pack.PackBuilder;
import got.pack.PackBytes;
import got.pack.PackException;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Objects with faults, on the skip list and not, however the pack holds them. */
@Timeout(60)
class SkipListTest {
  private static final byte[] TEXT = PackBytes.ascii("text");
  private static final ObjectId BLOB = id(ObjectType.BLOB, TEXT);
  private static final byte[] TWICE = PackBytes.concat(file("a"), file("a"));
  private static final byte[] UNSORTED = PackBytes.concat(file("b"), file("a"));

  @TempDir Path directory;
  private final PackBuilder pack = PackBuilder.sha1();

  @Test
  void aFaultyTreeIsRefusedUnlessItIsListed() throws Exception {
    pack.base(ObjectType.BLOB, TEXT);
    long offset = pack.base(ObjectType.TREE, TWICE);
    String reason = "tree " + tree(TWICE) + ": tree holds a name twice at offset " + offset;
    assertRefused(reason);
    assertRefused(reason, tree(UNSORTED), BLOB);
    assertThat(oddities(tree(UNSORTED), tree(TWICE), BLOB))
        .containsExactly(new Oddity("tree holds a name twice", 1));
  }

  @Test
  void faultyCommitsAreCounted() throws Exception {
    pack.base(ObjectType.BLOB, TEXT);
    pack.base(ObjectType.TREE, file("a"));
    byte[] first = PackBytes.ascii("tree " + tree(file("a")) + "\ncommitter A <a> 1 +0000\n\n1");
    byte[] second = PackBytes.ascii("tree " + tree(file("a")) + "\ncommitter A <a> 1 +0000\n\n2");
    pack.base(ObjectType.COMMIT, first);
    pack.refDelta(id(ObjectType.COMMIT, first), DeltaBuilder.insertOnly(first.length, second));
    assertThat(oddities(id(ObjectType.COMMIT, first), id(ObjectType.COMMIT, second)))
        .containsExactly(new Oddity("commit without author", 2));
  }

  @Test
  void aFaultThatADeltaMakesIsRefusedUnlessItsTreeIsListed() throws Exception {
    pack.base(ObjectType.BLOB, TEXT);
    long base = pack.base(ObjectType.TREE, file("a"));
    long offset = pack.ofsDelta(base, DeltaBuilder.append(file("a").length, file("a")));
    assertRefused("tree " + tree(TWICE) + ": tree holds a name twice at offset " + offset);
    assertThat(oddities(tree(TWICE))).containsExactly(new Oddity("tree holds a name twice", 1));
  }

  /** Also where the base is read again, and where a delta repairs the fault. */
  @Test
  void whatADeltaMakesOfAFaultyTreeIsLookedAtWhole() throws Exception {
    pack.base(ObjectType.BLOB, TEXT);
    long base = pack.base(ObjectType.TREE, UNSORTED);
    byte[] worse = PackBytes.concat(UNSORTED, file("c"));
    byte[] sound = PackBytes.concat(file("a"), file("c"));
    long offset = pack.ofsDelta(base, DeltaBuilder.append(UNSORTED.length, file("c")));
    pack.ofsDelta(
        offset,
        new DeltaBuilder(worse.length, sound.length)
            .copyAll(file("b").length, sound.length)
            .build());
    assertRefused(
        "tree " + tree(worse) + ": tree is not sorted at offset " + offset, tree(UNSORTED));
    assertThat(oddities(tree(UNSORTED), tree(worse)))
        .containsExactly(new Oddity("tree is not sorted", 2));
  }

  @Test
  void linksOfAListedTreeHaveToBeThere() throws Exception {
    byte[] listed =
        PackBytes.concat(UNSORTED, entry("x", id(ObjectType.BLOB, new byte[1])), UNSORTED);
    pack.base(ObjectType.BLOB, TEXT);
    pack.base(ObjectType.TREE, listed);
    Inspection inspection = inspection(tree(listed));
    assertThat(analyse(inspection).missingLinks()).isEqualTo(1);
    Inspection search = inspection.searchMissing();
    assertThat(analyse(search).missingLinks()).isZero();
    assertThat(search.found()).isEqualTo("blob " + id(ObjectType.BLOB, new byte[1]));
  }

  @Test
  void aListedTreeWithADangerousNameIsRefused() {
    for (byte[] start : List.of(UNSORTED, TWICE, file("a"))) {
      for (String name : List.of(".git", "..", "a/b", "GIT~1")) {
        PackBuilder dangerous = PackBuilder.sha1();
        dangerous.base(ObjectType.BLOB, TEXT);
        byte[] content = PackBytes.concat(start, file(name));
        long base = dangerous.base(ObjectType.TREE, file("a"));
        dangerous.ofsDelta(base, DeltaBuilder.insertOnly(file("a").length, content));
        assertThatExceptionOfType(PackException.Format.class)
            .isThrownBy(() -> analyse(dangerous, inspection(tree(content))))
            .withMessageContaining(tree(content) + ": tree entry with ");
      }
    }
  }

  private void assertRefused(String reason, ObjectId... skipList) {
    assertThatExceptionOfType(PackException.Structure.class)
        .isThrownBy(() -> analyse(inspection(skipList)))
        .withMessage(reason);
  }

  private List<Oddity> oddities(ObjectId... skipList) throws Exception {
    Inspection inspection = inspection(skipList);
    assertThat(analyse(inspection).missingLinks()).isZero();
    return inspection.findings().oddities();
  }

  private static Inspection inspection(ObjectId... skipList) {
    return Inspection.full(HashAlgorithm.SHA1, SkipList.of(List.of(skipList)), 1, 2);
  }

  private PackAnalysis.Result analyse(Inspection inspection) throws Exception {
    return analyse(pack, inspection);
  }

  private PackAnalysis.Result analyse(PackBuilder built, Inspection inspection) throws Exception {
    return new Analyser(directory, HashAlgorithm.SHA1)
        .analyse(new ByteArrayInputStream(built.build()), inspection);
  }

  private static ObjectId id(ObjectType type, byte[] content) {
    return PackBytes.id(HashAlgorithm.SHA1, type, content);
  }

  private static ObjectId tree(byte[] content) {
    return id(ObjectType.TREE, content);
  }

  private static byte[] file(String name) {
    return entry(name, BLOB);
  }

  private static byte[] entry(String name, ObjectId blob) {
    return PackBytes.concat(PackBytes.ascii("100644 " + name + "\0"), PackBytes.binary(blob));
  }
}
