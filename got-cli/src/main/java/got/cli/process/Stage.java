package got.cli.process;

import got.cli.say.Failure;

/** A running program, in its place on the way that the data takes. */
public interface Stage {
  /** As messages name it. */
  String name();

  long pid();

  /**
   * What became of data that did not reach the stage below, if this one knows more.
   *
   * @param failure reported below, about what came from here
   * @return the same failure, if there is nothing to add
   */
  Failure explain(Failure failure) throws InterruptedException;

  /** Ends the program and waits for its end; from any thread, more than once. */
  void close();
}
