package got.index.pack;

import static org.assertj.core.api.Assertions.assertThat;

import got.index.pack.OpenObjects.Work;
import got.ipc.HashAlgorithm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OpenObjectsTest {
  private static final byte[] MEBIBYTE = new byte[1 << 20];

  private final EntryTable table = new EntryTable(HashAlgorithm.SHA1);

  @Test
  void lowestObjectsAreDroppedBeyondTheBudget() throws Exception {
    OpenObjects open = openChain(100);
    for (int row = 99; row >= 0; row--) {
      Work.Resolve work = (Work.Resolve) open.take();
      assertThat(work.base.row).isEqualTo(2 * row);
      assertThat(work.content != null).as("row %d", row).isEqualTo(row >= 36);
      open.done();
    }
    assertThat(open.take()).isEqualTo(new Work.Stop());
  }

  @Test
  void restoredObjectIsHeldForItsOtherDelta() throws Exception {
    for (int row = 0; row < 3; row++) {
      table.addDelta(new Entry.OfsDelta(12 + row, 12, 0, 9, 0), EntryTable.NONE);
    }
    table.setLinks(0, 1, EntryTable.NONE);
    DeltaForest.addChild(table, 0, 2, false);
    OpenObjects open = new OpenObjects(table, new int[] {0});
    assertThat(open.take()).isEqualTo(new Work.Open(0));
    open.push(0, MEBIBYTE);
    Work.Resolve first = (Work.Resolve) open.take();
    table.addDelta(new Entry.OfsDelta(20, 12, 0, 9, 0), EntryTable.NONE);
    table.setLinks(first.row, 3, EntryTable.NONE);
    open.push(first.row, new byte[65 << 20]);
    open.take();
    open.done();
    open.restore(first.base, MEBIBYTE);
    Work.Resolve second = (Work.Resolve) open.take();
    assertThat(second.base).isEqualTo(first.base);
    assertThat(second.row).isEqualTo(1);
    assertThat(second.content).isSameAs(MEBIBYTE);
  }

  /** Deltas that name bases by id can keep one object open on every level of a chain. */
  @Test
  void droppingTakesNoLongerForADeepStack() throws Exception {
    int depth = 400_000;
    OpenObjects open = openChain(depth);
    for (int i = 0; i < depth; i++) {
      open.take();
      open.done();
    }
    assertThat(open.take()).isEqualTo(new Work.Stop());
  }

  /** A stack of objects, each with one delta left. */
  private OpenObjects openChain(int depth) throws Exception {
    for (int row = 0; row < 2 * depth; row++) {
      table.addDelta(new Entry.OfsDelta(12 + row, 12, 0, 9, 0), EntryTable.NONE);
    }
    int[] roots = new int[depth];
    for (int i = 0; i < depth; i++) {
      roots[i] = 2 * i;
      table.setLinks(2 * i, 2 * i + 1, EntryTable.NONE);
    }
    OpenObjects open = new OpenObjects(table, roots);
    for (int row : roots) {
      assertThat(open.take()).isEqualTo(new Work.Open(row));
    }
    for (int row : roots) {
      open.push(row, MEBIBYTE);
    }
    return open;
  }
}
