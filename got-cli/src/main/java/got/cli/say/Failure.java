package got.cli.say;

import got.ipc.Limits;
import got.ipc.Text;

/** The command cannot be done; says so in the words the user will read. */
public class Failure extends Exception {
  private final ExitCode exitCode;
  private final String text;
  private final String hint;
  private final Circumstances circumstances;

  /**
   * @param text {@code phrase: thing}, lower case, no full stop; cleaned here
   * @param hint what to do about it, or empty; cleaned here
   */
  public Failure(ExitCode exitCode, String text, String hint) {
    this(exitCode, text, hint, Circumstances.NONE);
  }

  private Failure(ExitCode exitCode, String text, String hint, Circumstances circumstances) {
    super(text);
    this.circumstances = circumstances;
    this.exitCode = exitCode;
    this.text = Text.clean(text, Limits.LINE);
    this.hint = Text.clean(hint, Limits.LINE);
  }

  /** A failure without a hint. */
  public Failure(ExitCode exitCode, String text) {
    this(exitCode, text, "");
  }

  /** This failure, and what a program may want to know of it. */
  public final Failure in(Circumstances other) {
    return new Failure(exitCode, text, hint, other);
  }

  public final Circumstances circumstances() {
    return circumstances;
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
