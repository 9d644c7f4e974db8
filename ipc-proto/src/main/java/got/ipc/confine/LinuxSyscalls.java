package got.ipc.confine;

import java.util.Arrays;

/** The running Linux. */
public final class LinuxSyscalls implements Syscalls {
  private static final int ARGUMENTS = 6;

  private final Architecture architecture;

  private LinuxSyscalls(Architecture architecture) {
    this.architecture = architecture;
  }

  /**
   * The kernel this process runs on; the first use loads a library.
   *
   * @throws ConfinementException if the processor is unknown, or the library is not there
   */
  public static LinuxSyscalls open() throws ConfinementException {
    Architecture architecture = Architecture.named(System.getProperty("os.arch", "unknown"));
    // Now, while it can be read.
    NativeKernel.load();
    return new LinuxSyscalls(architecture);
  }

  @Override
  public long call(Call call, long... arguments) {
    long number = call.number(architecture);
    if (number == Call.NONE) {
      return -Errno.ENOSYS;
    }
    long[] a = Arrays.copyOf(arguments, ARGUMENTS);
    return NativeKernel.syscall(number, a[0], a[1], a[2], a[3], a[4], a[5]);
  }

  /**
   * The address of a handler of signals for rt_sigaction(2): it writes 8 bytes to the descriptor
   * that has the signal's number, one write(2), which is all that a handler may do.
   */
  public long signalWriter() {
    return NativeKernel.signalWriter();
  }

  @Override
  public Architecture architecture() {
    return architecture;
  }
}
