package got.ipc.confine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

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
      int expected = other == architecture ? Answer.ALLOW : Answer.KILL;
      assertThat(BpfMachine.run(program, other.audit(), Call.READ.number(architecture)))
          .isEqualTo(expected);
    }
    int i386 = 0x40000003;
    assertThat(BpfMachine.run(program, i386, 3)).isEqualTo(Answer.KILL);
  }

  /** int 0x80 enters the kernel by the numbers of i386, from a process of 64 bits too. */
  @ParameterizedTest
  @MethodSource("filters")
  void everyCallByAnotherEntryKills(Filter filter) {
    byte[] program = SeccompProgram.of(filter, Architecture.X86_64, PID).bytes();
    int i386 = 0x40000003;
    for (int number = -1; number < 600; number++) {
      assertThat(BpfMachine.run(program, i386, number)).isEqualTo(filter.foreign());
      assertThat(BpfMachine.run(program, Architecture.X86_64.audit(), X32 | number))
          .isEqualTo(filter.foreign());
    }
    assertThat(filter.foreign()).isEqualTo(Answer.KILL);
  }

  @ParameterizedTest
  @EnumSource
  void everyCallHasTheAnswerOfItsSet(Architecture architecture) {
    Set<Call> closer = EnumSet.noneOf(Call.class);
    JavaCalls.JUDGED.forEach(judged -> closer.add(judged.call()));
    for (Call call : Call.values()) {
      if (call.number(architecture) == Call.NONE || closer.contains(call)) {
        continue;
      }
      int expected = Answer.ENOSYS;
      if (JavaCalls.RUNNING.contains(call)) {
        expected = Answer.ALLOW;
      } else if (JavaCalls.REFUSED.contains(call)) {
        expected = Answer.EPERM;
      } else if (JavaCalls.KILLED.contains(call)) {
        expected = Answer.KILL;
      }
      assertThat(helper(architecture, call)).as(call.name()).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @EnumSource
  void numbersThatNobodyHasHeardOfAreUnknown(Architecture architecture) {
    for (int number = 500; number < 2000; number++) {
      assertThat(answer(Filter.only(), architecture, number)).isEqualTo(Answer.ENOSYS);
    }
  }

  @ParameterizedTest
  @EnumSource
  void onlyThreadsAreMade(Architecture architecture) {
    long glibc = 0x3d0f00;
    assertThat(helper(architecture, Call.CLONE, glibc)).isEqualTo(Answer.ALLOW);
    assertThat(helper(architecture, Call.CLONE, 17)).isEqualTo(Answer.EPERM);
    assertThat(helper(architecture, Call.CLONE, 0x10000000 | 17)).isEqualTo(Answer.EPERM);
    assertThat(helper(architecture, Call.CLONE3)).isEqualTo(Answer.ENOSYS);
  }

  @ParameterizedTest
  @EnumSource
  void argumentsAreLookedAt(Architecture architecture) {
    int refuse = Answer.EPERM;
    int allow = Answer.ALLOW;
    assertThat(helper(architecture, Call.TGKILL, PID, 1, 9)).isEqualTo(allow);
    assertThat(helper(architecture, Call.TGKILL, 1, 1, 9)).isEqualTo(refuse);
    assertThat(helper(architecture, Call.PRCTL, 15)).isEqualTo(allow);
    assertThat(helper(architecture, Call.PRCTL, 4)).isEqualTo(refuse);
    assertThat(helper(architecture, Call.IOCTL, 0, 0x541b)).isEqualTo(allow);
    assertThat(helper(architecture, Call.IOCTL, 0, 0x5412)).isEqualTo(refuse);
    assertThat(helper(architecture, Call.SENDTO, 0, 0, 0, 0x4000, 0, 0)).isEqualTo(allow);
    assertThat(helper(architecture, Call.SENDTO, 0, 0, 0, 0, 77, 16)).isEqualTo(refuse);
    assertThat(helper(architecture, Call.SENDTO, 0, 0, 0, 0, 0x7f0000000000L)).isEqualTo(refuse);
    assertThat(helper(architecture, Call.SENDTO, 0, 0, 0, 0x20000000)).isEqualTo(refuse);
    assertThat(helper(architecture, Call.SENDMSG, 0, 0, 0)).isEqualTo(refuse);
    assertThat(helper(architecture, Call.GETSOCKOPT, 0, 1, 77)).isEqualTo(refuse);
  }

  static List<Filter> filters() {
    return List.of(
        Filter.only(),
        Filter.onlyWithQuickAck(),
        Filter.allBut(Call.CONNECT),
        Seal.filter(EnumSet.of(Seal.PROGRAMS)),
        Seal.filter(EnumSet.of(Seal.CONNECTIONS)),
        Seal.filter(EnumSet.allOf(Seal.class)));
  }

  /** Values that an argument may have; whatever else it holds, the kernel drops. */
  private static List<Long> good(Argument argument) {
    return switch (argument) {
      case Argument.Int(_, _, List<Integer> values) ->
          values.stream().map(Integer::longValue).toList();
      case Argument.Wide(_, _, List<Long> values) -> values;
      case Argument.Without(_, _, int bits) -> List.of(0L, ~(long) bits);
      case Argument.OwnPid _ -> List.of((long) PID);
    };
  }

  private static List<Long> bad(Argument argument) {
    return switch (argument) {
      case Argument.Int(_, _, List<Integer> values) ->
          values.stream()
              .flatMap(v -> Stream.of(v + 1, v ^ 0x40000000, ~v))
              .filter(v -> !values.contains(v))
              .map(Integer::longValue)
              .toList();
      case Argument.Wide(_, _, List<Long> values) ->
          values.stream()
              .flatMap(v -> Stream.of(v | 1L << 32, v | 1L << 63, v + 1, v << 32 | 1))
              .toList();
      case Argument.Without(_, _, int bits) -> List.of((long) bits, (long) -bits & bits, -1L);
      case Argument.OwnPid _ -> List.of(PID + 1L, 0L, -1L);
    };
  }

  /** Upper halves with the lower one as it was. */
  private static List<Long> withAnyUpperHalf(long value) {
    long low = Integer.toUnsignedLong((int) value);
    return List.of(low, low | 1L << 32, low | 0x7f00L << 32, low | 1L << 63, low | low << 32);
  }

  /** With the one that helpers start behind, which kills nobody. */
  static List<Filter> allFilters() {
    List<Filter> all = new ArrayList<>(filters());
    all.add(Filter.launch());
    return all;
  }

  @ParameterizedTest
  @MethodSource("allFilters")
  void eachRuleJudgesWhatTheKernelTakes(Filter filter) {
    assertThat(filter.judged()).isNotEmpty();
    for (Architecture on : Architecture.values()) {
      for (Judged judged : filter.judged()) {
        if (judged.call().number(on) != Call.NONE) {
          judge(filter, on, judged);
        }
      }
    }
  }

  private static void judge(Filter filter, Architecture on, Judged judged) {
    int number = judged.call().number(on);
    long[] fine = new long[6];
    judged.arguments().forEach(a -> fine[a.index()] = good(a).getFirst());
    assertThat(answer(filter, on, number, fine)).as("%s", judged).isEqualTo(Answer.ALLOW);
    for (Argument argument : judged.arguments()) {
      boolean wide = argument instanceof Argument.Wide;
      for (long value : good(argument)) {
        long[] arguments = fine.clone();
        for (long same : wide ? List.of(value) : withAnyUpperHalf(value)) {
          arguments[argument.index()] = same;
          assertThat(answer(filter, on, number, arguments))
              .as("%s: %x", judged, same)
              .isEqualTo(Answer.ALLOW);
        }
      }
      for (long value : bad(argument)) {
        long[] arguments = fine.clone();
        for (long same : wide ? List.of(value) : withAnyUpperHalf(value)) {
          arguments[argument.index()] = same;
          assertThat(answer(filter, on, number, arguments))
              .as("%s: %x", judged, same)
              .isEqualTo(filter.refusal());
        }
      }
    }
  }

  /** Of an int the kernel takes 32 bits; of these, all 64. Source: include/linux/syscalls.h. */
  @Test
  void pointersAndLongsAreJudgedWhole() {
    Map<Call, Set<Integer>> wide =
        Map.of(Call.CLONE, Set.of(0), Call.SENDTO, Set.of(4), Call.PRCTL, Set.of());
    for (Filter filter : allFilters()) {
      for (Judged judged : filter.judged()) {
        for (Argument argument : judged.arguments()) {
          // Of clone's flags the kernel takes the lower half: whatever lacks bits lacks them there.
          boolean whole =
              wide.getOrDefault(judged.call(), Set.of()).contains(argument.index())
                  && !(argument instanceof Argument.Without);
          assertThat(argument instanceof Argument.Wide).as("%s", judged).isEqualTo(whole);
        }
      }
    }
  }

  @Test
  void sealsAreSeparate() {
    Filter programs = Seal.filter(EnumSet.of(Seal.PROGRAMS));
    Filter connections = Seal.filter(EnumSet.of(Seal.CONNECTIONS));
    Architecture on = Architecture.X86_64;
    for (Call call : List.of(Call.EXECVE, Call.EXECVEAT, Call.FORK, Call.MEMFD_CREATE)) {
      assertThat(answer(programs, on, call.number(on))).isEqualTo(Answer.EPERM);
      assertThat(answer(connections, on, call.number(on))).isEqualTo(Answer.ALLOW);
    }
    for (Call call : List.of(Call.SOCKET, Call.CONNECT, Call.SETSOCKOPT, Call.SENDMMSG)) {
      assertThat(answer(programs, on, call.number(on))).isEqualTo(Answer.ALLOW);
      assertThat(answer(connections, on, call.number(on))).isEqualTo(Answer.EPERM);
    }
    int sendto = Call.SENDTO.number(on);
    assertThat(answer(programs, on, sendto, 0, 0, 0, 0, 1L << 40, 16)).isEqualTo(Answer.ALLOW);
    assertThat(answer(connections, on, sendto, 0, 0, 0, 0, 1L << 40, 16)).isEqualTo(Answer.EPERM);
  }

  @ParameterizedTest
  @EnumSource
  void allButAllowsTheRest(Architecture architecture) {
    Filter filter = Filter.allBut(Call.CONNECT, Call.EXECVE);
    assertThat(answer(filter, architecture, Call.CONNECT.number(architecture)))
        .isEqualTo(Answer.EPERM);
    assertThat(answer(filter, architecture, Call.PTRACE.number(architecture)))
        .isEqualTo(Answer.KILL);
    assertThat(answer(filter, architecture, Call.OPENAT.number(architecture)))
        .isEqualTo(Answer.ALLOW);
    assertThat(answer(filter, architecture, Call.CLONE.number(architecture), 17))
        .isEqualTo(Answer.EPERM);
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
