/**
 * References: what a server has, what is asked for, and what it will be called here.
 *
 * <p>{@link got.cli.refs.RefSelection} is what the command line asks for. What the server has then
 * becomes a {@link got.cli.refs.Selection}: the ids to fetch and the references they will be. Each
 * name is checked here before it becomes a path.
 */
package got.cli.refs;
