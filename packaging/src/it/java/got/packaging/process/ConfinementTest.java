package got.packaging.process;

import static org.assertj.core.api.Assertions.assertThat;

import got.cli.process.Confining;
import got.cli.process.HelperProgram;
import got.cli.process.HelperSandbox;
import got.cli.process.SystemLibraries;
import got.ipc.confine.Account;
import got.ipc.confine.Call;
import got.ipc.confine.ConfinementException;
import got.ipc.confine.Extent;
import got.ipc.confine.FileRule;
import got.ipc.confine.Landlock;
import got.ipc.confine.Launch;
import got.ipc.confine.LinuxSyscalls;
import got.probe.Attempts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Hostile code in each helper's place, on the shipped tree: what it tries by system call, from its
 * first instruction on and after confinement, from three threads, is refused. And without any one
 * of the mechanisms it is not.
 */
class ConfinementTest {
  private static final int SIGSYS = 31;
  private static final int LEAST = 40;
  private static final int EARLY = 90;
  private static final long NO_NEW_PRIVILEGES = 38;

  private HelperSandbox sandbox;

  @BeforeEach
  void asGotDoes() throws Exception {
    sandbox = HelperSandbox.of(Confining.DEFAULT);
  }

  static List<HelperProgram<?, ?>> programs() {
    return HelperProgram.all();
  }

  private static List<FileRule> rules(List<FileRule> readable) throws IOException {
    List<FileRule> rules = new ArrayList<>(readable);
    rules.addAll(SystemLibraries.rules());
    return rules;
  }

  /** As the helper's user and behind the launch filter, but with no domain. */
  private Process withoutLandlock(String program, Launch.Start start, List<FileRule> readable)
      throws IOException, ConfinementException, InterruptedException {
    return new Launch(rules(readable), sandbox.account(program), Extent.NO_LANDLOCK).run(start);
  }

  /** As the helper's user and in its domain, but with nothing that refuses system calls. */
  private Process withoutLaunchFilter(String program, Launch.Start start, List<FileRule> readable)
      throws IOException, ConfinementException {
    return onThread(sandbox.account(program), List.of(rules(readable)), start);
  }

  /** As the helper's user, and nothing else. */
  private Process withUserAlone(String program, Launch.Start start, List<FileRule> readable)
      throws IOException, ConfinementException {
    return onThread(sandbox.account(program), List.of(), start);
  }

  /** In its domain, but as got's own user. */
  private static Process withLandlockAlone(
      String program, Launch.Start start, List<FileRule> readable) throws IOException {
    return onThread(List.of(), List.of(rules(readable)), start);
  }

  /**
   * @param domain rules of at most one
   */
  private static Process onThread(
      List<Account> account, List<List<FileRule>> domain, Launch.Start start) throws IOException {
    FutureTask<Process> task =
        new FutureTask<>(
            () -> {
              LinuxSyscalls kernel = LinuxSyscalls.open();
              List<Landlock> prepared = new ArrayList<>();
              for (List<FileRule> rules : domain) {
                prepared.add(Landlock.prepare(kernel, rules));
              }
              for (Account user : account) {
                user.become(kernel);
              }
              kernel.call(Call.PRCTL, NO_NEW_PRIVILEGES, 1);
              for (Landlock landlock : prepared) {
                landlock.enter();
                landlock.close();
              }
              return start.start();
            });
    new Thread(task).start();
    try {
      return task.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IOException(e);
    }
  }

  private static boolean root() {
    return System.getProperty("user.name").equals("root");
  }

  @ParameterizedTest
  @MethodSource("programs")
  void everythingIsRefusedFromEveryThread(HelperProgram<?, ?> program) throws Exception {
    HostileRun run = HostileRun.of(program, sandbox, "nothing", "all");

    assertThat(run.gotThrough()).isEmpty();
    assertThat(run.tried("early")).hasSizeGreaterThan(EARLY);
    for (String thread : List.of("main", "old", "new")) {
      assertThat(run.tried(thread)).as(thread).hasSizeGreaterThan(LEAST);
    }
    assertThat(run.status).isZero();
  }

