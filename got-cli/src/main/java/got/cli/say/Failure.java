package got.cli.say;

import got.ipc.Limits;
import got.ipc.Text;

/** The command cannot be done; says so in the words the user will read. */
public class Failure extends Exception {
  private final ExitCode exitCode;
  private final String text;
  private final String hint;

  /**
   * @param text {@code phrase: thing}, lower case, no full stop; cleaned here
   * @param hint what to do about it, or empty; cleaned here
   */
  public Failure(ExitCode exitCode, String text, String hint) {
    super(text);
    this.exitCode = exitCode;
    this.text = Text.clean(text, Limits.LINE);
    this.hint = Text.clean(hint, Limits.LINE);
  }

  /** A failure without a hint. */
  public Failure(ExitCode exitCode, String text) {
    this(exitCode, text, "");
  }

  public final ExitCode exitCode() {
    return exitCode;
  }

  public final String text() {
    return text;
  }

  public final String hint() {
    return hint;
  }
}
