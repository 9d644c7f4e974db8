package got.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import got.cli.process.HelperProgram;
import got.cli.process.HelperSandbox;
import got.cli.process.Installation;
import got.cli.process.Probe;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One process of {@link HostileHelper}, and what it reported. */
final class HostileRun {
  /** EPERM, EACCES and ENOSYS: refused, and not merely failed. */
  private static final List<Long> REFUSED = List.of(-1L, -13L, -38L);

  private static final long TIMEOUT_SECONDS = 30;

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
  static HostileRun of(HelperProgram program, HelperSandbox sandbox, String without, String what)
      throws Exception {
    Path scratch = scratch();
    Probe probe = new Probe(Installation.at(GotProcess.TREE), program, sandbox);
    String main = program == HelperProgram.FETCH_PACK ? "got.fetch.Main" : "got.index.Main";
    Path classes =
        Path.of(HostileRun.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Process process =
          probe.start(
              HostileHelper.class.getName(),
              List.of(classes),
              List.of(
                  main,
                  without,
                  what,
                  scratch.toString(),
                  Integer.toString(server.getLocalPort()),
                  Long.toString(ProcessHandle.current().pid())));
      try {
        return read(process);
      } finally {
        process.destroyForcibly().waitFor();
        delete(scratch);
      }
    }
  }

  private static HostileRun read(Process process) throws Exception {
    List<String> lines = new ArrayList<>();
    Map<String, String> held = new TreeMap<>();
    process
        .onExit()
        .orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
        .exceptionally(_ -> process.destroyForcibly());
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
    assertThat(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
    return new HostileRun(process.exitValue(), lines, held);
  }

  /** Where the helper's user would be let in, were it not for Landlock. */
  private static Path scratch() throws Exception {
    Path scratch = Files.createTempDirectory("got-hostile");
    for (String thread : List.of("early", "main", "old", "new")) {
      Files.createDirectory(scratch.resolve("empty-" + thread));
      Files.createFile(scratch.resolve("gone-" + thread));
      Files.createFile(scratch.resolve("from-" + thread));
    }
    Path file = Files.createFile(scratch.resolve("file"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxrwxrwx"));
    return scratch;
  }

  private static void delete(Path scratch) throws Exception {
    try (Stream<Path> files = Files.walk(scratch)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** When and what, for all attempts that were not refused. */
  List<String> gotThrough() {
    return lines.stream()
        .map(line -> line.split("\t", -1))
        .filter(columns -> columns.length != 3 || !REFUSED.contains(Long.valueOf(columns[2])))
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
