package got.cli.clone;

import got.cli.ExitCode;
import got.cli.Failure;

/** The repository URL on the command line is none that got understands. */
public final class BadUrlException extends Failure {
  BadUrlException(String text, String hint) {
    super(ExitCode.USAGE, text, hint);
  }
}
