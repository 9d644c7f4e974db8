package got.cli;

import got.cli.clone.CloneCommand;
import got.cli.clone.CloneOptions;
import got.cli.clone.CloneRunner;
import got.cli.fetch.FetchCommand;
import got.cli.fetch.FetchOptions;
import got.cli.fetch.FetchRunner;
import got.cli.process.Attempt;
import got.cli.process.Attempts;
import got.cli.process.Ending;
import got.cli.process.HeadStart;
import got.cli.process.Signals;
import got.cli.process.Timeouts;
import got.cli.say.Console;
import got.cli.say.ExitCode;
import got.cli.say.Failure;
import java.util.Arrays;

/** The program got(1). */
public final class Got {
  private static final String THEN = "--then";

  private Got() {}

  /** Exits with the status of the command, see {@link ExitCode}. */
  public static void main(String[] args) {
    Console console = Console.ofProcess("got", System.getenv(), CommandLines.asksForJson(args));
    Signals.install();
    Attempt.ofProcess().endWithStarter();
    Ending.onUncaught(console::unexpected, console.outOfMemory());
    if (CommandLines.startsHelpers(args)) {
      HeadStart.begin();
    }
    Ending.with(run(args, console, new CloneCommand(), new FetchCommand()));
  }

  /**
   * Runs a command, and then another one as the process. For make-caches: a cache is made of one
   * run of the virtual machine, and it shall hold what both need.
   *
   * @param args of the first command, {@link #THEN}, of the second command
   */
  static void train(String[] args) {
    int then = Arrays.asList(args).indexOf(THEN);
    String[] first = Arrays.copyOf(args, then);
    Console console = Console.ofProcess("got", System.getenv(), false);
    int status = run(first, console, new CloneCommand(), new FetchCommand());
    if (status != ExitCode.DONE.status()) {
      Ending.with(status);
    }
    main(Arrays.copyOfRange(args, then + 1, args.length));
  }

  /** The one place where every failure ends: as text, once, and as exit status. */
  @SuppressWarnings("CatchingUnchecked")
  static int run(String[] args, Console console, CloneRunner clone, FetchRunner fetch) {
    int status;
    try {
      status = run(CommandLines.parse(args), console, clone, fetch);
    } catch (Failure e) {
      console.error(e);
      status = e.exitCode().status();
    } catch (Exception | Error e) {
      status = console.unexpected(e);
    }
    return console.finish(status);
  }

  private static int run(
      CommandLines.Invocation invocation, Console console, CloneRunner clone, FetchRunner fetch)
      throws Failure {
    return switch (invocation) {
      case CommandLines.Show(String lines) -> {
        lines.lines().forEach(console::data);
        yield ExitCode.DONE.status();
      }
      case CommandLines.Clone(CloneOptions options) -> {
        Console at = console.at(options.verbosity());
        yield run(() -> clone.run(options, at), options.retries(), options.timeouts(), at);
      }
      case CommandLines.Fetch(FetchOptions options) -> {
        Console at = console.at(options.verbosity());
        yield run(() -> fetch.run(options, at), options.retries(), options.timeouts(), at);
      }
    };
  }

  /** Once here, or as often as wanted in a process each. */
  private static int run(Attempt.Command command, int retries, Timeouts timeouts, Console console)
      throws Failure {
    Attempt attempt = Attempt.ofProcess();
    return retries > 0 && !attempt.isOne()
        ? Attempts.run(retries)
        : attempt.run(command, timeouts.total(), console);
  }
}
