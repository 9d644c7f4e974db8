package got.cli.admin;

import got.cli.Console;
import got.cli.ExitCode;
import got.cli.Failure;

/** The program gotadmin(1). */
public final class GotAdmin {
  private GotAdmin() {}

  /** Exits with the status of the command, see {@link ExitCode}. */
  public static void main(String[] args) {
    System.exit(run(args, Console.ofProcess("gotadmin", System.getenv())));
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
    } catch (Exception e) {
      console.error(new Failure(ExitCode.FAILED, "internal error: " + e, "this is a bug in got"));
      status = ExitCode.FAILED.status();
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
