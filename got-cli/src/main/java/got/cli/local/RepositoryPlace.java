package got.cli.local;

import got.cli.say.Failure;
import got.cli.say.UsageException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Where a repository is, as a command line says it.
 *
 * @param typed -r; empty if it is to be looked for from here upwards
 * @param trusted --trust-directory
 */
public record RepositoryPlace(String typed, boolean trusted) {
  /**
   * Opens the repository there.
   *
   * @throws Failure if there is none, or got refuses it
   */
  public LocalRepository open() throws Failure {
    return LocalRepository.open(find(), trusted);
  }

  private RepositoryFinder.Found find() throws Failure {
    try {
      return typed.isEmpty()
          ? RepositoryFinder.from(Path.of(""))
          : RepositoryFinder.at(Path.of(typed));
    } catch (InvalidPathException e) {
      throw new UsageException("the locale cannot express the path: " + typed, "");
    }
  }
}
