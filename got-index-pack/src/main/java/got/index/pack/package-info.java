/**
 * From a stream of pack bytes to the id of every object.
 *
 * <p>{@link got.index.pack.FirstPass} reads the pack once, as it arrives, through a {@link
 * got.index.pack.PackStream}, which copies every byte to the pack file and digests it. Each entry
 * becomes an {@link got.index.pack.Entry} (base, ofs or ref) and a row of the {@link
 * got.index.pack.EntryTable}. {@link got.index.pack.DeltaResolver} identifies the base objects of
 * each {@link got.index.pack.Window}, walks from them to the deltas on top and completes the rows.
 * Deltas are never followed upwards, so a cycle, a missing base and an offset into the middle of an
 * object all end as deltas that nobody reached.
 *
 * <p>Source: gitformat-pack(5).
 */
package got.index.pack;
