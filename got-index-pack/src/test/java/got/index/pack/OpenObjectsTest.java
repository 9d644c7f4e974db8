package got.index.pack;

import static org.assertj.core.api.Assertions.assertThat;

import got.index.pack.OpenObjects.Work;
import got.ipc.HashAlgorithm;
import got.pack.digest.Trail;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OpenObjectsTest {
  private static final byte[] MEBIBYTE = new byte[1 << 20];

  private final EntryTable table = new EntryTable(HashAlgorithm.SHA1);

  @Test
  void lowestObjectsAreDroppedBeyondTheBudget() throws Exception {
    long held = OpenObjects.BUDGET_BYTES / MEBIBYTE.length;
    OpenObjects open = openChain(100);
    for (int row = 99; row >= 0; row--) {
      Work.Resolve work = (Work.Resolve) open.take();
      assertThat(work.base.row).isEqualTo(2 * row);
      assertThat(work.content != null).as("row %d", row).isEqualTo(row >= 100 - held);
      open.done(work);
    }
    assertThat(open.take()).isEqualTo(new Work.Stop());
  }

  /** Of rows 0, 1 and 2, the latter two are deltas on the first, which is open. */
  private OpenObjects openPair(byte[] content) throws Exception {
    for (int row = 0; row < 3; row++) {
      table.addDelta(new Entry.OfsDelta(12 + row, 12, 0, 9, 0), EntryTable.NONE);
    }
    table.setLinks(0, 1, EntryTable.NONE);
    DeltaForest.addChild(table, 0, 2, false);
    OpenObjects open = new OpenObjects(table, new int[] {0});
    assertThat(open.take()).isEqualTo(new Work.Open(0));
    open.push(0, content, content.length);
    return open;
  }

  @Test
  void restoredObjectIsHeldForItsOtherDelta() throws Exception {
    OpenObjects open = openPair(MEBIBYTE);
    Work.Resolve first = (Work.Resolve) open.take();
    table.addDelta(new Entry.OfsDelta(20, 12, 0, 9, 0), EntryTable.NONE);
    table.setLinks(first.row, 3, EntryTable.NONE);
    open.push(first, new byte[65 << 20], 65 << 20, null, Trail.NONE);
    open.done((Work.Resolve) open.take());
    open.restore(first.base, MEBIBYTE);
    Work.Resolve second = (Work.Resolve) open.take();
    assertThat(second.base).isEqualTo(first.base);
    assertThat(second.row).isEqualTo(1);
    assertThat(second.content).isSameAs(MEBIBYTE);
  }

  @Test
  void contentIsFreeWhenTheLastWorkOnItEnds() throws Exception {
    OpenObjects open = openPair(MEBIBYTE);
    Work.Resolve one = (Work.Resolve) open.take();
    Work.Resolve other = (Work.Resolve) open.take();
    assertThat(other.content).isSameAs(MEBIBYTE);
    assertThat(open.done(one)).isEmpty();
    assertThat(open.done(other)).isSameAs(MEBIBYTE);
  }

  @Test
  void contentIsNotFreeWhileADeltaIsLeft() throws Exception {
    OpenObjects open = openPair(MEBIBYTE);
    assertThat(open.done((Work.Resolve) open.take())).isEmpty();
    assertThat(open.done((Work.Resolve) open.take())).isSameAs(MEBIBYTE);
  }

  @Test
  void windowIsNeverFree() throws Exception {
    for (int row = 0; row < 2; row++) {
      table.addDelta(new Entry.OfsDelta(12 + row, 12, 0, 9, 0), EntryTable.NONE);
    }
    table.setLinks(0, 1, EntryTable.NONE);
    OpenObjects chunks = new OpenObjects(table, new int[] {0});
    assertThat(chunks.take()).isEqualTo(new Work.Open(0));
    chunks.push(0, 10, MEBIBYTE, 5);
    assertThat(chunks.done((Work.Resolve) chunks.take())).isEmpty();
  }

  /** Whoever builds another object from it is not counted. */
  @Test
  void contentOnTheWayToAnotherIsNeverFree() throws Exception {
    OpenObjects open = openPair(MEBIBYTE);
    Work.Resolve one = (Work.Resolve) open.take();
    assertThat(open.pathTo(one.base).content()).isSameAs(MEBIBYTE);
    open.done(one);
    assertThat(open.done((Work.Resolve) open.take())).isEmpty();
  }

  @Test
  void restoredContentIsNeverFree() throws Exception {
    OpenObjects open = openPair(new byte[1 << 20]);
    Work.Resolve first = (Work.Resolve) open.take();
    table.addDelta(new Entry.OfsDelta(20, 12, 0, 9, 0), EntryTable.NONE);
    table.setLinks(first.row, 3, EntryTable.NONE);
    open.push(first, new byte[65 << 20], 65 << 20, null, Trail.NONE);
    open.done((Work.Resolve) open.take());
    open.restore(first.base, MEBIBYTE);
    Work.Resolve second = (Work.Resolve) open.take();
    assertThat(second.content).isSameAs(MEBIBYTE);
    assertThat(open.done(second)).isEmpty();
  }

  /** Deltas that name bases by id can keep one object open on every level of a chain. */
  @Test
  void droppingTakesNoLongerForADeepStack() throws Exception {
    int depth = 400_000;
    OpenObjects open = openChain(depth);
    for (int i = 0; i < depth; i++) {
      open.done((Work.Resolve) open.take());
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
      open.push(row, MEBIBYTE, MEBIBYTE.length);
    }
    return open;
  }
}
