package got.ipc.confine;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** The functions of the running system's C library; both take two strings. */
final class OpenBsdLibrary implements OpenBsd {
  private final MethodHandle pledge = handle("pledge");
  private final MethodHandle unveil = handle("unveil");

  @SuppressWarnings("restricted")
  private static MethodHandle handle(String name) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS));
  }

  private static int call(MethodHandle function, MemorySegment first, MemorySegment second) {
    try {
      return (int) function.invokeExact(first, second);
    } catch (Throwable e) {
      throw new IllegalStateException("calling the C library", e);
    }
  }

  @Override
  public int pledge(String promises) {
    try (Arena arena = Arena.ofConfined()) {
      return call(pledge, arena.allocateFrom(promises), MemorySegment.NULL);
    }
  }

  @Override
  public int unveil(String path, String permissions) {
    try (Arena arena = Arena.ofConfined()) {
      return call(unveil, arena.allocateFrom(path), arena.allocateFrom(permissions));
    }
  }

  @Override
  public int unveilLast() {
    return call(unveil, MemorySegment.NULL, MemorySegment.NULL);
  }
}
