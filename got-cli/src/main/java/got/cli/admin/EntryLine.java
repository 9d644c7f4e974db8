package got.cli.admin;

import got.cli.say.ScaledSize;
import got.ipc.PackEntry;
import got.ipc.PackEntry.IdBase;
import got.ipc.PackEntry.NoBase;
import got.ipc.PackEntry.OffsetBase;
import got.ipc.PackEntry.OutsideBase;
import got.ipc.PackEntry.Resolved;
import got.ipc.PackEntry.Unresolved;

/**
 * The line of an entry. The first six words are those of Game of Trees; every line has the same
 * words at the same places, and a delta two more at the end, or three if its base is not in the
 * pack and yet known. What is not known is {@code -}.
 *
 * @param scaled sizes for people
 */
record EntryLine(boolean scaled) {
  private static final String UNKNOWN = "-";

  String of(PackEntry entry) {
    String kind =
        switch (entry.base()) {
          case NoBase _ -> entry.content() instanceof Resolved made ? made.type().word() : UNKNOWN;
          case OffsetBase _ -> "offset-delta";
          case IdBase _, OutsideBase _ -> "ref-delta";
        };
    String base =
        switch (entry.base()) {
          case NoBase _ -> "";
          case OffsetBase b -> " base-offset " + b.offset();
          case IdBase b -> " base-id " + b.id();
          case OutsideBase b -> " base-id " + b.id() + " outside";
        };
    String stored =
        " "
            + kind
            + " at "
            + entry.offset()
            + " size "
            + size(entry.size())
            + " packed "
            + size(entry.packedSize());
    return switch (entry.content()) {
      case Resolved made ->
          made.id()
              + stored
              + " depth "
              + made.depth()
              + " object "
              + made.type().word()
              + " "
              + size(made.size())
              + base;
      case Unresolved _ -> UNKNOWN + stored + " depth - object - -" + base;
    };
  }

  /** Bytes, or a size for people. */
  String size(long bytes) {
    return scaled ? ScaledSize.of(bytes) : Long.toString(bytes);
  }
}
