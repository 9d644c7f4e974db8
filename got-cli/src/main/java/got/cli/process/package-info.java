/**
 * The processes around got: helpers, and the connections they are handed.
 *
 * <p>got starts a {@link got.cli.process.HelperProcess} for each helper, with one end of a channel
 * as its standard input and nothing else of got's. What the helper says arrives as a {@link
 * got.cli.process.HelperEvent} in one queue, so that the session that uses them is one thread.
 */
package got.cli.process;
