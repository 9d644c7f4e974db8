package got.cli.clone;

import got.cli.say.Console;
import got.cli.say.Failure;

/** Does what {@code got clone} was asked to do. */
public interface CloneRunner {
  /**
   * @param console at the verbosity of the options
   * @return the exit status
   * @throws Failure whose text has not been printed yet
   */
  int run(CloneOptions options, Console console) throws Failure;
}
