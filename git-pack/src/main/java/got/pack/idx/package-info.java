/**
 * Writes and reads the index of a pack, version 2. Source: gitformat-pack(5), "pack-*.idx files".
 */
package got.pack.idx;
