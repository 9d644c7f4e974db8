/**
 * Objects of a repository that is there: in packs with an index, and loose.
 *
 * <p>{@link got.pack.object.PackSet} finds an object by its id, {@link
 * got.pack.object.ObjectReader} reads an entry through its deltas, {@link
 * got.pack.object.LooseReader} the file of a loose object. {@link got.pack.object.CommitFields},
 * {@link got.pack.object.TagFields} and {@link got.pack.object.TreeEntries} say what an object
 * refers to.
 *
 * <p>Nothing here computes an id. What is in a repository was verified when it came, and whoever
 * makes a new pack of it hashes each object that it takes. Damage shows as a {@link
 * got.pack.PackException}, never as an endless loop or an array of any stated size.
 */
@NullMarked
package got.pack.object;

import org.jspecify.annotations.NullMarked;
