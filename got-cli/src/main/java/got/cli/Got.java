package got.cli;

/** The program got(1). */
public final class Got {
  /** As in the pom, which a test compares. */
  public static final String VERSION = "0.1.0";

  private Got() {}

  /** Exits with the status of the command, see {@link ExitCode}. */
  public static void main(String[] args) {
    Console console = Console.ofProcess(System.getenv(), CommandLines.asksForJson(args));
    Signals.install(System::exit, Runtime.getRuntime()::halt);
    Thread.setDefaultUncaughtExceptionHandler((_, e) -> System.exit(unexpected(e, console)));
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
    } catch (Exception | Error e) {
      status = unexpected(e, console);
    }
    return console.finish(status);
  }

  /** What no code of ours expects, in any thread: a message like any other, no stack trace. */
  static int unexpected(Throwable e, Console console) {
    console.error(
        e instanceof OutOfMemoryError
            ? Phrase.OUT_OF_MEMORY.failure()
            : Phrase.INTERNAL_ERROR.failure(e));
    return ExitCode.FAILED.status();
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
