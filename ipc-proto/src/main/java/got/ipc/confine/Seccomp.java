package got.ipc.confine;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Installs a filter of system calls for all threads of the process. Source: seccomp(2). */
public final class Seccomp {
  private static final long SET_MODE_FILTER = 1;
  private static final long TSYNC = 1;

  private Seccomp() {}

  /**
   * @throws ConfinementException if the kernel has no seccomp, or a thread could not be included
   */
  public static void install(Syscalls kernel, Filter filter) throws ConfinementException {
    Prctl.noNewPrivileges(kernel);
    int pid = (int) kernel.call(Call.GETPID);
    BpfProgram program = SeccompProgram.of(filter, kernel.architecture(), pid);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment instructions = Memory.bytes(arena, program.bytes());
      // struct sock_fprog: length in instructions, padding, address.
      MemorySegment header = Memory.zeros(arena, 16);
      Memory.view(header).putShort(0, (short) program.length()).putLong(8, instructions.address());
      long result = kernel.call(Call.SECCOMP, SET_MODE_FILTER, TSYNC, header.address());
      if (result > 0) {
        throw new ConfinementException("seccomp: thread " + result + " has a filter of its own");
      }
      if (result < 0) {
        throw new ConfinementException("seccomp: " + Errno.text(-result));
      }
    }
  }
}
