package got.index.pack;

import static org.assertj.core.api.Assertions.assertThat;

import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.pack.ObjectType;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntryTableTest {
  /** Rows of a chunk, and so many more that the outer arrays grow, too. */
  private static final int CHUNK = 1 << 14;

  private static final int ROWS = 9 * CHUNK + 2;

  @ParameterizedTest
  @EnumSource(HashAlgorithm.class)
  void rowsKeepTheirValuesOverChunkBorders(HashAlgorithm algorithm) {
    EntryTable table = filled(algorithm);
    assertThat(table.size()).isEqualTo(ROWS);
    for (int row = 0; row < ROWS; row++) {
      assertThat(table.offset(row)).isEqualTo(offset(row));
      assertThat(table.crc(row)).isEqualTo(~row);
      assertThat(table.isResolved(row)).isEqualTo(row % 3 != 0);
      assertThat(table.base(row)).isEqualTo(row % 3 == 0 ? row - 1 : EntryTable.NONE);
      assertThat(table.firstChild(row)).isEqualTo(EntryTable.NONE);
      assertThat(table.nextSibling(row)).isEqualTo(EntryTable.NONE);
      if (row % 3 != 0) {
        assertThat(table.id(row)).isEqualTo(id(algorithm, row));
        assertThat(table.type(row)).isEqualTo(ObjectType.TREE);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, CHUNK - 1, CHUNK, CHUNK + 1, ROWS})
  void rowAtFindsExactlyTheStartsOfEntries(int rows) {
    EntryTable table = new EntryTable(HashAlgorithm.SHA1);
    for (int row = 0; row < rows; row++) {
      table.addDelta(delta(row), EntryTable.NONE);
    }
    for (int row = 0; row < rows; row++) {
      assertThat(table.rowAt(offset(row))).isEqualTo(row);
      assertThat(table.rowAt(offset(row) + 1)).isEqualTo(EntryTable.NONE);
      assertThat(table.rowAt(offset(row) - 1)).isEqualTo(EntryTable.NONE);
    }
    assertThat(table.rowAt(0)).isEqualTo(EntryTable.NONE);
    assertThat(table.rowAt(Long.MAX_VALUE)).isEqualTo(EntryTable.NONE);
  }

  @Test
  void marksAndCompletionDoNotDisturbEachOther() {
    EntryTable table = filled(HashAlgorithm.SHA1);
    int row = CHUNK;
    table.setMarked(row, true);
    assertThat(table.isMarked(row)).isTrue();
    assertThat(table.isMarked(row - 1)).isFalse();
    assertThat(table.isMarked(row + 1)).isFalse();
    assertThat(table.type(row)).isEqualTo(ObjectType.TREE);
    table.setMarked(row, false);
    assertThat(table.isMarked(row)).isFalse();
    assertThat(table.isResolved(row)).isTrue();
  }

  @Test
  void linksHoldEveryRow() {
    EntryTable table = filled(HashAlgorithm.SHA1);
    table.setLinks(5, Integer.MAX_VALUE, EntryTable.NONE);
    assertThat(table.firstChild(5)).isEqualTo(Integer.MAX_VALUE);
    assertThat(table.nextSibling(5)).isEqualTo(EntryTable.NONE);
    table.setLinks(5, EntryTable.NONE, Integer.MAX_VALUE);
    assertThat(table.firstChild(5)).isEqualTo(EntryTable.NONE);
    assertThat(table.nextSibling(5)).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void idsAreComparedAsUnsignedBytes() {
    EntryTable table = new EntryTable(HashAlgorithm.SHA256);
    byte[] bytes = new byte[32];
    bytes[31] = 0x7f;
    int low = Tables.add(table, 12, 0, ObjectId.copyOf(HashAlgorithm.SHA256, bytes, 0));
    bytes[31] = (byte) 0x80;
    int high = Tables.add(table, 13, 0, ObjectId.copyOf(HashAlgorithm.SHA256, bytes, 0));
    assertThat(table.compareIds(low, high)).isNegative();
    assertThat(table.compareIds(high, low)).isPositive();
    assertThat(table.compareIds(high, high)).isZero();
  }

  private static EntryTable filled(HashAlgorithm algorithm) {
    EntryTable table = new EntryTable(algorithm);
    for (int row = 0; row < ROWS; row++) {
      int added =
          row % 3 == 0
              ? table.addDelta(delta(row), row - 1)
              : table.add(
                  new Entry.Base(offset(row), ObjectType.TREE, 0, 9, ~row, id(algorithm, row)));
      assertThat(added).isEqualTo(row);
    }
    return table;
  }

  private static Entry delta(int row) {
    return new Entry.OfsDelta(offset(row), 12, 0, 9, ~row);
  }

  /** Starts above 4 GiB, to see that nothing is cut to an int. */
  private static long offset(int row) {
    return (5L << 30) + 9L * row;
  }

  private static ObjectId id(HashAlgorithm algorithm, int row) {
    byte[] bytes = ByteBuffer.allocate(algorithm.idBytes()).putInt(0x9e3779b9 * row).array();
    bytes[bytes.length - 1] = (byte) row;
    return ObjectId.copyOf(algorithm, bytes, 0);
  }
}
