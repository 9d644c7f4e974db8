/**
 * The command {@code got fetch}.
 *
 * <p>{@link got.cli.fetch.RemoteFinder} says what a remote is. {@link got.cli.fetch.FetchPlanner}
 * compares the server's references with ours, without looking at anything else, and makes a {@link
 * got.cli.fetch.FetchPlan}: which objects to ask for, and which references change. {@link
 * got.cli.fetch.FetchSession} fetches the objects, and {@link got.cli.fetch.Finish} lets the
 * references follow when pack and index are on the disk.
 */
package got.cli.fetch;
