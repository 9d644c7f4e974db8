/**
 * The new repository on the disk.
 *
 * <p>{@link got.cli.repository.NewRepository} holds the files the helpers write to, in a private
 * directory. References and configuration ({@link got.cli.repository.GitConfig}, {@link
 * got.cli.repository.GotConf}) join them when the helpers have vouched for the pack, and only then
 * does the repository get its name.
 */
package got.cli.repository;
