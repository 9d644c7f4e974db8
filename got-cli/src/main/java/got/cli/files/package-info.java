/**
 * Files and directories by descriptor, not by name.
 *
 * <p>A name can lead elsewhere a moment after it was looked at, if another user may rename in its
 * directory. A {@link got.cli.files.HeldDirectory} stays the directory it was when it was opened;
 * everything below it is named relative to it, and no link is followed. A {@link
 * got.cli.files.PrivateTree} remembers what was made below one, by device and inode, and removes no
 * more than that. {@link got.cli.files.TrustedPath} looks who else may rename on the way there.
 * {@link got.cli.files.FileCalls} are the calls that Java has no public way to, one class for each
 * system.
 */
package got.cli.files;
