package got.ipc.confine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The filters, instruction by instruction, on both processors. */
class SeccompProgramTest {
  private static final int PID = 4711;
  private static final int X32 = 0x40000000;

  private static int helper(Architecture architecture, Call call, long... arguments) {
    return answer(Filter.only(), architecture, call.number(architecture), arguments);
  }

  private static int answer(Filter filter, Architecture on, int number, long... arguments) {
    return BpfMachine.run(
        SeccompProgram.of(filter, on, PID).bytes(), on.audit(), number, arguments);
  }

  @ParameterizedTest
  @EnumSource
  void anotherArchitectureKills(Architecture architecture) {
    byte[] program = SeccompProgram.of(Filter.only(), architecture, PID).bytes();
    for (Architecture other : Architecture.values()) {
      int expected = other == architecture ? SeccompProgram.ALLOW : SeccompProgram.KILL;
      assertThat(BpfMachine.run(program, other.audit(), Call.READ.number(architecture)))
          .isEqualTo(expected);
    }
    int i386 = 0x40000003;
    assertThat(BpfMachine.run(program, i386, 3)).isEqualTo(SeccompProgram.KILL);
  }

  @Test
  void callsOfX32Kill() {
    for (int number : new int[] {X32, X32 | 1, X32 | 520, -1}) {
      assertThat(answer(Filter.only(), Architecture.X86_64, number)).isEqualTo(SeccompProgram.KILL);
      assertThat(answer(Filter.allBut(), Architecture.X86_64, number))
          .isEqualTo(SeccompProgram.KILL);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyCallHasTheAnswerOfItsSet(Architecture architecture) {
    Set<Call> closer =
        EnumSet.of(
            Call.CLONE, Call.TGKILL, Call.PRCTL, Call.IOCTL, Call.FCNTL, Call.SENDTO, Call.SENDMSG);
    for (Call call : Call.values()) {
      if (call.number(architecture) == Call.NONE || closer.contains(call)) {
        continue;
      }
      int expected = SeccompProgram.UNKNOWN;
      if (JavaCalls.RUNNING.contains(call)) {
        expected = SeccompProgram.ALLOW;
      } else if (JavaCalls.REFUSED.contains(call)) {
        expected = SeccompProgram.REFUSE;
      } else if (JavaCalls.KILLED.contains(call)) {
        expected = SeccompProgram.KILL;
      }
      assertThat(helper(architecture, call)).as(call.name()).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @EnumSource
  void numbersThatNobodyHasHeardOfAreUnknown(Architecture architecture) {
    for (int number = 500; number < 2000; number++) {
      assertThat(answer(Filter.only(), architecture, number)).isEqualTo(SeccompProgram.UNKNOWN);
    }
  }

  @ParameterizedTest
  @EnumSource
  void onlyThreadsAreMade(Architecture architecture) {
    long glibc = 0x3d0f00;
    assertThat(helper(architecture, Call.CLONE, glibc)).isEqualTo(SeccompProgram.ALLOW);
    assertThat(helper(architecture, Call.CLONE, 17)).isEqualTo(SeccompProgram.REFUSE);
    assertThat(helper(architecture, Call.CLONE, 0x10000000 | 17)).isEqualTo(SeccompProgram.REFUSE);
    assertThat(helper(architecture, Call.CLONE3)).isEqualTo(SeccompProgram.UNKNOWN);
  }

  @ParameterizedTest
  @EnumSource
  void argumentsAreLookedAt(Architecture architecture) {
    int refuse = SeccompProgram.REFUSE;
    int allow = SeccompProgram.ALLOW;
    assertThat(helper(architecture, Call.TGKILL, PID, 1, 9)).isEqualTo(allow);
    assertThat(helper(architecture, Call.TGKILL, 1, 1, 9)).isEqualTo(refuse);
    assertThat(helper(architecture, Call.PRCTL, 15)).isEqualTo(allow);
    assertThat(helper(architecture, Call.PRCTL, 4)).isEqualTo(refuse);
    assertThat(helper(architecture, Call.IOCTL, 0, 0x541b)).isEqualTo(allow);
    assertThat(helper(architecture, Call.IOCTL, 0, 0x5412)).isEqualTo(refuse);
    assertThat(helper(architecture, Call.FCNTL, 0, 3)).isEqualTo(allow);
    assertThat(helper(architecture, Call.FCNTL, 0, 8)).isEqualTo(refuse);
    assertThat(helper(architecture, Call.SENDTO, 0, 0, 0, 0x4000, 0, 0)).isEqualTo(allow);
    assertThat(helper(architecture, Call.SENDTO, 0, 0, 0, 0, 77, 16)).isEqualTo(refuse);
    assertThat(helper(architecture, Call.SENDTO, 0, 0, 0, 0x20000000)).isEqualTo(refuse);
    assertThat(helper(architecture, Call.SENDMSG, 0, 0, 0)).isEqualTo(allow);
    assertThat(helper(architecture, Call.SENDMSG, 0, 0, 0x20000000)).isEqualTo(refuse);
  }

  @ParameterizedTest
  @EnumSource
  void allButAllowsTheRest(Architecture architecture) {
    Filter filter = Filter.allBut(Call.CONNECT, Call.EXECVE);
    assertThat(answer(filter, architecture, Call.CONNECT.number(architecture)))
        .isEqualTo(SeccompProgram.REFUSE);
    assertThat(answer(filter, architecture, Call.PTRACE.number(architecture)))
        .isEqualTo(SeccompProgram.KILL);
    assertThat(answer(filter, architecture, Call.OPENAT.number(architecture)))
        .isEqualTo(SeccompProgram.ALLOW);
    assertThat(answer(filter, architecture, Call.CLONE.number(architecture), 17))
        .isEqualTo(SeccompProgram.REFUSE);
  }

  @ParameterizedTest
  @EnumSource
  void noTwoCallsHaveOneNumber(Architecture architecture) {
    Set<Integer> seen = new java.util.HashSet<>();
    for (Call call : Call.values()) {
      int number = call.number(architecture);
      assertThat(number == Call.NONE || seen.add(number)).as(call.name()).isTrue();
    }
  }

  @Test
  void noCallHasTwoAnswers() {
    Set<Call> all = EnumSet.copyOf(JavaCalls.RUNNING);
    all.addAll(JavaCalls.REFUSED);
    all.addAll(JavaCalls.KILLED);
    assertThat(all)
        .hasSize(JavaCalls.RUNNING.size() + JavaCalls.REFUSED.size() + JavaCalls.KILLED.size());
  }
}
