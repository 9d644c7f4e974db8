package got.index.pack;

import got.ipc.ObjectId;
import got.pack.ObjectType;

/** Fills entry tables without a pack, for tests in other packages. */
public final class Tables {
  private Tables() {}

  /**
   * Adds a resolved row.
   *
   * @return its number
   */
  public static int add(EntryTable table, long offset, int crc, ObjectId id) {
    return table.add(new Entry.Base(offset, ObjectType.BLOB, 0, 9, crc, id));
  }
}
