package got.index.pack;

import java.nio.channels.FileChannel;

/**
 * Entries whose deltas are to be resolved.
 *
 * @param table of all entries so far
 * @param waiting ref-deltas whose base has not turned up
 * @param pack the file that the entries were copied to
 * @param outside bases that are not in the file
 * @param guard is told what is built again
 */
record Unresolved(
    EntryTable table,
    RefDeltas waiting,
    FileChannel pack,
    OutsideBases outside,
    LimitGuard guard) {}
