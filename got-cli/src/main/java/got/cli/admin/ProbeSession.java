package got.cli.admin;

import got.cli.process.HelperProgram;
import got.cli.process.HelperSandbox;
import got.cli.process.Installation;
import got.cli.process.ProcessClock;
import got.cli.say.ExitCode;
import got.cli.say.Failure;
import got.ipc.confine.ConfinementException;
import got.ipc.confine.Mechanism;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Has got.probe.Main try what a helper that was taken over would, in the helper's place: what is
 * merely refused in one process, from three threads of it; what ends a process, or would replace or
 * double it, each in a process of its own.
 *
 * <p>Closing kills the probes that run, from any thread.
 */
public final class ProbeSession implements Closeable {
  private static final String MAIN = "got.probe.Main";

  /** How a process ends by SIGSYS, the answer of a filter that kills. */
  private static final int KILLED = 128 + 31;

  private static final int AT_ONCE = 2;

  /** For one probe, by a {@link ProcessClock}: an emulated processor may take minutes. */
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private final Installation installation;
  private final HelperSandbox sandbox;
  private final ProbeTargets targets;

  /** With handles to kill them by, for the reason that HelperProcess gives. */
  private final Map<Process, ProcessHandle> running = new HashMap<>();

  private boolean closed;

  public ProbeSession(Installation installation, HelperSandbox sandbox, ProbeTargets targets) {
    this.installation = installation;
    this.sandbox = sandbox;
    this.targets = targets;
  }

  /** What a probe said, a list of words for each line, and how it ended. */
  private record Spoken(int status, List<List<String>> lines) {
    /** What follows the word that a line begins with, for all such lines. */
    List<List<String>> after(String word, int words) {
      return lines.stream()
          .filter(line -> line.size() == words + 1 && line.getFirst().equals(word))
          .map(line -> line.subList(1, words + 1))
          .toList();
    }

    boolean says(String word) {
      return !after(word, 0).isEmpty();
    }
  }

  /**
   * Probes a helper.
   *
   * @throws Failure if the helper cannot be confined, or the probe was not able to try everything
   */
  public Evidence of(HelperProgram<?, ?> program) throws Failure, InterruptedException {
    Spoken together = run(program, "all");
    if (!together.says("end")) {
      throw broken(program, together);
    }
    String inForce = inForce(program, together);
    Map<String, Boolean> denied = new LinkedHashMap<>();
    together.after("row", 2).forEach(row -> denied.put(row.get(0), row.get(1).equals("denied")));
    List<String> alone = together.after("alone", 1).stream().map(List::getFirst).toList();
    try (ExecutorService some = Executors.newFixedThreadPool(AT_ONCE)) {
      Map<String, Future<Boolean>> outcomes = new LinkedHashMap<>();
      for (String name : alone) {
        outcomes.put(name, some.submit(() -> deniedAlone(program, name)));
      }
      try {
        for (Map.Entry<String, Future<Boolean>> outcome : outcomes.entrySet()) {
          denied.put(outcome.getKey(), outcome.getValue().get());
        }
      } catch (ExecutionException e) {
        some.shutdownNow();
        if (e.getCause() instanceof Failure failure) {
          throw failure;
        }
        throw new IllegalStateException("probing", e);
      }
    }
    return new Evidence(inForce, denied);
  }

  private String inForce(HelperProgram<?, ?> program, Spoken spoken) throws Failure {
    try {
      int bits = 0;
      for (List<String> words : spoken.after("in-force", 1)) {
        bits = Integer.parseInt(words.getFirst());
      }
      return sandbox.require(program.programName(), Mechanism.of(bits));
    } catch (ConfinementException e) {
      throw HelperSandbox.failure(program.programName(), e);
    }
  }

  private boolean deniedAlone(HelperProgram<?, ?> program, String name)
      throws Failure, InterruptedException {
    Spoken spoken = run(program, name);
    if (spoken.after("trying", 1).isEmpty()) {
      throw broken(program, spoken);
    }
    List<List<String>> rows = spoken.after("row", 2);
    if (rows.isEmpty()) {
      // Killed for it; or it went on as another program.
      return spoken.status() == KILLED;
    }
    return rows.getFirst().get(1).equals("denied");
  }

  private static Failure broken(HelperProgram<?, ?> program, Spoken spoken) {
    for (List<String> reason : spoken.after("failed", 1)) {
      return HelperSandbox.failure(
          program.programName(), new ConfinementException(reason.getFirst()));
    }
    String said = spoken.lines().isEmpty() ? "" : String.join(" ", spoken.lines().getLast());
    return new Failure(
        ExitCode.HELPER,
        "probe of "
            + program.programName()
            + " broke: exit status "
            + spoken.status()
            + (said.isEmpty() ? "" : ": " + said));
  }

  private Spoken run(HelperProgram<?, ?> program, String what)
      throws Failure, InterruptedException {
    try {
      List<String> arguments = new ArrayList<>(List.of(program.mainClass(), what));
      arguments.addAll(targets.arguments(program));
      arguments.addAll(sandbox.arguments());
      Process process = start(program, arguments);
      try {
        process.getOutputStream().close();
        Thread.ofPlatform().daemon().name("limit").start(() -> limit(process));
        List<List<String>> lines = new ArrayList<>();
        try (BufferedReader reader =
            new BufferedReader(
                new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
          for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            lines.add(List.of(line.split("\t", -1)));
          }
        }
        return new Spoken(process.waitFor(), lines);
      } finally {
        end(process);
      }
    } catch (ConfinementException e) {
      throw HelperSandbox.failure(program.programName(), e);
    } catch (IOException e) {
      throw new Failure(
          ExitCode.HELPER, "cannot probe " + program.programName() + ": " + e.getMessage());
    }
  }

  private synchronized Process start(HelperProgram<?, ?> program, List<String> arguments)
      throws IOException, ConfinementException, InterruptedException {
    if (closed) {
      throw new IOException("interrupted");
    }
    Process process =
        new Probe(installation, program, sandbox::start)
            .start(MAIN, List.of(installation.probeArchive()), arguments);
    running.put(process, ProcessHandle.of(process.pid()).orElse(process.toHandle()));
    return process;
  }

  private void limit(Process process) {
    try {
      if (!ProcessClock.awaitEnd(process, LIMIT)) {
        killRunning(process);
      }
    } catch (InterruptedException e) {
      // Nobody does.
      Thread.currentThread().interrupt();
    }
  }

  /** With the children that it could have made, were it not confined. */
  private static void kill(ProcessHandle process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private synchronized void killRunning(Process process) {
    ProcessHandle handle = running.get(process);
    if (handle != null) {
      kill(handle);
    }
  }

  private synchronized void end(Process process) {
    killRunning(process);
    running.remove(process);
  }

  @Override
  public synchronized void close() {
    closed = true;
    running.values().forEach(ProbeSession::kill);
    running.keySet().forEach(process -> process.onExit().join());
  }
}
