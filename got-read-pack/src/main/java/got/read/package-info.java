/**
 * got-read-pack: reads a repository on behalf of a fetch into it.
 *
 * <p>{@link got.read.ReadPack} takes the description of a repository from got, and answers the
 * questions of got, and then those of got-index-pack ({@link got.read.PeerService}). {@link
 * got.read.Objects} finds objects, in packs or through got among loose ones. {@link
 * got.read.Completeness} tells what is there with all it leads to, {@link got.read.Negotiator}
 * which commits to offer to a server. Both keep what they know of objects in columns ({@link
 * got.read.ObjectTable}).
 */
@NullMarked
package got.read;

import org.jspecify.annotations.NullMarked;
