package got.cli.process;

import got.cli.say.Console;

/**
 * Says at the beginning and at the end of a run that its helpers are not confined. Says nothing if
 * they are.
 */
public final class UnconfinedWarning implements AutoCloseable {
  private static final String TEXT =
      "--unconfined: whoever takes a helper over can do what you can do";

  private final Confining confining;
  private final Console console;

  /** Says it for the first time. */
  public UnconfinedWarning(Confining confining, Console console) {
    this.confining = confining;
    this.console = console;
    warn();
  }

  private void warn() {
    if (confining.unconfined()) {
      console.warning(TEXT);
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
