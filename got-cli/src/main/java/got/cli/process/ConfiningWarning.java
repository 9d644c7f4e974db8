package got.cli.process;

import got.cli.say.Console;

/**
 * Says at the beginning and at the end of a run that its helpers are not confined, or less than
 * they could be. Says nothing if they are.
 */
public final class ConfiningWarning implements AutoCloseable {
  private final Confining confining;
  private final Console console;

  /** Says it for the first time. */
  public ConfiningWarning(Confining confining, Console console) {
    this.confining = confining;
    this.console = console;
    warn();
  }

  private void warn() {
    String option = confining.extent().option();
    switch (confining.extent()) {
      case FULL -> {}
      case NO_LANDLOCK ->
          console.warning(option + ": whoever takes a helper over can read what its user can read");
      case NONE -> console.warning(option + ": whoever takes a helper over can do what you can do");
    }
  }

  /** Says it again, below all that the run has shown; for programs it would come after the end. */
  @Override
  public void close() {
    if (!console.isForPrograms()) {
      warn();
    }
  }
}
