package got.index.pack;

import got.ipc.BadValueException;
import got.ipc.PackEntry;
import got.pack.EntryHeader;
import got.pack.EntryScan;
import got.pack.PackException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/**
 * Tells what is in a pack that was analysed, entry by entry.
 *
 * <p>The analysis keeps no sizes; they are read again from the file, once and in order.
 */
public final class PackListing {
  /** In the column of depths: not known yet, or never. */
  private static final int UNKNOWN = -1;

  private final EntryTable table;

  /** Rows behind these are of bases that are not in the pack. */
  private final int received;

  private final long packEnd;
  private final FileChannel pack;

  /** Takes the entries in the order of the pack. */
  @FunctionalInterface
  public interface Sink {
    void entry(PackEntry entry);
  }

  private PackListing(PackAnalysis.Result analysed, FileChannel pack) {
    this.table = analysed.table();
    this.received = analysed.received();
    this.packEnd = analysed.bytes() - table.algorithm().idBytes();
    this.pack = pack;
  }

  /**
   * Hands every entry to the sink.
   *
   * @param pack the file that was analysed
   * @throws PackException.Format if it has changed since
   */
  public static void run(PackAnalysis.Result analysed, FileChannel pack, Sink sink)
      throws IOException, PackException.Format {
    new PackListing(analysed, pack).run(sink);
  }

  private void run(Sink sink) throws IOException, PackException.Format {
    int[] depths = depths();
    EntryScan scan = new EntryScan(pack, table.algorithm());
    for (int row = 0; row < received; row++) {
      sink.entry(entry(scan, row, depths[row]));
    }
  }

  private PackEntry entry(EntryScan scan, int row, int depth)
      throws IOException, PackException.Format {
    long offset = table.offset(row);
    long end = row + 1 < received ? table.offset(row + 1) : packEnd;
    EntryHeader header = scan.header(offset);
    PackEntry.Base base =
        switch (header) {
          case EntryHeader.Base _ -> new PackEntry.NoBase();
          case EntryHeader.OfsDelta delta -> new PackEntry.OffsetBase(delta.baseOffset());
          case EntryHeader.RefDelta delta when table.base(row) >= received ->
              new PackEntry.OutsideBase(delta.baseId());
          case EntryHeader.RefDelta delta -> new PackEntry.IdBase(delta.baseId());
        };
    try {
      PackEntry.Content content = new PackEntry.Unresolved();
      if (table.isResolved(row)) {
        long size = base instanceof PackEntry.NoBase ? header.size() : scan.resultSize();
        PackEntry.Type type = PackEntry.Type.of(table.type(row).code());
        content = new PackEntry.Resolved(table.id(row), type, size, depth);
      }
      return PackEntry.check(offset, header.size(), end - offset, base, content);
    } catch (BadValueException e) {
      throw new PackException.Format(offset, "pack file changed while it was read");
    }
  }

  /** A ref-delta may precede its base, so that bases are looked for and not just behind. */
  private int[] depths() {
    int[] depths = new int[table.size()];
    Arrays.fill(depths, UNKNOWN);
    for (int row = 0; row < depths.length; row++) {
      if (table.isResolved(row)) {
        setDepth(depths, row);
      }
    }
    return depths;
  }

  /** Walks to the nearest base whose depth is known, and once more to fill in the others. */
  private void setDepth(int[] depths, int row) {
    int steps = 0;
    int at = row;
    while (depths[at] == UNKNOWN && table.base(at) != EntryTable.NONE) {
      at = table.base(at);
      steps++;
    }
    int depth = (depths[at] == UNKNOWN ? 0 : depths[at]) + steps;
    for (int fill = row; fill != at; fill = table.base(fill)) {
      depths[fill] = depth--;
    }
    depths[at] = depth;
  }
}
