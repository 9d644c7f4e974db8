package got.cli.admin;

import got.cli.process.Cleanup;
import got.cli.process.HelperProgram;
import got.cli.process.HelperSandbox;
import got.cli.process.Installation;
import got.cli.say.Console;
import got.cli.say.ExitCode;
import got.cli.say.Failure;
import got.ipc.confine.Confinement;
import got.ipc.confine.ConfinementException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code gotadmin confinement}: shows what a helper that was taken over could do. */
final class ConfinementCommand {
  private ConfinementCommand() {}

  static void run(AdminCommandLines.Confinement command, Console console)
      throws Failure, InterruptedException {
    ConfinementTable table = new ConfinementTable(probe(command));
    console.data(table.lines());
    int bad = table.notDenied().size();
    if (bad > 0) {
      throw new Failure(ExitCode.HELPER, "not confined: operations that are not denied: " + bad);
    }
  }

  private static Map<String, Evidence> probe(AdminCommandLines.Confinement command)
      throws Failure, InterruptedException {
    if (Confinement.platform() != Confinement.Platform.LINUX) {
      throw new Failure(ExitCode.HELPER, "cannot probe: system calls are known for Linux only");
    }
    try {
      Installation installation = Installation.own();
      HelperSandbox sandbox = HelperSandbox.of(command.confining());
      try (ProbeTargets targets = ProbeTargets.create(sandbox);
          ProbeSession session = new ProbeSession(installation, sandbox, targets);
          Cleanup _ = new Cleanup(() -> end(session, targets))) {
        Map<String, Evidence> evidence = new LinkedHashMap<>();
        for (HelperProgram<?, ?> program : HelperProgram.all()) {
          evidence.put(program.programName(), session.of(program));
        }
        return evidence;
      }
    } catch (ConfinementException e) {
      throw HelperSandbox.failure("helpers", e);
    } catch (IOException e) {
      throw new Failure(ExitCode.FAILED, "cannot probe: " + e.getMessage());
    }
  }

  /** For a signal; an error has nowhere to go then. */
  private static void end(ProbeSession session, ProbeTargets targets) {
    session.close();
    try {
      targets.close();
    } catch (IOException e) {
      // Said by the close() that follows, if there is one.
    }
  }
}
