package got.ipc.confine;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * What a process may use up; neither it nor a child can raise it again. There are no core files.
 *
 * <p>Memory follows from the heap that the virtual machine was started with: whoever takes the
 * process over can do without the virtual machine, and map what the heap's limit does not count.
 * Memory of its own counts as data; memory that could be shared, of which it needs none, and what
 * is reserved and not used count as address space.
 *
 * @param fileBytes of the largest file it may write
 * @param openFiles one more than the largest number of a new descriptor
 * @param cpuSeconds of all its threads
 */
public record ResourceLimits(long fileBytes, long openFiles, long cpuSeconds) {
  private static final int CPU = 0;
  private static final int FSIZE = 1;
  private static final int DATA = 2;
  private static final int CORE = 4;
  private static final int NPROC = 6;
  private static final int NOFILE = 7;
  private static final int MEMLOCK = 8;
  private static final int AS = 9;
  private static final int MSGQUEUE = 12;

  private static final long MIB = 1 << 20;

  /** Beside the heap, in MiB: classes, code, what the compilers use. Runs used 60. */
  private static final long OTHER_DATA = 512;

  /** For each processor: a worker's stack, and a compiler. */
  private static final long DATA_OF_PROCESSOR = 16;

  /**
   * Reserved beside the heap: 1024 for classes, 240 for code, arenas of malloc(3). Runs used 2432.
   */
  private static final long OTHER_SPACE = 3072;

  private static final long SPACE_OF_PROCESSOR = 160;

  /** Runs on two processors used 18. */
  private static final int THREADS = 64;

  private static final int THREADS_OF_PROCESSOR = 4;

  /**
   * Sets both limits of each kind.
   *
   * @param ownUser true if nobody else runs as this user: threads are counted for the user
   * @throws ConfinementException if the kernel refuses
   */
  public void apply(Syscalls kernel, boolean ownUser) throws ConfinementException {
    limit(kernel, "core", CORE, 0);
    limit(kernel, "fsize", FSIZE, fileBytes);
    limit(kernel, "nofile", NOFILE, openFiles);
    limit(kernel, "cpu", CPU, cpuSeconds);
    limit(kernel, "memlock", MEMLOCK, 0);
    limit(kernel, "msgqueue", MSGQUEUE, 0);
    Runtime machine = Runtime.getRuntime();
    int processors = machine.availableProcessors();
    // What Java tells leaves out a part of the heap that is empty between two collections.
    long heap = machine.maxMemory() + machine.maxMemory() / 4;
    limit(kernel, "data", DATA, heap + MIB * (OTHER_DATA + processors * DATA_OF_PROCESSOR));
    limit(kernel, "as", AS, heap + MIB * (OTHER_SPACE + processors * SPACE_OF_PROCESSOR));
    if (ownUser) {
      limit(kernel, "nproc", NPROC, THREADS + (long) processors * THREADS_OF_PROCESSOR);
    }
  }

  /**
   * How many descriptors this process and its children may have at most: the hard limit.
   *
   * @return {@link Long#MAX_VALUE} if there is none, or nobody knows
   */
  public static long mostOpenFiles() {
    if (Confinement.platform() != Confinement.Platform.LINUX) {
      return Long.MAX_VALUE;
    }
    try {
      return mostOpenFiles(LinuxSyscalls.open());
    } catch (ConfinementException e) {
      return Long.MAX_VALUE;
    }
  }

  static long mostOpenFiles(Syscalls kernel) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment limit = Memory.zeros(arena, 16);
      long read = kernel.call(Call.PRLIMIT64, 0, NOFILE, 0, limit.address());
      long hard = Memory.view(limit).getLong(8);
      return read < 0 || hard < 0 ? Long.MAX_VALUE : hard;
    }
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
