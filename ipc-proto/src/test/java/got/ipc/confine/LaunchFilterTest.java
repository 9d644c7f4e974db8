package got.ipc.confine;

import static got.ipc.confine.Call.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a helper starts behind: its table on both processors, and who carries it. */
class LaunchFilterTest {
  private static final int X32 = 0x40000000;
  private static final long PR_GET_SECCOMP = 21;

  private static int answer(Architecture on, Call call, long... arguments) {
    return number(on, call.number(on), arguments);
  }

  private static int number(Architecture on, int number, long... arguments) {
    return BpfMachine.run(
        SeccompProgram.of(Filter.launch(), on, 1).bytes(), on.audit(), number, arguments);
  }

  private static Set<Call> judged() {
    Set<Call> judged = EnumSet.noneOf(Call.class);
    LaunchCalls.JUDGED.forEach(j -> judged.add(j.call()));
    return judged;
  }

  @ParameterizedTest
  @EnumSource
  void everyCallHasTheAnswerOfItsSet(Architecture on) {
    for (Call call : Call.values()) {
      if (call.number(on) != Call.NONE && !judged().contains(call)) {
        int expected =
            call == CLONE3
                ? Answer.ENOSYS
                : LaunchCalls.REFUSED.contains(call) ? Answer.EACCES : Answer.ALLOW;
        assertThat(answer(on, call)).as(call.name()).isEqualTo(expected);
      }
    }
  }

  /** Nothing ends a virtual machine that starts. */
  @ParameterizedTest
  @EnumSource
  void nothingIsKilled(Architecture on) {
    for (Call call : JavaCalls.KILLED) {
      if (call.number(on) != Call.NONE) {
        assertThat(answer(on, call)).as(call.name()).isEqualTo(Answer.EACCES);
      }
    }
    byte[] program = SeccompProgram.of(Filter.launch(), on, 1).bytes();
    int i386 = 0x40000003;
    for (int number = 0; number < 600; number++) {
      assertThat(BpfMachine.run(program, i386, number)).isEqualTo(Answer.EACCES);
    }
    if (on == Architecture.X86_64) {
      assertThat(number(on, X32 | READ.number(on))).isEqualTo(Answer.EACCES);
    }
  }

  @ParameterizedTest
  @EnumSource
  void callsThatAreYetToComeAreUnknown(Architecture on) {
    assertThat(number(on, LaunchCalls.NEWEST)).isEqualTo(Answer.ALLOW);
    for (int number = LaunchCalls.NEWEST + 1; number < 2000; number++) {
      assertThat(number(on, number)).isEqualTo(Answer.ENOSYS);
    }
    assertThat(number(on, -1)).isIn(Answer.ENOSYS, Answer.EACCES);
  }

  @ParameterizedTest
  @EnumSource
  void onlyStreamsOfTheMachineItselfAreMade(Architecture on) {
    for (long type : new long[] {1, 0x80001, 0x801, 0x80801}) {
      assertThat(answer(on, SOCKET, 1, type)).isEqualTo(Answer.ALLOW);
      assertThat(answer(on, SOCKETPAIR, 1, type)).isEqualTo(Answer.ALLOW);
    }
    for (long type : new long[] {2, 3, 5, 0x80002}) {
      assertThat(answer(on, SOCKET, 1, type)).isEqualTo(Answer.EACCES);
      assertThat(answer(on, SOCKETPAIR, 1, type)).isEqualTo(Answer.EACCES);
    }
    for (long domain : new long[] {2, 10, 16, 17, 38, 40, 0}) {
      assertThat(answer(on, SOCKET, domain, 1)).isEqualTo(Answer.EACCES);
      assertThat(answer(on, SOCKETPAIR, domain, 1)).isEqualTo(Answer.EACCES);
    }
    assertThat(answer(on, SENDMSG, 3, 0, 0x4000)).isEqualTo(Answer.ALLOW);
    assertThat(answer(on, SENDMSG, 3, 0, 0x20000000)).isEqualTo(Answer.EACCES);
  }

  @ParameterizedTest
  @EnumSource
  void filesAreOpenedForReadingOnly(Architecture on) {
    long readOnly = 0x80000;
    assertThat(answer(on, OPENAT, -100, 1, readOnly)).isEqualTo(Answer.ALLOW);
    for (long flags : new long[] {1, 2, 3, 0x40, 0x200, 0x241}) {
      assertThat(answer(on, OPENAT, -100, 1, readOnly | flags)).isEqualTo(Answer.EACCES);
    }
    if (on == Architecture.X86_64) {
      assertThat(answer(on, OPEN, 1, readOnly)).isEqualTo(Answer.ALLOW);
      assertThat(answer(on, OPEN, 1, 0x200)).isEqualTo(Answer.EACCES);
    }
  }

  @ParameterizedTest
  @EnumSource
  void processesAreMadeWithoutNameSpaces(Architecture on) {
    long thread = 0x3d0f00;
    long fork = 0x1200011;
    long vfork = 0x4111;
    for (long flags : new long[] {thread, fork, vfork, 17}) {
      assertThat(answer(on, CLONE, flags)).isEqualTo(Answer.ALLOW);
    }
    for (int bit : new int[] {17, 25, 26, 27, 28, 29, 30}) {
      assertThat(answer(on, CLONE, 17 | 1L << bit)).as("bit %d", bit).isEqualTo(Answer.EACCES);
    }
  }

