package got.ipc.confine;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * What a process may use up; neither it nor a child can raise it again. There are no core files.
 *
 * @param fileBytes of the largest file it may write
 * @param openFiles one more than the largest number of a new descriptor
 * @param cpuSeconds of all its threads
 */
public record ResourceLimits(long fileBytes, long openFiles, long cpuSeconds) {
  /** No limit; got's own, whose user has set what there is. */
  public static final ResourceLimits NONE = new ResourceLimits(-1, -1, -1);

  private static final int CPU = 0;
  private static final int FSIZE = 1;
  private static final int CORE = 4;
  private static final int NOFILE = 7;
  private static final int MEMLOCK = 8;
  private static final int MSGQUEUE = 12;

  /**
   * Sets both limits of each kind.
   *
   * @throws ConfinementException if the kernel refuses
   */
  public void apply(Syscalls kernel) throws ConfinementException {
    limit(kernel, "core", CORE, 0);
    limit(kernel, "fsize", FSIZE, fileBytes);
    limit(kernel, "nofile", NOFILE, openFiles);
    limit(kernel, "cpu", CPU, cpuSeconds);
    limit(kernel, "memlock", MEMLOCK, 0);
    limit(kernel, "msgqueue", MSGQUEUE, 0);
  }

  /** Never raises a limit that is lower already: the kernel would refuse that. */
  private static void limit(Syscalls kernel, String name, long kind, long most)
      throws ConfinementException {
    try (Arena arena = Arena.ofConfined()) {
      // struct rlimit64: the soft limit, the hard one; -1 is none.
      MemorySegment limit = Memory.zeros(arena, 16);
      long read = kernel.call(Call.PRLIMIT64, 0, kind, 0, limit.address());
      long hard = Memory.view(limit).getLong(8);
      long value = Long.compareUnsigned(hard, most) < 0 ? hard : most;
      Memory.view(limit).putLong(value).putLong(value);
      long set = read < 0 ? read : kernel.call(Call.PRLIMIT64, 0, kind, limit.address(), 0);
      if (set < 0) {
        throw new ConfinementException("rlimits: " + name + ": " + Errno.text(-set));
      }
    }
  }
}
