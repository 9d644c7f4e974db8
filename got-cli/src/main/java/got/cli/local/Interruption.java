package got.cli.local;

import got.cli.say.Failure;

/** Asked in every loop that may be long: another thread may want the work to stop. */
interface Interruption {
  /** Nobody wants that. */
  Interruption NEVER = () -> {};

  /**
   * Returns if work goes on.
   *
   * @throws Failure if it is to stop
   */
  void check() throws Failure;
}
