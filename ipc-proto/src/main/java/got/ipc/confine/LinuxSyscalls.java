package got.ipc.confine;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/**
 * The running Linux, through syscall(2) of the C library.
 *
 * <p>One handle with seven numbers serves every call, because each further one costs milliseconds
 * at start.
 */
public final class LinuxSyscalls implements Syscalls {
  private static final int ARGUMENTS = 6;
  private static final StructLayout STATE = Linker.Option.captureStateLayout();

  /** Of errno within the state; it is all there is on Linux. */
  private static final int ERRNO = 0;

  private final Architecture architecture;
  private final MethodHandle syscall;

  private LinuxSyscalls(Architecture architecture, MethodHandle syscall) {
    this.architecture = architecture;
    this.syscall = syscall;
  }

  private static final class Holder {
    static final MethodHandle SYSCALL = handle();

    @SuppressWarnings("restricted")
    private static MethodHandle handle() {
      MemoryLayout[] numbers = new MemoryLayout[1 + ARGUMENTS];
      Arrays.fill(numbers, ValueLayout.JAVA_LONG);
      Linker linker = Linker.nativeLinker();
      return linker.downcallHandle(
          linker.defaultLookup().findOrThrow("syscall"),
          FunctionDescriptor.of(ValueLayout.JAVA_LONG, numbers),
          Linker.Option.captureCallState("errno"));
    }
  }

  /**
   * The kernel this process runs on; the first use takes some 12 ms.
   *
   * @throws ConfinementException if the processor is unknown
   */
  public static LinuxSyscalls open() throws ConfinementException {
    return new LinuxSyscalls(
        Architecture.named(System.getProperty("os.arch", "unknown")), Holder.SYSCALL);
  }

  @Override
  public long call(Call call, long... arguments) {
    long number = call.number(architecture);
    if (number == Call.NONE) {
      return -Errno.ENOSYS;
    }
    long[] a = Arrays.copyOf(arguments, ARGUMENTS);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      long result = (long) syscall.invokeExact(state, number, a[0], a[1], a[2], a[3], a[4], a[5]);
      return result == -1 ? -Memory.view(state).getInt(ERRNO) : result;
    } catch (Throwable e) {
      throw new IllegalStateException("calling the kernel", e);
    }
  }

  @Override
  public Architecture architecture() {
    return architecture;
  }
}
