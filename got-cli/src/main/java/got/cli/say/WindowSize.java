package got.cli.say;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Asks the terminal for its size, with ioctl(2). The first time costs some 12 ms. */
final class WindowSize {
  private static final int STANDARD_ERROR = 2;

  /** TIOCGWINSZ: of ioctl_tty(2) on Linux, of tty(4) on the BSDs. */
  private static final long REQUEST =
      System.getProperty("os.name").equals("Linux") ? 0x5413 : 0x40087468;

  /** struct winsize: four unsigned shorts; the second is ws_col. */
  private static final long SIZE = 8;

  private static final long COLUMNS = 2;

  private WindowSize() {}

  /** Columns of the window, or 0 if that is not known. */
  @SuppressWarnings("restricted")
  static int columnsOfStandardError() {
    Linker linker = Linker.nativeLinker();
    MethodHandle ioctl =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("ioctl"),
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS),
            Linker.Option.firstVariadicArg(2));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment size = arena.allocate(SIZE);
      int result = (int) ioctl.invokeExact(STANDARD_ERROR, REQUEST, size);
      return result == 0 ? Short.toUnsignedInt(size.get(JAVA_SHORT, COLUMNS)) : 0;
    } catch (Throwable e) {
      throw new IllegalStateException("ioctl(2)", e);
    }
  }
}
