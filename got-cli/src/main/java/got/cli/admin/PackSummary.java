package got.cli.admin;

import got.cli.say.Failure;
import got.ipc.PackEntry;
import got.ipc.PackEntry.IdBase;
import got.ipc.PackEntry.NoBase;
import got.ipc.PackEntry.OffsetBase;
import got.ipc.PackEntry.OutsideBase;
import got.ipc.PackEntry.Resolved;
import got.ipc.index.IndexTalk;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * What the entries of a pack add up to; keeps none but the largest. Makes sure that they follow one
 * another without a gap: the helper is not believed.
 */
final class PackSummary {
  private static final int LARGEST = 5;
  private static final String MISSING = "missing bases: ";
  private static final String OUTSIDE = "bases in the repository: ";
  private static final long PACK_HEADER_BYTES = 12;

  private final Map<PackEntry.Type, Long> whole = new EnumMap<>(PackEntry.Type.class);
  private final Map<PackEntry.Type, Long> made = new EnumMap<>(PackEntry.Type.class);
  private final PriorityQueue<Resolved> largest =
      new PriorityQueue<>(Comparator.comparingLong(Resolved::size));
  private long end = PACK_HEADER_BYTES;
  private long entries;
  private long offsetDeltas;
  private long refDeltas;
  private long outside;
  private long unresolved;
  private long inflated;
  private long resolved;
  private int deepest;

  /**
   * @throws Failure if the entry is not where the last one ended
   */
  void add(PackEntry entry) throws Failure {
    if (entry.offset() != end) {
      throw PackHelper.impossible("entry at " + entry.offset() + ", not at " + end);
    }
    end += entry.packedSize();
    entries++;
    inflated += entry.size();
    switch (entry.base()) {
      case NoBase _ -> {
        // Counted by its type.
      }
      case OffsetBase _ -> offsetDeltas++;
      case IdBase _ -> refDeltas++;
      case OutsideBase _ -> {
        refDeltas++;
        outside++;
      }
    }
    if (entry.content() instanceof Resolved object) {
      add(object);
    } else {
      unresolved++;
    }
  }

  private void add(Resolved object) {
    (object.depth() == 0 ? whole : made).merge(object.type(), 1L, Long::sum);
    resolved += object.size();
    deepest = Math.max(deepest, object.depth());
    largest.add(object);
    if (largest.size() > LARGEST) {
      largest.remove();
    }
  }

  /**
   * @throws Failure if what the helper says in the end is not what it said before
   */
  void requireComplete(IndexTalk.Listed claim) throws Failure {
    if (entries != claim.objects()
        || unresolved != claim.unresolved()
        || claim.outsideBases() > outside
        || (claim.outsideBases() == 0) != (outside == 0)
        || end + claim.checksum().algorithm().idBytes() != claim.packBytes()) {
      throw PackHelper.impossible("entries that do not add up");
    }
  }

  /** As {@link #lines}, and how many bases a repository gave. */
  List<String> linesWithRepository(IndexTalk.Listed listed, boolean scaled) {
    List<String> lines = lines(listed, scaled);
    lines.add(lines.indexOf(MISSING + listed.missingBases()), OUTSIDE + listed.outsideBases());
    return lines;
  }

  /** The first seven lines are those of Game of Trees. */
  List<String> lines(IndexTalk.Listed listed, boolean scaled) {
    EntryLine format = new EntryLine(scaled);
    List<String> lines = new ArrayList<>();
    lines.add("objects: " + entries);
    for (PackEntry.Type type :
        List.of(
            PackEntry.Type.BLOB, PackEntry.Type.TREE, PackEntry.Type.COMMIT, PackEntry.Type.TAG)) {
      lines.add("  " + type.word() + "s: " + whole.getOrDefault(type, 0L));
    }
    lines.add("  offset-deltas: " + offsetDeltas);
    lines.add("  ref-deltas: " + refDeltas);
    for (PackEntry.Type type :
        List.of(
            PackEntry.Type.BLOB, PackEntry.Type.TREE, PackEntry.Type.COMMIT, PackEntry.Type.TAG)) {
      lines.add("deltas that make " + type.word() + "s: " + made.getOrDefault(type, 0L));
    }
    lines.add("packed size: " + format.size(listed.packBytes()));
    lines.add("inflated size: " + format.size(inflated));
    lines.add("resolved size: " + format.size(resolved));
    lines.add("deepest chain: " + deepest);
    lines.add("unresolved deltas: " + listed.unresolved());
    lines.add(MISSING + listed.missingBases());
    lines.add("thin: " + (listed.unresolved() == 0 && outside == 0 ? "no" : "yes"));
    lines.add("checksum: " + listed.checksum());
    lines.add("largest objects:");
    largest.stream()
        .sorted(largest.comparator().reversed())
        .map(o -> "  " + o.id() + " " + o.type().word() + " " + format.size(o.size()))
        .forEach(lines::add);
    return lines;
  }
}
