package got.ipc.confine;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.security.SecureRandom;

/** Random numbers without opening a file, which a confined helper cannot. */
public final class KernelRandom {
  private KernelRandom() {}

  /**
   * Fresh numbers that nobody can guess, from getrandom(2) on Linux.
   *
   * @throws ConfinementException if the kernel has none to give
   */
  public static long[] longs(int count) throws ConfinementException {
    if (Confinement.platform() != Confinement.Platform.LINUX) {
      return new SecureRandom().longs(count).toArray();
    }
    return longs(LinuxSyscalls.open(), count);
  }

  static long[] longs(Syscalls kernel, int count) throws ConfinementException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment numbers = Memory.zeros(arena, count * Long.BYTES);
      long bytes = kernel.call(Call.GETRANDOM, numbers.address(), numbers.byteSize(), 0);
      if (bytes != numbers.byteSize()) {
        throw new ConfinementException("random numbers: " + Errno.text(Math.max(0, -bytes)));
      }
      long[] longs = new long[count];
      Memory.view(numbers).asLongBuffer().get(longs);
      return longs;
    }
  }
}
