package got.cli.fetch;

import got.cli.say.Console;
import got.cli.say.Failure;

/** Does what {@code got fetch} was asked to do. */
public interface FetchRunner {
  /**
   * @param console at the verbosity of the options
   * @return the exit status
   * @throws Failure whose text has not been printed yet
   */
  int run(FetchOptions options, Console console) throws Failure;
}
