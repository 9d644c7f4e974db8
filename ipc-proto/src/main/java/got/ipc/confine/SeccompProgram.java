package got.ipc.confine;

import static got.ipc.confine.Call.CLONE;
import static got.ipc.confine.Call.CLONE3;
import static got.ipc.confine.Call.FCNTL;
import static got.ipc.confine.Call.IOCTL;
import static got.ipc.confine.Call.PRCTL;
import static got.ipc.confine.Call.SENDMSG;
import static got.ipc.confine.Call.SENDTO;
import static got.ipc.confine.Call.TGKILL;

import java.util.Arrays;
import java.util.Set;

/**
 * Translates a {@link Filter}.
 *
 * <p>Architecture and x32 come first, because the numbers mean nothing without them. Calls that do
 * more than one thing are looked at closer, by numbers only: a filter cannot follow pointers.
 */
final class SeccompProgram {
  static final int ALLOW = 0x7fff0000;
  static final int KILL = 0x80000000;
  static final int ERROR = 0x00050000;
  static final int REFUSE = ERROR | Errno.EPERM;
  static final int UNKNOWN = ERROR | Errno.ENOSYS;

  private static final int X32 = 0x40000000;
  private static final int CLONE_THREAD = 0x10000;
  private static final int PR_SET_NAME = 15;
  private static final int FIONREAD = 0x541b;
  private static final int MSG_FASTOPEN = 0x20000000;
  private static final int F_GETFD = 1;
  private static final int F_SETFD = 2;
  private static final int F_GETFL = 3;
  private static final int F_SETFL = 4;

  private final Architecture architecture;
  private final BpfProgram program = new BpfProgram();

  private SeccompProgram(Architecture architecture) {
    this.architecture = architecture;
  }

  /**
   * @param pid of the process it is for
   */
  static BpfProgram of(Filter filter, Architecture architecture, int pid) {
    SeccompProgram it = new SeccompProgram(architecture);
    it.program.loadArchitecture().returnUnlessEqual(architecture.audit(), KILL).loadNumber();
    if (architecture == Architecture.X86_64) {
      it.program.returnIfAtLeast(X32, KILL);
    }
    it.answer(filter.killed(), KILL);
    it.answer(filter.refused(), REFUSE);
    it.answer(Set.of(CLONE3), UNKNOWN);
    it.onlyThreads();
    it.sending(SENDTO, 3, 4);
    it.sending(SENDMSG, 2);
    if (filter.isAllowList()) {
      it.answer(filter.allowed(), ALLOW);
      it.only(TGKILL, pid);
      it.only(PRCTL, PR_SET_NAME);
      it.only2(IOCTL, FIONREAD);
      it.only2(FCNTL, F_GETFD, F_SETFD, F_GETFL, F_SETFL);
      it.program.end(UNKNOWN);
    } else {
      it.program.end(ALLOW);
    }
    return it.program;
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

  /** clone(2) for threads; a process is refused. */
  private void onlyThreads() {
    program
        .skipUnlessEqual(CLONE.number(architecture), 4)
        .loadArgument(0)
        .returnIfAnyBit(CLONE_THREAD, ALLOW)
        .end(REFUSE);
  }

  /**
   * Data goes to whom the socket is connected to. A TCP socket whose connection has ended could
   * otherwise be connected anew, past connect(2), by MSG_FASTOPEN or with an address.
   *
   * @param flags index of the argument
   * @param address indices of arguments that must be zero
   */
  private void sending(Call call, int flags, int... address) {
    program
        .skipUnlessEqual(call.number(architecture), 4 + 3 * address.length)
        .loadArgument(flags)
        .returnIfAnyBit(MSG_FASTOPEN, REFUSE);
    for (int index : address) {
      program.loadArgument(index).returnUnlessEqual(0, REFUSE);
    }
    program.end(ALLOW);
  }

  private void only(Call call, int first) {
    program
        .skipUnlessEqual(call.number(architecture), 4)
        .loadArgument(0)
        .returnIfEqual(first, ALLOW)
        .end(REFUSE);
  }

  private void only2(Call call, int... seconds) {
    program.skipUnlessEqual(call.number(architecture), 2 + 2 * seconds.length).loadArgument(1);
    for (int second : seconds) {
      program.returnIfEqual(second, ALLOW);
    }
    program.end(REFUSE);
  }
}
