package got.index.pack;

import static org.assertj.core.api.Assertions.assertThat;

import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.pack.DeltaBuilder;
import got.pack.ObjectType;
import got.pack.PackBuilder;
import got.pack.PackBytes;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Large packs whose shape is meant to cost time or memory: depth, width, both, and bases that do
 * not fit the budget together.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DeltaShapesTest {
  private static final byte[] ROOT = new byte[8];

  @TempDir Path directory;
  private final PackBuilder pack = PackBuilder.sha1().level(1);
  private final List<ObjectId> ids = new ArrayList<>();

  @Test
  void chainOfFiftyThousandOfsDeltas() throws Exception {
    long base = root(ROOT);
    for (int i = 1; i <= 50_000; i++) {
      base = ofs(base, number(i));
    }
    assertIds();
  }

  @Test
  void chainOfFiftyThousandRefDeltas() throws Exception {
    root(ROOT);
    for (int i = 1; i <= 50_000; i++) {
      ref(ids.getLast(), number(i));
    }
    assertIds();
  }

  @Test
  void chainOfFiftyThousandRefDeltasBackToFront() throws Exception {
    for (int i = 50_000; i >= 1; i--) {
      ref(id(number(i - 1)), number(i));
    }
    root(number(0));
    assertIds();
  }

  @Test
  void hundredThousandDeltasOnOneBase() throws Exception {
    long base = root(ROOT);
    for (int i = 1; i <= 50_000; i++) {
      ofs(base, number(i));
      ref(ids.getFirst(), number(-i));
    }
    assertIds();
  }

  /** With the smaller branch first, and last, so that either order meets its worst case. */
  @Test
  void twoDeltasOnEveryObjectOfADeepChain() throws Exception {
    long left = root(ROOT);
    for (int i = 1; i <= 6000; i++) {
      ofs(left, number(-i));
      left = ofs(left, number(i));
    }
    long right = root(number(0x10000));
    for (int i = 1; i <= 6000; i++) {
      long deeper = ofs(right, number(0x20000 + i));
      ofs(right, number(0x30000 + i));
      right = deeper;
    }
    assertIds();
  }

  @Test
  void twoRefDeltasOnEveryObjectOfADeepChain() throws Exception {
    root(ROOT);
    ObjectId base = ids.getLast();
    for (int i = 1; i <= 6000; i++) {
      ref(base, number(-i));
      ref(base, number(i));
      base = ids.getLast();
    }
    assertIds();
  }

  /** Objects that are open all at once, with a delta left on each, and over the budget together. */
  @Test
  void leavesOfADeepChainOverTheBudget() throws Exception {
    byte[] content = new byte[1 << 16];
    root(content);
    for (int i = 1; i <= 6000; i++) {
      ObjectId base = id(content);
      ref(base, number(i), content.length);
      ByteBuffer.wrap(content).putInt(i);
      ids.add(id(content));
      pack.refDelta(base, change(content));
    }
    assertIds(1);
  }

  /** Each of the two bases fills the budget, and so does each object on them. */
  @Test
  void basesOverTheBudgetAlternate() throws Exception {
    byte[] content = new byte[70 << 20];
    long first = root(content);
    content[content.length - 1] = 1;
    long second = root(content);
    for (int i = 1; i <= 3; i++) {
      for (int last = 0; last < 2; last++) {
        content[content.length - 1] = (byte) last;
        ByteBuffer.wrap(content).putInt(i);
        ids.add(id(content));
        long large = pack.ofsDelta(last == 0 ? first : second, change(content));
        ofs(large, number(2 * i + last), content.length);
      }
    }
    assertIds();
  }

  /** A delta that takes all but the first four bytes from its base. */
  private static byte[] change(byte[] result) {
    return new DeltaBuilder(result.length, result.length)
        .insert(Arrays.copyOf(result, 4))
        .copyAll(4, result.length - 4L)
        .build();
  }

  private static byte[] number(int i) {
    return ByteBuffer.allocate(8).putInt(4, i).array();
  }

  private static ObjectId id(byte[] content) {
    return PackBytes.id(HashAlgorithm.SHA1, ObjectType.BLOB, content);
  }

  private long root(byte[] content) {
    ids.add(id(content));
    return pack.base(ObjectType.BLOB, content);
  }

  private long ofs(long base, byte[] result) {
    return ofs(base, result, ROOT.length);
  }

  private long ofs(long base, byte[] result, int baseSize) {
    ids.add(id(result));
    return pack.ofsDelta(base, DeltaBuilder.insertOnly(baseSize, result));
  }

  private void ref(ObjectId base, byte[] result) {
    ref(base, result, ROOT.length);
  }

  private void ref(ObjectId base, byte[] result, int baseSize) {
    ids.add(id(result));
    pack.refDelta(base, DeltaBuilder.insertOnly(baseSize, result));
  }

  private void assertIds() throws Exception {
    assertIds(2);
  }

  private void assertIds(int threads) throws Exception {
    Analyser analyser = new Analyser(directory, HashAlgorithm.SHA1, threads);
    EntryTable table = analyser.analyse(pack.build()).table();
    assertThat(table.size()).isEqualTo(ids.size());
    for (int row = 0; row < table.size(); row++) {
      assertThat(table.id(row)).as("row %d", row).isEqualTo(ids.get(row));
    }
  }
}
