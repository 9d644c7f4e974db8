package got.cli.say;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import got.ipc.confine.Call;
import got.ipc.confine.Confinement;
import got.ipc.confine.Confinement.Platform;
import got.ipc.confine.ConfinementException;
import got.ipc.confine.LinuxSyscalls;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Asks the terminal for its size, with ioctl(2). */
final class WindowSize {
  private static final int STANDARD_ERROR = 2;

  /** TIOCGWINSZ: of ioctl_tty(2) on Linux, of tty(4) on the BSDs. */
  private static final long LINUX_REQUEST = 0x5413;

  private static final long BSD_REQUEST = 0x40087468;

  /** struct winsize: four unsigned shorts; the second is ws_col. */
  private static final long SIZE = 8;

  private static final long COLUMNS = 2;

  private WindowSize() {}

  /** Columns of the window, or 0 if that is not known. */
  static int columnsOfStandardError() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment size = arena.allocate(SIZE);
      long result =
          Confinement.platform() == Platform.LINUX
              ? LinuxSyscalls.open().call(Call.IOCTL, STANDARD_ERROR, LINUX_REQUEST, size.address())
              : ioctl(size);
      return result == 0 ? Short.toUnsignedInt(size.get(JAVA_SHORT, COLUMNS)) : 0;
    } catch (ConfinementException e) {
      return 0;
    }
  }

  @SuppressWarnings("restricted")
  private static int ioctl(MemorySegment size) {
    Linker linker = Linker.nativeLinker();
    MethodHandle ioctl =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("ioctl"),
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS),
            Linker.Option.firstVariadicArg(2));
    try {
      return (int) ioctl.invokeExact(STANDARD_ERROR, BSD_REQUEST, size);
    } catch (Throwable e) {
      throw new IllegalStateException("ioctl(2)", e);
    }
  }
}
