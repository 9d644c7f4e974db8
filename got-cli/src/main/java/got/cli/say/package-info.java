/**
 * Whatever got says to the user, and the status it ends with.
 *
 * <p>A {@link got.cli.say.Failure} carries text, hint and {@link got.cli.say.ExitCode} from where
 * something went wrong to the program's main, most of them made by a {@link got.cli.say.Phrase}.
 * The {@link got.cli.say.Console} alone prints. This package uses no other one of got's.
 */
package got.cli.say;
