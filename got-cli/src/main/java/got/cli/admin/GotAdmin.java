package got.cli.admin;

import got.cli.process.Ending;
import got.cli.process.HeadStart;
import got.cli.process.Signals;
import got.cli.say.Console;
import got.cli.say.ExitCode;
import got.cli.say.Failure;

/** The program gotadmin(1). */
public final class GotAdmin {
  private GotAdmin() {}

  /** Exits with the status of the command, see {@link ExitCode}. */
  public static void main(String[] args) {
    Console console = Console.ofProcess("gotadmin", System.getenv(), false);
    Signals.install();
    Ending.onUncaught(console::unexpected, console.outOfMemory());
    if (args.length > 1) {
      HeadStart.begin();
    }
    Ending.with(run(args, console));
  }

  /** The one place where every failure ends: as text, once, and as exit status. */
  @SuppressWarnings("CatchingUnchecked")
  static int run(String[] args, Console console) {
    int status = ExitCode.DONE.status();
    try {
      run(AdminCommandLines.parse(args), console);
    } catch (Failure e) {
      console.error(e);
      status = e.exitCode().status();
    } catch (Exception | Error e) {
      status = console.unexpected(e);
    }
    return console.finish(status);
  }

  private static void run(AdminCommandLines.Invocation invocation, Console console)
      throws Failure, InterruptedException {
    switch (invocation) {
      case AdminCommandLines.Show(String lines) -> lines.lines().forEach(console::data);
      case AdminCommandLines.IndexPack command ->
          IndexCommand.run(command, console.at(command.verbosity()));
      case AdminCommandLines.Confinement command -> ConfinementCommand.run(command, console);
      case AdminCommandLines.ListPack command -> ListCommand.run(command, console);
    }
  }
}
