/**
 * A repository that is there, as fetch finds it.
 *
 * <p>{@link got.cli.local.RepositoryFinder} says which directory it is. {@link
 * got.cli.local.LocalRepository} holds that directory open, and refuses what got does not
 * understand. {@link got.cli.local.ConfigFile} and {@link got.cli.local.GotConfFile} read its
 * settings, {@link got.cli.local.LocalRefs} reads its references, {@link
 * got.cli.local.RefTransaction} changes them. Whatever is below the directory is named relative to
 * it, and no link is followed.
 */
package got.cli.local;
