/**
 * The programs' mains and got's command line.
 *
 * <p>Got takes the arguments apart with CommandLines, hands a command's options to the one who does
 * it, and turns its {@link got.cli.say.Failure} into a message on the {@link got.cli.say.Console}
 * and an {@link got.cli.say.ExitCode}. No package below depends on this one, and none on each other
 * in a circle.
 */
package got.cli;
