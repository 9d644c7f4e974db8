package got.cli.say;

/** The command line is wrong. */
public final class UsageException extends Failure {
  private final String usage;

  /**
   * @param usage the line to show below the error, or empty
   */
  public UsageException(String text, String usage) {
    super(ExitCode.USAGE, text);
    this.usage = usage;
  }

  String usage() {
    return usage;
  }
}