  @ParameterizedTest
  @MethodSource("programs")
  void theSystemSaysWhatHoldsTheProcess(HelperProgram<?, ?> program) throws Exception {
    HostileRun run = HostileRun.of(program, sandbox, "nothing", "all");

    assertThat(run.held)
        .containsEntry("Seccomp", "2")
        .containsEntry("Seccomp_filters", "2")
        .containsEntry("NoNewPrivs", "1")
        .containsEntry("Groups", root() ? "" : run.held.get("Groups"))
        .containsEntry("CapPrm", "0000000000000000")
        .containsEntry("CapEff", "0000000000000000")
        .containsEntry("Max core file size", "0")
        .containsEntry("Max open files", program.equals(HelperProgram.READ_PACK) ? "8256" : "64")
        .containsEntry(
            "Max file size", program.equals(HelperProgram.INDEX_PACK) ? "1099511627776" : "0");
    long processors = Runtime.getRuntime().availableProcessors();
    if (root()) {
      assertThat(run.held).containsEntry("Max processes", Long.toString(64 + 4 * processors));
    }
    if (program.equals(HelperProgram.FETCH_PACK)) {
      // A heap of 128 MiB; what may be added to it is in SECURITY.md.
      assertThat(Long.parseLong(run.held.get("Max data size")))
          .isBetween(640L << 20, (672 + 16 * processors) << 20);
      assertThat(Long.parseLong(run.held.get("Max address space")))
          .isBetween(3200L << 20, (3232 + 160 * processors) << 20);
    }
    assertThat(run.held.get("Uid")).doesNotContainPattern("\\b0\\b");
  }

  @Test
  void someAttemptsEndTheProcessWhicheverTheThread() throws Exception {
    List<String> survived = new ArrayList<>();
    try (ExecutorService two = Executors.newFixedThreadPool(2)) {
      List<Callable<String>> calls = new ArrayList<>();
      List<String> names = List.copyOf(attempts().deadly().keySet());
      for (int i = 0; i < names.size(); i++) {
        String name = names.get(i);
        HelperProgram<?, ?> program =
            i % 2 == 0 ? HelperProgram.FETCH_PACK : HelperProgram.INDEX_PACK;
        calls.add(() -> name + ": " + HostileRun.of(program, sandbox, "nothing", name).status);
      }
      for (Future<String> outcome : two.invokeAll(calls)) {
        if (!outcome.get().endsWith(": " + (128 + SIGSYS))) {
          survived.add(outcome.get());
        }
      }
      assertThat(names).hasSizeGreaterThan(10);
    }
    assertThat(survived).isEmpty();
  }

  @Test
  void noProgramAndNoProcessCanBeStarted() throws Exception {
    for (String name : attempts().alone().keySet()) {
      HostileRun run = HostileRun.of(HelperProgram.INDEX_PACK, sandbox, "nothing", name);
      assertThat(run.gotThrough()).as(name).isEmpty();
      assertThat(run.tried("new")).containsExactly(name);
    }
  }

  private static Attempts attempts() throws Exception {
    Attempts.Parent none = new Attempts.Parent(1, new Attempts.OpenFile(0, 0));
    return new Attempts(LinuxSyscalls.open(), Path.of("/nonexistent"), 1, none, false);
  }

  @Test
  void withoutLandlockFilesAreOpenFromTheFirstInstruction() throws Exception {
    HostileRun run =
        HostileRun.of(HelperProgram.FETCH_PACK, sandbox, this::withoutLandlock, "landlock", "all");

    assertThat(run.gotThrough())
        .anyMatch(line -> line.startsWith("early: open /etc/passwd: "))
        .allMatch(line -> line.startsWith("early: open "));
  }

  /** Each of these is refused by the launch filter alone, on a kernel with the newest Landlock. */
  @Test
  void withoutTheLaunchFilterSocketsAndMoreAreThereFromTheFirstInstruction() throws Exception {
    HostileRun run =
        HostileRun.of(
            HelperProgram.FETCH_PACK, sandbox, this::withoutLaunchFilter, "rlimits", "all");

    for (String name :
        List.of(
            "make a UDP socket",
            "make a netlink socket",
            "connect to a named Unix socket",
            "change the mode",
            "change the times",
            "open its parent as a descriptor",
            "make an executable file in memory",
            "share memory",
            "lead a session",
            "pidfd_getfd",
            "io_uring_setup",
            "keyctl",
            "unshare")) {
      assertThat(run.gotThrough()).anyMatch(line -> line.startsWith("early: " + name + ": "));
    }
    assertThat(run.gotThrough()).noneMatch(line -> line.startsWith("early: open /etc/passwd: "));
  }

