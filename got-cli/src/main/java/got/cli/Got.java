package got.cli;

/** The program got(1). */
public final class Got {
  /** As in the pom, which a test compares. */
  public static final String VERSION = "0.1.0";

  private Got() {}

  /** Exits with the status of the command, see {@link ExitCode}. */
  public static void main(String[] args) {
    Console console = Console.ofProcess("got", System.getenv());
    System.exit(run(args, console, new CloneCommand()));
  }

  /** The one place where every failure ends: as text, once, and as exit status. */
  @SuppressWarnings("CatchingUnchecked")
  static int run(String[] args, Console console, CloneRunner clone) {
    int status;
    try {
      status = run(CommandLines.parse(args), console, clone);
    } catch (Failure e) {
      console.error(e);
      status = e.exitCode().status();
    } catch (Exception e) {
      console.error(new Failure(ExitCode.FAILED, "internal error: " + e, "this is a bug in got"));
      status = ExitCode.FAILED.status();
    }
    return console.finish(status);
  }

  private static int run(CommandLines.Invocation invocation, Console console, CloneRunner clone)
      throws Failure {
    return switch (invocation) {
      case CommandLines.Show(String lines) -> {
        lines.lines().forEach(console::data);
        yield ExitCode.DONE.status();
      }
      case CommandLines.Clone(CloneOptions options) ->
          clone.run(options, console.at(options.verbosity()));
    };
  }
}
