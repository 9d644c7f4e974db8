/**
 * Command lines: what the commands of both programs have in common.
 *
 * <p>{@link got.cli.options.ProgramLine} finds the command, {@link got.cli.options.Options} takes
 * the options of a command apart. What a command does with them is said where the command is.
 */
package got.cli.options;
