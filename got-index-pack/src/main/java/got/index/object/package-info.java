/**
 * Whether objects are well formed, and what they lead to, while their bytes are in memory.
 *
 * <pre>
 *  bytes ─▶ ObjectCheck ─┬─ CommitCheck, TagCheck ──┬─▶ ObjectFormatException  the pack is refused
 *                        └─ TreeCheck (DotGit)      ├─▶ Findings               historic noise, counted
 *                            ▲                      └─▶ Links ─▶ LinkSet       what must be in the pack
 *              TreeLayout of the base, CopyList
 * </pre>
 *
 * <p>Some exceptions are faults that a {@link got.index.object.SkipList} excuses: {@link
 * got.index.object.Inspector} then checks the object again, by an ObjectCheck that counts them.
 *
 * <p>A tree that is a delta is not parsed again: entries that the delta copies whole from a base
 * that passed have passed, and only what the delta inserted or cut is looked at. A {@link
 * got.index.object.LinkSet} remembers each (id, type) once; when the whole pack is known, the links
 * that no object answers are counted.
 *
 * <p>What is refused and what is counted: {@link got.index.object.ObjectFormatException} and {@link
 * got.index.object.Finding}. Source: gitformat-pack(5), git-fsck(1), and git's fsck-msgids.
 */
@NullMarked
package got.index.object;

import org.jspecify.annotations.NullMarked;