  @ParameterizedTest
  @EnumSource
  void limitsAndDescriptorsAreItsOwn(Architecture on) {
    assertThat(answer(on, PRLIMIT64, 0)).isEqualTo(Answer.ALLOW);
    assertThat(answer(on, PRLIMIT64, 1)).isEqualTo(Answer.EACCES);
    assertThat(answer(on, FCNTL, 0, 1030)).isEqualTo(Answer.ALLOW);
    assertThat(answer(on, FCNTL, 0, 8)).isEqualTo(Answer.EACCES);
    assertThat(answer(on, IOCTL, 0, 0x541b)).isEqualTo(Answer.ALLOW);
    assertThat(answer(on, IOCTL, 0, 0x5412)).isEqualTo(Answer.EACCES);
  }

  /** A helper's own filter must be possible behind this one, and must be told from it. */
  @Test
  void theHelpersOwnFilterAndItsNeedsAreLetThrough() {
    for (Architecture on : Architecture.values()) {
      for (Call call : List.of(SECCOMP, PRCTL, EXECVE, FUTEX, MMAP, MPROTECT, CLOSE, DUP, CHDIR)) {
        assertThat(answer(on, call)).as(call.name()).isEqualTo(Answer.ALLOW);
      }
      for (Call call : JavaCalls.RUNNING) {
        if (call.number(on) != Call.NONE) {
          assertThat(answer(on, call)).as(call.name()).isEqualTo(Answer.ALLOW);
        }
      }
    }
  }

  private static Process start() throws Exception {
    return new Launch(List.of(), List.of(), Extent.NO_LANDLOCK)
        .run(() -> new ProcessBuilder("cat", "/proc/self/status").start());
  }

  /** The caller would be restricted for good otherwise, and could not seal itself any more. */
  @Test
  void onlyWhatIsStartedIsBehindIt() throws Exception {
    Process process = start();
    String status = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    assertThat(process.waitFor()).isZero();
    assertThat(status).contains("Seccomp:\t2\n", "NoNewPrivs:\t1\n");
    LinuxSyscalls kernel = LinuxSyscalls.open();
    long socket = kernel.call(SOCKET, 2, 1, 0);
    assertThat(socket).isPositive();
    kernel.call(CLOSE, socket);
  }

  /** For as long as a process runs, a thread of Java waits for its end. */
  @Test
  void noThreadThatStaysIsBehindIt() throws Exception {
    List<Process> running = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      running.add(
          new Launch(List.of(), List.of(), Extent.NO_LANDLOCK)
              .run(() -> new ProcessBuilder("cat").start()));
    }
    try {
      assertThat(filtered()).isEmpty();
    } finally {
      for (Process process : running) {
        process.getOutputStream().close();
        assertThat(process.waitFor()).as("its end is noticed").isZero();
      }
    }
    Process last = start();
    last.getInputStream().readAllBytes();
    assertThat(last.onExit().get().exitValue()).isZero();
  }

  /** The threads of this process that are behind a filter, by name. */
  private static List<String> filtered() throws Exception {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
      for (Path thread : threads) {
        try {
          String status = Files.readString(thread.resolve("status"));
          if (!status.contains("Seccomp:\t0\n")) {
            names.add(status.lines().findFirst().orElse(""));
          }
        } catch (IOException e) {
          // It has ended.
        }
      }
    }
    return names;
  }

  /** An error on the thread, of whatever kind, reaches who waits for the launch. */
  @Test
  void noErrorLeavesTheCallerWaiting() {
    assertThatThrownBy(
            () ->
                new Launch(List.of(), List.of(), Extent.NO_LANDLOCK)
                    .run(
                        () -> {
                          throw new NoClassDefFoundError("hidden");
                        }))
        .isInstanceOf(NoClassDefFoundError.class)
        .hasMessage("hidden");
  }

  /** Whoever is behind a filter has a kernel with filters: that one hides it. */
  @ParameterizedTest
  @CsvSource({
    "0, 38, SECCOMP, the kernel does not have it",
    "0, 1, SECCOMP_FILTER, a filter forbids it",
    "2, 1, SECCOMP_FILTER, a filter forbids it",
    "2, 38, SECCOMP_FILTER, a filter forbids it",
  })
  void nothingIsStartedWithoutIt(long mode, long errno, Remedy remedy, String reason) {
    FakeKernel recorded = new FakeKernel().answer(SECCOMP, -errno);
    Syscalls kernel =
        new Syscalls() {
          @Override
          public long call(Call call, long... a) {
            long answer = recorded.call(call, a);
            return call == PRCTL && a[0] == PR_GET_SECCOMP ? mode : answer;
          }

          @Override
          public Architecture architecture() {
            return recorded.architecture();
          }
        };
    assertThatThrownBy(
            () ->
                new Launch(List.of(), List.of(), Extent.NO_LANDLOCK)
                    .run(
                        kernel,
                        () -> {
                          throw new AssertionError("started");
                        }))
        .hasMessage("seccomp: " + reason)
        .extracting(e -> ((ConfinementException) e).remedy())
        .isEqualTo(remedy);
  }
}
