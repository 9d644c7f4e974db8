package got.packaging.process;

import static org.assertj.core.api.Assertions.assertThat;

import got.cli.admin.Probe;
import got.cli.admin.ProbeTargets;
import got.cli.process.HelperProgram;
import got.cli.process.HelperSandbox;
import got.cli.process.Installation;
import got.packaging.proc.ProcStatus;
import got.packaging.proc.QuietClock;
import got.packaging.support.GotProcess;
import got.probe.Attempts;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** One process of {@link HostileHelper}, and what it reported. */
final class HostileRun {
  private static final long TIMEOUT_SECONDS = 600;

  /** How it ended: the status, 128 and the signal, or -1 if it had to be killed here. */
  final int status;

  final List<String> lines;

  /** From /proc, taken when it had tried everything; empty if it was dead by then. */
  final Map<String, String> held;

  private HostileRun(int status, List<String> lines, Map<String, String> held) {
    this.status = status;
    this.lines = lines;
    this.held = held;
  }

  /**
   * @param without what is left out in the process itself
   * @param what all, or the one attempt
   */
  static HostileRun of(
      HelperProgram<?, ?> program, HelperSandbox sandbox, String without, String what)
      throws Exception {
    return of(program, sandbox, sandbox::start, without, what);
  }

  /**
   * @param starter starts it in the sandbox's place
   */
  static HostileRun of(
      HelperProgram<?, ?> program,
      HelperSandbox sandbox,
      Probe.Starter starter,
      String without,
      String what)
      throws Exception {
    Installation installation = Installation.at(GotProcess.TREE);
    Path classes =
        Path.of(HostileRun.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (ProbeTargets targets = ProbeTargets.create(sandbox)) {
      List<String> arguments = new ArrayList<>(List.of(program.mainClass(), without, what));
      arguments.addAll(targets.arguments(program));
      arguments.addAll(sandbox.arguments());
      Process process =
          new Probe(installation, program, starter)
              .start(
                  HostileHelper.class.getName(),
                  List.of(classes, installation.probeArchive()),
                  arguments);
      try {
        return read(process);
      } finally {
        kill(process).waitFor();
      }
    }
  }

  /** By a handle made here: the process's own was made by a thread that could not read /proc. */
  private static Process kill(Process process) {
    ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroyForcibly);
    return process;
  }

  private static HostileRun read(Process process) throws Exception {
    List<String> lines = new ArrayList<>();
    Map<String, String> held = new TreeMap<>();
    process.onExit().orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).exceptionally(_ -> kill(process));
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.equals("end")) {
          held = ProcStatus.of(process.pid());
          process.getOutputStream().close();
        } else {
          lines.add(line);
        }
      }
    }
    assertThat(QuietClock.await(process::waitFor, TIMEOUT_SECONDS)).isTrue();
    return new HostileRun(process.exitValue(), lines, held);
  }

  /** When and what, for all attempts that were not refused. */
  List<String> gotThrough() {
    return lines.stream()
        .map(line -> line.split("\t", -1))
        .filter(columns -> columns.length != 3 || !Attempts.refused(Long.parseLong(columns[2])))
        .map(columns -> String.join(": ", columns))
        .collect(Collectors.toList());
  }

  /** What was tried at one time, or from one thread. */
  List<String> tried(String when) {
    return lines.stream()
        .map(line -> line.split("\t", -1))
        .filter(columns -> columns[0].equals(when))
        .map(columns -> columns[1])
        .toList();
  }
}
