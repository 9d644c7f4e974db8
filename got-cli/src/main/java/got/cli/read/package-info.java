/**
 * A repository that is there, as got-read-pack gets it.
 *
 * <p>{@link got.cli.read.RepositoryReader} starts got-read-pack and hands it packs and indexes, and
 * each loose object that it wants. {@link got.cli.read.PeerSocket} connects it with got-index-pack.
 */
package got.cli.read;
