/**
 * What a pack consists of, for the helpers that read packs or write them.
 *
 * <p>A {@link got.pack.PackInput} gives the bytes of a pack and inflates them with {@link
 * got.pack.inflate.ZlibReader}. {@link got.pack.EntryHeader} reads what is in front of an entry,
 * {@link got.pack.Delta} checks and applies the program of a delta. {@link got.pack.EntryReader}
 * reads single entries from a pack file, {@link got.pack.EntryScan} their headers in order. {@link
 * got.pack.digest} computes ids with collision detection, {@link got.pack.idx} is the index.
 *
 * <p>This module opens no file and no connection, and keeps no state between packs: the caller
 * gives channels and streams. Source: gitformat-pack(5).
 */
@NullMarked
package got.pack;

import org.jspecify.annotations.NullMarked;
