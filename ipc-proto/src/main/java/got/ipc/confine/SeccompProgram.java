package got.ipc.confine;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Translates a {@link Filter}.
 *
 * <p>Architecture and x32 come first, because the numbers mean nothing without them.
 */
final class SeccompProgram {
  private static final int X32 = 0x40000000;

  private final Architecture architecture;
  private final int pid;
  private final BpfProgram program = new BpfProgram();

  private SeccompProgram(Architecture architecture, int pid) {
    this.architecture = architecture;
    this.pid = pid;
  }

  /**
   * @param pid of the process it is for
   */
  static BpfProgram of(Filter filter, Architecture architecture, int pid) {
    SeccompProgram it = new SeccompProgram(architecture, pid);
    it.program
        .loadArchitecture()
        .returnUnlessEqual(architecture.audit(), filter.foreign())
        .loadNumber();
    if (architecture == Architecture.X86_64) {
      it.program.returnIfAtLeast(X32, filter.foreign());
    }
    if (filter.newest() >= 0) {
      it.program.returnIfAtLeast(filter.newest() + 1, Answer.ENOSYS);
    }
    it.answer(filter.killed(), Answer.KILL);
    it.answer(filter.refused(), filter.refusal());
    it.answer(Set.of(Call.CLONE3), Answer.ENOSYS);
    for (Judged judged : filter.judged()) {
      it.judge(judged, filter.refusal());
    }
    it.answer(filter.allowed(), Answer.ALLOW);
    return it.program.end(filter.otherwise());
  }

  private void answer(Set<Call> calls, int action) {
    int[] numbers = new int[calls.size()];
    int count = 0;
    for (Call call : calls) {
      numbers[count++] = call.number(architecture);
    }
    Arrays.sort(numbers);
    for (int number : numbers) {
      if (number != Call.NONE) {
        program.returnIfEqual(number, action);
      }
    }
  }

  private void judge(Judged judged, int refusal) {
    int number = judged.call().number(architecture);
    if (number == Call.NONE) {
      return;
    }
    BpfProgram arguments = new BpfProgram();
    for (Argument argument : judged.arguments()) {
      require(arguments, argument, refusal);
    }
    arguments.end(Answer.ALLOW);
    program.skipUnlessEqual(number, arguments.length()).append(arguments);
  }

  /** Ends with the refusal, or goes on behind itself. */
  private void require(BpfProgram program, Argument argument, int refusal) {
    switch (argument) {
      case Argument.Int(int index, String _, List<Integer> values) ->
          requireOneOf(program.loadLow(index), values, refusal);
      case Argument.OwnPid(int index, String _) ->
          requireOneOf(program.loadLow(index), List.of(pid), refusal);
      case Argument.Without(int index, String _, int bits) ->
          program.loadLow(index).returnIfAnyBit(bits, refusal);
      case Argument.Wide(int index, String _, List<Long> values) -> {
        for (int i = 0; i < values.size(); i++) {
          int rest = 4 * (values.size() - 1 - i) + 1;
          program
              .loadHigh(index)
              .skipUnlessEqual((int) (values.get(i) >> Integer.SIZE), 2)
              .loadLow(index)
              .skipIfEqual(values.get(i).intValue(), rest);
        }
        program.end(refusal);
      }
    }
  }

  private static void requireOneOf(BpfProgram program, List<Integer> values, int refusal) {
    for (int i = 0; i < values.size(); i++) {
      program.skipIfEqual(values.get(i), values.size() - i);
    }
    program.end(refusal);
  }
}
