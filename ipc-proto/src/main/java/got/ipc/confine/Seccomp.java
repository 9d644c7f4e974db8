package got.ipc.confine;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Installs a filter of system calls. Source: seccomp(2). */
public final class Seccomp {
  private static final long SET_MODE_FILTER = 1;
  private static final long TSYNC = 1;
  private static final String FORBIDDEN = "seccomp: a filter forbids it";

  private Seccomp() {}

  /**
   * For all threads of the process.
   *
   * @throws ConfinementException if the kernel has no seccomp, or a thread could not be included
   */
  public static void install(Syscalls kernel, Filter filter) throws ConfinementException {
    install(kernel, program(kernel, filter), TSYNC);
  }

  /** A filter for the running process, as {@link #installForThread} takes it. */
  static BpfProgram program(Syscalls kernel, Filter filter) {
    int pid = (int) kernel.call(Call.GETPID);
    return SeccompProgram.of(filter, kernel.architecture(), pid);
  }

  /**
   * For the calling thread, and what it starts. {@link #install} from another thread fails for as
   * long as this one lives.
   *
   * @throws ConfinementException if the kernel has no seccomp
   */
  static void installForThread(Syscalls kernel, BpfProgram program) throws ConfinementException {
    install(kernel, program, 0);
  }

  private static void install(Syscalls kernel, BpfProgram program, long flags)
      throws ConfinementException {
    Prctl.noNewPrivileges(kernel);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment instructions = Memory.bytes(arena, program.bytes());
      // struct sock_fprog: length in instructions, padding, address.
      MemorySegment header = Memory.zeros(arena, 16);
      Memory.view(header).putShort(0, (short) program.length()).putLong(8, instructions.address());
      long result = kernel.call(Call.SECCOMP, SET_MODE_FILTER, flags, header.address());
      if (result > 0) {
        throw new ConfinementException("seccomp: thread " + result + " has a filter of its own");
      }
      if (result < 0) {
        throw refused(kernel, (int) -result);
      }
    }
  }

  /**
   * The kernel itself never answers EPERM, and where a filter is in force it has seccomp. Filters
   * of containers and services answer so.
   */
  private static ConfinementException refused(Syscalls kernel, int errno) {
    return switch (errno) {
      case Errno.EPERM -> new ConfinementException(FORBIDDEN, Remedy.SECCOMP_FILTER);
      case Errno.ENOSYS ->
          Prctl.isFiltered(kernel)
              ? new ConfinementException(FORBIDDEN, Remedy.SECCOMP_FILTER)
              : new ConfinementException("seccomp: " + Errno.text(errno), Remedy.SECCOMP);
      default -> new ConfinementException("seccomp: " + Errno.text(errno), Remedy.SECCOMP);
    };
  }
}
