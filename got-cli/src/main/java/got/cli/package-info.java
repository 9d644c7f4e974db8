/**
 * The program got: its command line and whatever it says to the user.
 *
 * <p>Got takes the arguments apart with CommandLines, hands a command's options to the one who does
 * it, and turns its {@link got.cli.Failure} into a message on the Console and an {@link
 * got.cli.ExitCode}.
 */
package got.cli;
