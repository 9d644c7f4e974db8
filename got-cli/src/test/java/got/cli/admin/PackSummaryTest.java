package got.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import got.cli.say.ExitCode;
import got.cli.say.Failure;
import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.ipc.PackEntry;
import got.ipc.PackEntry.IdBase;
import got.ipc.PackEntry.NoBase;
import got.ipc.PackEntry.OffsetBase;
import got.ipc.PackEntry.OutsideBase;
import got.ipc.PackEntry.Resolved;
import got.ipc.PackEntry.Unresolved;
import got.ipc.index.IndexTalk;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The helper is not believed: its entries have to fit together. */
class PackSummaryTest {
  private static final ObjectId ID = ObjectId.copyOf(HashAlgorithm.SHA1, new byte[20], 0);
  private static final PackEntry BLOB =
      new PackEntry(12, 30, 10, new NoBase(), new Resolved(ID, PackEntry.Type.BLOB, 30, 0));
  private static final PackEntry DELTA =
      new PackEntry(22, 5, 8, new OffsetBase(12), new Resolved(ID, PackEntry.Type.BLOB, 2048, 1));
  private static final PackEntry THIN = new PackEntry(30, 6, 9, new IdBase(ID), new Unresolved());

  private static final PackEntry OUTSIDE =
      new PackEntry(12, 6, 9, new OutsideBase(ID), new Resolved(ID, PackEntry.Type.TREE, 40, 1));

  private final PackSummary summary = new PackSummary();

  @Test
  void entriesAddUp() throws Exception {
    summary.add(BLOB);
    summary.add(DELTA);
    summary.add(THIN);
    IndexTalk.Listed end = new IndexTalk.Listed(ID, 3, 59, 1, 1);
    assertThatCode(() -> summary.requireComplete(end)).doesNotThrowAnyException();
    assertThat(summary.lines(end, false))
        .containsExactly(
            "objects: 3",
            "  blobs: 1",
            "  trees: 0",
            "  commits: 0",
            "  tags: 0",
            "  offset-deltas: 1",
            "  ref-deltas: 1",
            "deltas that make blobs: 1",
            "deltas that make trees: 0",
            "deltas that make commits: 0",
            "deltas that make tags: 0",
            "packed size: 59",
            "inflated size: 41",
            "resolved size: 2078",
            "deepest chain: 1",
            "unresolved deltas: 1",
            "missing bases: 1",
            "thin: yes",
            "checksum: " + ID,
            "largest objects:",
            "  " + ID + " blob 2048",
            "  " + ID + " blob 30");
    assertThat(summary.lines(end, true)).contains("resolved size: 2.0K", "packed size: 59B");
  }

  @Test
  void linesKeepTheirWords() {
    EntryLine plain = new EntryLine(false);
    assertThat(plain.of(BLOB))
        .isEqualTo(ID + " blob at 12 size 30 packed 10 depth 0 object blob 30");
    assertThat(plain.of(DELTA))
        .isEqualTo(
            ID + " offset-delta at 22 size 5 packed 8 depth 1 object blob 2048 base-offset 12");
    assertThat(plain.of(THIN))
        .isEqualTo("- ref-delta at 30 size 6 packed 9 depth - object - - base-id " + ID);
    assertThat(plain.of(OUTSIDE))
        .isEqualTo(
            ID
                + " ref-delta at 12 size 6 packed 9 depth 1 object tree 40 base-id "
                + ID
                + " outside");
    assertThat(new EntryLine(true).of(DELTA))
        .isEqualTo(
            ID + " offset-delta at 22 size 5B packed 8B depth 1 object blob 2.0K base-offset 12");
  }

  @Test
  void packWhoseBasesAreOutsideIsThin() throws Exception {
    summary.add(OUTSIDE);
    IndexTalk.Listed end = new IndexTalk.Listed(ID, 1, 41, 0, 0, 1);
    assertThatCode(() -> summary.requireComplete(end)).doesNotThrowAnyException();
    assertThat(summary.linesWithRepository(end, false))
        .containsSubsequence(
            "  ref-deltas: 1",
            "deltas that make trees: 1",
            "unresolved deltas: 0",
            "bases in the repository: 1",
            "missing bases: 0",
            "thin: yes");
  }

  @Test
  void numberOfBasesOutsideMustBePossible() throws Exception {
    summary.add(OUTSIDE);
    assertImpossible(() -> summary.requireComplete(new IndexTalk.Listed(ID, 1, 41, 0, 0, 0)));
    assertImpossible(() -> summary.requireComplete(new IndexTalk.Listed(ID, 1, 41, 0, 0, 2)));
  }

  @Test
  void gapIsRefused() throws Exception {
    summary.add(BLOB);
    assertImpossible(() -> summary.add(THIN));
  }

  @Test
  void entryThatComesTwiceIsRefused() throws Exception {
    summary.add(BLOB);
    assertImpossible(() -> summary.add(BLOB));
  }

  @Test
  void endThatDoesNotFitIsRefused() throws Exception {
    summary.add(BLOB);
    assertImpossible(() -> summary.requireComplete(new IndexTalk.Listed(ID, 2, 42, 0, 0)));
    assertImpossible(() -> summary.requireComplete(new IndexTalk.Listed(ID, 1, 43, 0, 0)));
    assertImpossible(() -> summary.requireComplete(new IndexTalk.Listed(ID, 1, 42, 1, 0)));
    assertThatCode(() -> summary.requireComplete(new IndexTalk.Listed(ID, 1, 42, 0, 0)))
        .doesNotThrowAnyException();
  }

  private static void assertImpossible(ThrowingCallable work) {
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(work)
        .satisfies(e -> assertThat(e.exitCode()).isEqualTo(ExitCode.HELPER));
  }
}
