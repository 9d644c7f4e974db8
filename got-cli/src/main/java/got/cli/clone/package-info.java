/**
 * Cloning: from a URL on the command line to a repository on the disk.
 *
 * <p>{@link got.cli.clone.RepositoryUrl} says whom to ask, {@link got.cli.clone.RefSelection} what
 * to ask for. What the server has then becomes a {@link got.cli.clone.Selection}: the ids to fetch
 * and the references they will be. {@link got.cli.clone.NewRepository} holds the files the helpers
 * write to; references and configuration ({@link got.cli.clone.GitConfig}, {@link
 * got.cli.clone.GotConf}) join them when the helpers have vouched for the pack, and only then does
 * the repository get its name.
 */
package got.cli.clone;
