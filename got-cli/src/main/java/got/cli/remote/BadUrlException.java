package got.cli.remote;

import got.cli.say.ExitCode;
import got.cli.say.Failure;

/** The repository URL on the command line is none that got understands. */
public final class BadUrlException extends Failure {
  BadUrlException(String text, String hint) {
    super(ExitCode.USAGE, text, hint);
  }
}
