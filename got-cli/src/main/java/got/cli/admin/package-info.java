/**
 * The program gotadmin(1): what can be done with pack files that are there already, and how the
 * helpers are confined.
 *
 * <p>{@link got.cli.admin.AdminCommandLines} makes a command of the arguments, {@link
 * got.cli.admin.PackHelper} hands the pack file to got-index-pack and follows what it says. {@link
 * got.cli.admin.ConfinementCommand} has other code run in the helpers' places. A new command is one
 * more kind of {@link got.cli.admin.AdminCommandLines.Invocation}.
 */
package got.cli.admin;
