/**
 * Cloning: from a command line that was taken apart to a repository on the disk.
 *
 * <p>{@link got.cli.clone.CloneCommand} makes what one run needs and removes it if the run fails. A
 * {@link got.cli.clone.CloneSession} leads the helpers through a clone, a {@link
 * got.cli.clone.ListSession} through a listing. Both tell a {@link got.cli.clone.CloneListener} how
 * they get on, which shows it to the user ({@code TextReport}) or to a program ({@code
 * JsonReport}).
 */
package got.cli.clone;
