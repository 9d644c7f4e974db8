package got.index.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.pack.DeltaBuilder;
import got.pack.ObjectType;
import got.pack.PackBuilder;
import got.pack.PackBytes;
import got.pack.PackException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Small packs that show how deltas find their bases. */
@Timeout(60)
class DeltaResolverTest {
  private static final byte[] A = PackBytes.ascii("a first object");

  @TempDir Path directory;
  private final PackBuilder pack = PackBuilder.sha1();
  private Analyser analyser = new Analyser(Path.of(""), HashAlgorithm.SHA1);

  /** What the pack must hold, in its order. */
  private final List<byte[]> objects = new ArrayList<>();

  @BeforeEach
  void open() {
    analyser = new Analyser(directory, HashAlgorithm.SHA1);
  }

  @Test
  void basesOfEverySizeAreIdentified() throws Exception {
    pack.level(1);
    for (int threshold : new int[] {0, FirstPass.LEFT_BYTES, FirstPass.WHOLE_BYTES}) {
      for (int size = Math.max(0, threshold - 1); size <= threshold + 1; size++) {
        blob(new byte[size]);
      }
    }
    assertObjects();
  }

  @Test
  void ofsChainsAreResolved() throws Exception {
    long base = blob(A);
    for (int i = 0; i < 10; i++) {
      base = ofs(base, i);
    }
    assertObjects();
  }

  @Test
  void refChainsAreResolved() throws Exception {
    blob(A);
    for (int i = 0; i < 10; i++) {
      ref(last(), i);
    }
    assertObjects();
  }

  @Test
  void refDeltasBeforeTheirBasesAreResolved() throws Exception {
    byte[] b = grown(A, 1);
    byte[] c = grown(b, 2);
    pack.refDelta(id(b), DeltaBuilder.append(b.length, new byte[] {2}));
    pack.refDelta(id(A), DeltaBuilder.append(A.length, new byte[] {1}));
    pack.base(ObjectType.BLOB, A);
    objects.addAll(List.of(c, b, A));
    assertObjects();
  }

  @Test
  void ofsDeltaOnRefDeltaOnBaseIsResolved() throws Exception {
    blob(A);
    long ref = ref(A, 1);
    ofs(ref, 2);
    assertObjects();
  }

  @Test
  void ofsDeltaOnRefDeltaBeforeItsBaseIsResolved() throws Exception {
    objects.add(grown(A, 1));
    long ref = pack.refDelta(id(A), DeltaBuilder.append(A.length, new byte[] {1}));
    ofs(ref, 2);
    blob(A);
    assertObjects();
  }

  @Test
  void refDeltaOnOfsDeltaOnRefDeltaIsResolved() throws Exception {
    blob(A);
    long ref = ref(A, 1);
    ofs(ref, 2);
    long again = ref(last(), 3);
    ofs(again, 4);
    assertObjects();
  }

  @Test
  void deltaHasTheTypeOfItsBase() throws Exception {
    for (ObjectType type : ObjectType.values()) {
      PackBuilder one = PackBuilder.sha1();
      long base = one.base(type, A);
      one.ofsDelta(base, DeltaBuilder.append(A.length, A));
      EntryTable table = analyser.analyse(one.build()).table();
      assertThat(table.type(1)).isEqualTo(type);
      assertThat(table.id(1))
          .isEqualTo(PackBytes.id(HashAlgorithm.SHA1, type, PackBytes.concat(A, A)));
    }
  }

  @Test
  void deltaWhoseResultIsEmptyIsResolved() throws Exception {
    long base = blob(A);
    pack.ofsDelta(base, PackBytes.bytes(A.length | 0x80, 0, 0x80, 0));
    objects.add(new byte[0]);
    assertObjects();
  }

  @Test
  void baseOutsideThePackIsNamed() {
    ObjectId missing = id(PackBytes.ascii("elsewhere"));
    pack.blob("something");
    pack.refDelta(missing, DeltaBuilder.append(9, A));
    assertRefused("1 unresolved delta, pack is thin: base " + missing + " is not in it");
  }

  @Test
  void refDeltasOnEachOtherAreThin() {
    byte[] b = PackBytes.ascii("another");
    pack.refDelta(id(b), DeltaBuilder.insertOnly(b.length, A));
    pack.refDelta(id(A), DeltaBuilder.insertOnly(A.length, b));
    assertRefused("2 unresolved deltas, pack is thin: base ");
  }

  @Test
  void refDeltaOnItselfIsThin() {
    pack.refDelta(id(A), DeltaBuilder.insertOnly(A.length, A));
    assertRefused("1 unresolved delta, pack is thin: base " + id(A) + " is not in it");
  }

  @Test
  void circleOfThousandRefDeltasIsThin() {
    int length = 1000;
    for (int i = 0; i < length; i++) {
      byte[] base = PackBytes.ascii("object " + (i + 1) % length);
      byte[] own = PackBytes.ascii("object " + i);
      pack.refDelta(id(base), DeltaBuilder.insertOnly(base.length, own));
    }
    assertRefused("1000 unresolved deltas, pack is thin: base ");
  }

  @Test
  void deltaForABaseOfAnotherSizeIsRefused() {
    long base = pack.base(ObjectType.BLOB, A);
    long delta = pack.ofsDelta(base, DeltaBuilder.insertOnly(A.length + 1, A));
    assertRefused("delta is for a base of another size at offset " + delta);
  }

  @Test
  void deltaIntoTheMiddleOfAnEntryIsRefused() {
    long base = pack.base(ObjectType.BLOB, A);
    long delta = pack.ofsDelta(base + 1, DeltaBuilder.append(A.length, A));
    assertRefused("base of a delta is not the start of an entry at offset " + delta);
  }

  @Test
  void corruptDeltaIsRefusedWithItsOffset() {
    long base = pack.base(ObjectType.BLOB, A);
    pack.ofsDelta(base, DeltaBuilder.append(A.length, A));
    long bad = pack.ofsDelta(base, new DeltaBuilder(A.length, 1).raw(0).build());
    assertRefused("delta holds the reserved instruction 0 at offset " + bad);
  }

  private long blob(byte[] content) {
    objects.add(content);
    return pack.base(ObjectType.BLOB, content);
  }

  private long ofs(long base, int tail) {
    int size = last().length;
    objects.add(grown(last(), tail));
    return pack.ofsDelta(base, DeltaBuilder.append(size, PackBytes.bytes(tail)));
  }

  private long ref(byte[] base, int tail) {
    objects.add(grown(base, tail));
    return pack.refDelta(id(base), DeltaBuilder.append(base.length, PackBytes.bytes(tail)));
  }

  private byte[] last() {
    return objects.getLast();
  }

  private static byte[] grown(byte[] base, int tail) {
    return PackBytes.concat(base, PackBytes.bytes(tail));
  }

  private static ObjectId id(byte[] blob) {
    return PackBytes.id(HashAlgorithm.SHA1, ObjectType.BLOB, blob);
  }

  private void assertObjects() throws Exception {
    EntryTable table = analyser.analyse(pack.build()).table();
    List<ObjectId> ids = new ArrayList<>();
    for (int row = 0; row < table.size(); row++) {
      ids.add(table.id(row));
    }
    assertThat(ids).isEqualTo(objects.stream().map(DeltaResolverTest::id).toList());
  }

  private void assertRefused(String reason) {
    assertThatExceptionOfType(PackException.Format.class)
        .isThrownBy(() -> analyser.analyse(pack.build()))
        .withMessageStartingWith(reason);
  }
}
