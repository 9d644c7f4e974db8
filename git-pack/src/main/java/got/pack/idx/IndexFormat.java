package got.pack.idx;

/** Numbers of index version 2. Source: gitformat-pack(5). */
final class IndexFormat {
  static final int MAGIC = 0xff744f63;
  static final int VERSION = 2;

  /** Counts before the ids: of those whose first byte is at most 0, 1, … 255. */
  static final int FANOUT = 256;

  private IndexFormat() {}
}