  @Test
  void withoutTheLaunchFilterTheHelperRefusesToGoOn() throws Exception {
    HostileRun run =
        HostileRun.of(
            HelperProgram.FETCH_PACK, sandbox, this::withoutLaunchFilter, "nothing", "fork");

    assertThat(run.status).isEqualTo(1);
    assertThat(run.lines)
        .anyMatch(line -> line.contains("launch filter: not in force: socket succeeds"));
  }

  @Test
  void withTheOtherUserAloneFilesAreWritten() throws Exception {
    HostileRun run =
        HostileRun.of(HelperProgram.FETCH_PACK, sandbox, this::withUserAlone, "landlock", "all");

    assertThat(run.gotThrough())
        .anyMatch(line -> line.startsWith("early: create a file: "))
        .contains("early: connect to loopback: 0", "early: make a directory: 0");
  }

  @Test
  void withoutLandlockTheHelperRefusesToGoOn() throws Exception {
    HostileRun run =
        HostileRun.of(HelperProgram.FETCH_PACK, sandbox, this::withoutLandlock, "nothing", "fork");

    assertThat(run.status).isEqualTo(1);
    assertThat(run.lines).anyMatch(line -> line.contains("landlock: not in force: open succeeds"));
  }

  @Test
  void withoutSeccompSocketsAndProgramsAreThere() throws Exception {
    HostileRun run =
        HostileRun.of(
            HelperProgram.FETCH_PACK, sandbox, this::withoutLaunchFilter, "seccomp", "all");

    assertThat(run.held).containsEntry("Seccomp", "0");
    for (String thread : List.of("main", "old", "new")) {
      assertThat(run.gotThrough())
          .anyMatch(line -> line.startsWith(thread + ": make a UDP socket: "))
          .anyMatch(line -> line.startsWith(thread + ": make an executable file in memory: "))
          .anyMatch(line -> line.startsWith(thread + ": make a pair of sockets: "));
    }
    HostileRun java =
        HostileRun.of(HelperProgram.FETCH_PACK, sandbox, "seccomp", "exec its own java");
    assertThat(java.lines)
        .as("java -version in place of the helper")
        .anyMatch(l -> l.contains("VM"));
    HostileRun shell = HostileRun.of(HelperProgram.FETCH_PACK, sandbox, "seccomp", "exec a shell");
    assertThat(shell.lines).as("Landlock alone").contains("new\texec a shell\t-13");
    HostileRun mount = HostileRun.of(HelperProgram.FETCH_PACK, sandbox, "seccomp", "unshare");
    assertThat(mount.status).as("nothing kills").isZero();
  }

  @Test
  void withoutLimitsThereAreNone() throws Exception {
    HostileRun run = HostileRun.of(HelperProgram.FETCH_PACK, sandbox, "rlimits", "all");

    for (String thread : List.of("main", "old", "new")) {
      assertThat(run.gotThrough())
          .contains(
              thread + ": map memory without end: 0",
              thread + ": map memory to be shared without end: 0");
    }
    assertThat(run.gotThrough()).hasSize(root() ? 9 : 6);
    assertThat(run.held).containsEntry("Max file size", "unlimited");
    assertThat(run.held.get("Max open files")).isNotEqualTo("64");
  }

  @Test
  void withoutTheOtherUserHelpersOfRootAreRoot() throws Exception {
    HostileRun run =
        HostileRun.of(
            HelperProgram.FETCH_PACK,
            sandbox,
            ConfinementTest::withLandlockAlone,
            "rlimits",
            "all");

    if (root()) {
      assertThat(run.gotThrough()).contains("early: become root: 0", "early: be root: 0");
      assertThat(run.held.get("Uid")).startsWith("0\t0");
    } else {
      assertThat(run.gotThrough())
          .as("there is no other user to do without")
          .noneMatch(line -> line.startsWith("early: become root: "));
    }
  }
}
