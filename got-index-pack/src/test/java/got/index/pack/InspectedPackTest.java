package got.index.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import got.index.object.Inspection;
import got.index.object.SkipList;
import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.pack.DeltaBuilder;
import got.pack.ObjectType;
import got.pack.PackBuilder;
import got.pack.PackBytes;
import got.pack.PackException;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Objects are looked into wherever they come from: bases, deltas, deltas on deltas. */
@Timeout(60)
class InspectedPackTest {
  private static final byte[] TEXT = PackBytes.ascii("text");
  private static final ObjectId BLOB = PackBytes.id(HashAlgorithm.SHA1, ObjectType.BLOB, TEXT);

  @TempDir Path directory;
  private final PackBuilder pack = PackBuilder.sha1();
  private final Inspection inspection = Inspection.full(HashAlgorithm.SHA1, SkipList.EMPTY, 1, 2);

  @Test
  void wholeHistoryHasNoMissingLinks() throws Exception {
    pack.base(ObjectType.BLOB, TEXT);
    byte[] tree = tree("a", BLOB);
    long base = pack.base(ObjectType.TREE, tree);
    byte[] larger = PackBytes.concat(tree, tree("b", BLOB));
    pack.ofsDelta(base, DeltaBuilder.append(tree.length, tree("b", BLOB)));
    pack.base(ObjectType.COMMIT, commit(id(ObjectType.TREE, larger)));
    assertThat(analyse().missingLinks()).isZero();
  }

  @Test
  void deltasOnDeltasReportTheirLinksToo() throws Exception {
    pack.base(ObjectType.BLOB, TEXT);
    byte[] first = tree("a", BLOB);
    byte[] second = tree("b", id(ObjectType.BLOB, new byte[1]));
    byte[] third = tree("c", id(ObjectType.BLOB, new byte[2]));
    long base = pack.base(ObjectType.TREE, first);
    long middle = pack.ofsDelta(base, DeltaBuilder.append(first.length, second));
    pack.ofsDelta(middle, DeltaBuilder.append(first.length + second.length, third));
    assertThat(analyse().missingLinks()).isEqualTo(2);
    Inspection search = inspection.searchMissing();
    new Analyser(directory, HashAlgorithm.SHA1)
        .analyse(new ByteArrayInputStream(pack.build()), search);
    assertThat(search.found())
        .isIn(
            "blob " + id(ObjectType.BLOB, new byte[1]), "blob " + id(ObjectType.BLOB, new byte[2]));
  }

  @Test
  void linkToAnObjectOfAnotherTypeLeadsNowhere() throws Exception {
    pack.base(ObjectType.BLOB, TEXT);
    pack.base(ObjectType.COMMIT, commit(BLOB));
    assertThat(analyse().missingLinks()).isEqualTo(1);
  }

  @Test
  void treeThatCouldWriteOutsideIsRefused() {
    long offset = pack.base(ObjectType.TREE, tree("..", BLOB));
    assertRefused("tree " + id(ObjectType.TREE, tree("..", BLOB)), offset);
  }

  @Test
  void deltaThatMakesADangerousTreeIsRefused() {
    byte[] good = tree("a", BLOB);
    byte[] bad = PackBytes.concat(tree(".git", BLOB), good);
    long base = pack.base(ObjectType.TREE, good);
    byte[] delta =
        new DeltaBuilder(good.length, bad.length)
            .insert(tree(".git", BLOB))
            .copyAll(0, good.length)
            .build();
    assertRefused("tree " + id(ObjectType.TREE, bad), pack.ofsDelta(base, delta));
  }

  @Test
  void commitWithoutTreeIsRefused() {
    byte[] commit = PackBytes.ascii("no tree\n");
    assertRefused("commit " + id(ObjectType.COMMIT, commit), pack.base(ObjectType.COMMIT, commit));
  }

  @Test
  void refDeltaThatMakesABadCommitIsRefused() {
    byte[] good = commit(BLOB);
    byte[] bad = PackBytes.ascii("x");
    pack.base(ObjectType.COMMIT, good);
    long offset =
        pack.refDelta(id(ObjectType.COMMIT, good), DeltaBuilder.insertOnly(good.length, bad));
    assertRefused("commit " + id(ObjectType.COMMIT, bad), offset);
  }

  @Test
  void treeThatIsNeverWholeInMemoryIsRefused() {
    pack.base(ObjectType.TREE, new byte[FirstPass.WHOLE_BYTES + 1]);
    assertThatExceptionOfType(PackException.Limit.class)
        .isThrownBy(this::analyse)
        .withMessageStartingWith("tree ")
        .withMessageEndingWith(" of 8388609 bytes is too large");
  }

  private void assertRefused(String start, long offset) {
    assertThatExceptionOfType(PackException.Format.class)
        .isThrownBy(this::analyse)
        .withMessageStartingWith(start + ": ")
        .withMessageEndingWith(" at offset " + offset);
  }

  private PackAnalysis.Result analyse() throws Exception {
    return new Analyser(directory, HashAlgorithm.SHA1)
        .analyse(new ByteArrayInputStream(pack.build()), inspection);
  }

  private static ObjectId id(ObjectType type, byte[] content) {
    return PackBytes.id(HashAlgorithm.SHA1, type, content);
  }

  private static byte[] tree(String name, ObjectId blob) {
    return PackBytes.concat(PackBytes.ascii("100644 " + name + "\0"), PackBytes.binary(blob));
  }

  private static byte[] commit(ObjectId tree) {
    String person = "A U Thor <author@example.com> 1700000000 +0000";
    return PackBytes.ascii(
        "tree " + tree + "\nauthor " + person + "\ncommitter " + person + "\n\nmessage\n");
  }
}
