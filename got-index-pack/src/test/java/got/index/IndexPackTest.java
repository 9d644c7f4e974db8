package got.index;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import got.index.pack.Analyser;
import got.index.pack.EntryTable;
import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.pack.DeltaBuilder;
import got.pack.ObjectType;
import got.pack.PackBuilder;
import got.pack.PackBytes;
import got.pack.PackException;
import got.pack.idx.IndexWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of the objects of a pack as a whole. */
@Timeout(60)
class IndexPackTest {
  private static final byte[] A = PackBytes.ascii("an object");
  private static final byte[] B = PackBytes.ascii("another object");

  @TempDir Path directory;
  private final PackBuilder pack = PackBuilder.sha1();

  @Test
  void differentObjectsAreUnique() throws Exception {
    long base = pack.base(ObjectType.BLOB, A);
    pack.base(ObjectType.TAG, A);
    pack.ofsDelta(base, DeltaBuilder.append(A.length, B));
    EntryTable table = table();
    assertThatCode(() -> IndexPack.requireUnique(table, IndexWriter.sortedById(table)))
        .doesNotThrowAnyException();
  }

  @Test
  void baseThatAppearsTwiceIsRefused() throws Exception {
    pack.base(ObjectType.BLOB, A);
    pack.base(ObjectType.BLOB, B);
    assertTwice(pack.base(ObjectType.BLOB, A));
  }

  @Test
  void baseThatAppearsAgainAsADeltaIsRefused() throws Exception {
    long base = pack.base(ObjectType.BLOB, A);
    pack.base(ObjectType.BLOB, B);
    assertTwice(pack.ofsDelta(base, DeltaBuilder.insertOnly(A.length, B)));
  }

  @Test
  void deltaThatAppearsAgainAsABaseIsRefused() throws Exception {
    long base = pack.base(ObjectType.BLOB, A);
    pack.ofsDelta(base, DeltaBuilder.insertOnly(A.length, B));
    assertTwice(pack.base(ObjectType.BLOB, B));
  }

  @Test
  void deltaThatAppearsTwiceIsRefused() throws Exception {
    long base = pack.base(ObjectType.BLOB, A);
    pack.ofsDelta(base, DeltaBuilder.insertOnly(A.length, B));
    assertTwice(pack.refDelta(blobId(A), DeltaBuilder.insertOnly(A.length, B)));
  }

  @Test
  void deltaThatMakesItsOwnBaseIsRefused() throws Exception {
    pack.base(ObjectType.BLOB, A);
    assertTwice(pack.refDelta(blobId(A), DeltaBuilder.insertOnly(A.length, A)));
  }

  @Test
  void deltasThatMakeEachOthersBaseAreRefused() throws Exception {
    pack.base(ObjectType.BLOB, A);
    pack.refDelta(blobId(A), DeltaBuilder.insertOnly(A.length, B));
    assertTwice(pack.refDelta(blobId(B), DeltaBuilder.insertOnly(B.length, A)));
  }

  @Test
  void tipsThatAreThereAreFound() throws Exception {
    List<ObjectId> tips = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      byte[] content = {(byte) i};
      pack.base(ObjectType.COMMIT, content);
      tips.add(PackBytes.id(HashAlgorithm.SHA1, ObjectType.COMMIT, content));
    }
    EntryTable table = table();
    assertThatCode(() -> require(table, tips, List.of())).doesNotThrowAnyException();
  }

  @Test
  void tipThatIsNotThereIsNamed() throws Exception {
    pack.base(ObjectType.BLOB, A);
    assertLacks(blobId(B));
  }

  @Test
  void packWithoutObjectsLacksEveryTip() throws Exception {
    assertLacks(blobId(B));
  }

  /** Under whatever name but that of a branch. */
  @Test
  void tipMayBeOfAnyType() throws Exception {
    pack.base(ObjectType.BLOB, A);
    pack.base(ObjectType.TREE, A);
    pack.base(ObjectType.TAG, A);
    EntryTable table = table();
    for (ObjectType type : List.of(ObjectType.BLOB, ObjectType.TREE, ObjectType.TAG)) {
      ObjectId tip = PackBytes.id(HashAlgorithm.SHA1, type, A);
      assertThatCode(() -> require(table, List.of(), List.of(tip))).doesNotThrowAnyException();
    }
  }

  @Test
  void branchThatPointsToNoCommitIsRefused() throws Exception {
    long base = pack.base(ObjectType.TREE, A);
    pack.ofsDelta(base, DeltaBuilder.insertOnly(A.length, B));
    pack.base(ObjectType.BLOB, A);
    pack.base(ObjectType.TAG, A);
    EntryTable table = table();
    for (ObjectId tip :
        List.of(
            blobId(A),
            PackBytes.id(HashAlgorithm.SHA1, ObjectType.TREE, A),
            PackBytes.id(HashAlgorithm.SHA1, ObjectType.TREE, B),
            PackBytes.id(HashAlgorithm.SHA1, ObjectType.TAG, A))) {
      assertThatExceptionOfType(PackException.Format.class)
          .isThrownBy(() -> require(table, List.of(tip), List.of()))
          .withMessage("object " + tip + ", which a branch points to, is no commit");
    }
  }

  private static void require(EntryTable table, List<ObjectId> commits, List<ObjectId> others)
      throws PackException.Format {
    IndexPack.requireTips(
        table, IndexWriter.sortedById(table), new IndexPack.Tips(commits, others));
  }

  private void assertLacks(ObjectId tip) throws Exception {
    EntryTable table = table();
    assertThatExceptionOfType(PackException.Format.class)
        .isThrownBy(() -> require(table, List.of(), List.of(tip)))
        .withMessage("pack lacks object " + tip + ", which was asked for");
  }

  /**
   * @param again offset of the second of the two
   */
  private void assertTwice(long again) throws Exception {
    EntryTable table = table();
    assertThatExceptionOfType(PackException.Format.class)
        .isThrownBy(() -> IndexPack.requireUnique(table, IndexWriter.sortedById(table)))
        .withMessage("object appears twice at offset " + again);
  }

  private EntryTable table() throws Exception {
    return new Analyser(directory, HashAlgorithm.SHA1).analyse(pack.build()).table();
  }

  private static ObjectId blobId(byte[] content) {
    return PackBytes.id(HashAlgorithm.SHA1, ObjectType.BLOB, content);
  }
}
