package got.index.pack;

import static org.assertj.core.api.Assertions.assertThat;

import got.index.pack.OpenObjects.Work;
import got.ipc.HashAlgorithm;
import got.pack.digest.Trail;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OpenObjectsTest {
  private static final byte[] MEBIBYTE = new byte[1 << 20];

  private final EntryTable table = new EntryTable(HashAlgorithm.SHA1);
  private final Spares spares = new Spares();

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
    OpenObjects open = new OpenObjects(table, new int[] {0}, spares);
    assertThat(open.take()).isEqualTo(new Work.Open(0));
    open.openRoot(0, content, content.length);
    return open;
  }

  /** Work on a delta of the topmost object, whose own object has two deltas and is opened. */
  private Work.Resolve openOnTop(OpenObjects open, int bytes) throws Exception {
    Work.Resolve work = (Work.Resolve) open.take();
    int delta = table.addDelta(new Entry.OfsDelta(20, 12, 0, 9, 0), EntryTable.NONE);
    int other = table.addDelta(new Entry.OfsDelta(21, 12, 0, 9, 0), EntryTable.NONE);
    table.setLinks(work.row, delta, EntryTable.NONE);
    DeltaForest.addChild(table, work.row, other, false);
    open.openDelta(work, new byte[bytes], bytes, null, Trail.NONE);
    open.leaveLarge();
    return work;
  }

  private static void finish(OpenObjects open, int works) throws Exception {
    for (int i = 0; i < works; i++) {
      open.done((Work.Resolve) open.take());
      open.leaveLarge();
    }
  }

  @Test
  void objectBelowTwiceTheLargestIsDroppedAndHeldAgainWhenItIsRestored() throws Exception {
    OpenObjects open = openPair(new byte[20 << 20]);
    Work.Resolve first = openOnTop(open, 20 << 20);
    openOnTop(open, 21 << 20);
    finish(open, 3);
    assertThat(open.pathTo(first.base).source()).as("was dropped").isNull();
    open.release(open.restore(first.base, MEBIBYTE, true));
    Work.Resolve second = (Work.Resolve) open.take();
    assertThat(second.base).isEqualTo(first.base);
    assertThat(second.row).isEqualTo(1);
    assertThat(second.content).isNotNull();
    assertThat(second.content.bytes).isSameAs(MEBIBYTE);
    open.done(second);
    assertThat(spares.take(MEBIBYTE.length)).isSameAs(MEBIBYTE);
  }

  /** Or each small delta that has a delta costs building the large object again. */
  @Test
  void objectOverTheBudgetStaysBelowSmallOnes() throws Exception {
    byte[] over = new byte[33 << 20];
    OpenObjects open = openPair(over);
    openOnTop(open, 10);
    finish(open, 2);
    Work.Resolve second = (Work.Resolve) open.take();
    assertThat(second.content).isNotNull();
    assertThat(second.content.bytes).isSameAs(over);
  }

  @Test
  void contentIsFreeWhenTheLastWorkOnItEnds() throws Exception {
    OpenObjects open = openPair(MEBIBYTE);
    Work.Resolve one = (Work.Resolve) open.take();
    Work.Resolve other = (Work.Resolve) open.take();
    open.done(one);
    assertThat(spares.take(MEBIBYTE.length)).isNotSameAs(MEBIBYTE);
    open.done(other);
    assertThat(spares.take(MEBIBYTE.length)).isSameAs(MEBIBYTE);
  }

  @Test
  void contentIsNotFreeWhileADeltaIsLeft() throws Exception {
    OpenObjects open = openPair(MEBIBYTE);
    open.done((Work.Resolve) open.take());
    assertThat(spares.take(MEBIBYTE.length)).isNotSameAs(MEBIBYTE);
  }

  @Test
  void windowIsNeverFree() throws Exception {
    for (int row = 0; row < 2; row++) {
      table.addDelta(new Entry.OfsDelta(12 + row, 12, 0, 9, 0), EntryTable.NONE);
    }
    table.setLinks(0, 1, EntryTable.NONE);
    OpenObjects chunks = new OpenObjects(table, new int[] {0}, spares);
    assertThat(chunks.take()).isEqualTo(new Work.Open(0));
    chunks.openRootInWindow(0, MEBIBYTE, 5, 10);
    chunks.done((Work.Resolve) chunks.take());
    assertThat(spares.take(MEBIBYTE.length)).isNotSameAs(MEBIBYTE);
  }

  @Test
  void contentOnTheWayToAnotherIsFreeWhenThatIsBuilt() throws Exception {
    OpenObjects open = openPair(MEBIBYTE);
    Work.Resolve one = (Work.Resolve) open.take();
    OpenObjects.Content source = open.pathTo(one.base).source();
    assertThat(source).isNotNull();
    open.done(one);
    open.done((Work.Resolve) open.take());
    assertThat(spares.take(MEBIBYTE.length)).isNotSameAs(MEBIBYTE);
    open.release(source);
    assertThat(spares.take(MEBIBYTE.length)).isSameAs(MEBIBYTE);
  }

  @Test
  void onlyOneWorkerIsAtALargeObject() throws Exception {
    OpenObjects open = openPair(new byte[OpenObjects.LARGE_BYTES]);
    Work.Resolve first = (Work.Resolve) open.take();
    AtomicReference<Work> taken = new AtomicReference<>();
    Thread other =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    taken.set(open.take());
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                });
    while (other.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    assertThat(taken.get()).isNull();
    open.done(first);
    open.leaveLarge();
    other.join();
    assertThat(taken.get()).isInstanceOf(Work.Resolve.class);
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
    OpenObjects open = new OpenObjects(table, roots, spares);
    for (int row : roots) {
      assertThat(open.take()).isEqualTo(new Work.Open(row));
    }
    for (int row : roots) {
      open.openRoot(row, MEBIBYTE, MEBIBYTE.length);
    }
    return open;
  }
}
