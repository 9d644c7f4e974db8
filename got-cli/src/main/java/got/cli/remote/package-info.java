/**
 * The other side: whom a URL names, and how that host is reached.
 *
 * <p>{@link got.cli.remote.RepositoryUrl} is the URL taken apart and checked. An {@link
 * got.cli.remote.Access} says how the server is reached: over TCP ({@link
 * got.cli.remote.Connection}), or through ssh(1) with the command that {@link got.cli.remote.Ssh}
 * makes.
 */
package got.cli.remote;
