package got.cli.process;

import got.ipc.confine.Call;
import got.ipc.confine.Confinement;
import got.ipc.confine.Confinement.Platform;
import got.ipc.confine.ConfinementException;
import got.ipc.confine.LinuxSyscalls;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * SIGQUIT, which the virtual machine keeps for itself: it prints what its threads do and goes on.
 *
 * <p>The kernel calls a handler with the signal's number, 3 for SIGQUIT, in the C library's first
 * thread or the virtual machine's own, where Java must not run. So the handler becomes {@link
 * LinuxSyscalls#signalWriter}, which writes 8 bytes to the descriptor it is called with. The
 * launcher has kept descriptor 3 free; it becomes a pipe, and a thread waits for what comes out of
 * it.
 *
 * <p>Linux only. Elsewhere, and before {@link #take}, SIGQUIT prints to standard error.
 */
final class QuitSignal {
  /** Says that descriptor 3 is free ({@code end}), or that the signal was ignored. */
  private static final String PROPERTY = "got.quit";

  private static final int SIGQUIT = 3;
  private static final Path DESCRIPTOR = Path.of("/proc/self/fd/" + SIGQUIT);
  private static final Path FREE = Path.of("/dev/null");

  private static final int O_CLOEXEC = 02000000;
  private static final int O_NONBLOCK = 04000;
  private static final int F_SETFL = 4;
  private static final long SIG_IGN = 1;

  /** Of the kernel's struct sigaction, which begins with the handler's address. */
  private static final int ACTION_BYTES = 64;

  private static final int SIGNAL_SET_BYTES = 8;

  private static final Object LOCK = new Object();

  private static boolean taken;
  private static @Nullable QuitSignal instance;

  private final LinuxSyscalls kernel;
  private final MemorySegment eight = Arena.global().allocate(Long.BYTES, Long.BYTES);
  private volatile boolean released;

  private QuitSignal(LinuxSyscalls kernel) {
    this.kernel = kernel;
  }

  /** From now on it ends the process as other signals do; or it stays ignored. */
  static void take() {
    synchronized (LOCK) {
      String wish = System.getProperty(PROPERTY, "");
      if (taken || wish.isEmpty() || Confinement.platform() != Platform.LINUX) {
        return;
      }
      taken = true;
      try {
        QuitSignal quit = new QuitSignal(LinuxSyscalls.open());
        if (wish.equals("ignore")) {
          quit.handleBy(SIG_IGN);
        } else if (Files.readSymbolicLink(DESCRIPTOR).equals(FREE)) {
          quit.listen();
          instance = quit;
        }
      } catch (IOException | ConfinementException | RuntimeException e) {
        // It stays what it was.
      }
    }
  }

  private void listen() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment ends = arena.allocate(Long.BYTES, Long.BYTES);
      call(Call.PIPE2, ends.address(), O_CLOEXEC);
      int read = view(ends).getInt(0);
      int write = view(ends).getInt(Integer.BYTES);
      // A full pipe must not stop the handler.
      call(Call.FCNTL, write, F_SETFL, O_NONBLOCK);
      call(Call.DUP3, write, SIGQUIT, O_CLOEXEC);
      call(Call.CLOSE, write);
      Thread.ofPlatform().daemon().name("quit").start(() -> await(read));
    }
    handleBy(kernel.signalWriter());
  }

  /** Flags and mask stay those of the virtual machine. */
  private void handleBy(long handler) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment action = arena.allocate(ACTION_BYTES, Long.BYTES);
      call(Call.RT_SIGACTION, SIGQUIT, 0, action.address(), SIGNAL_SET_BYTES);
      view(action).putLong(0, handler);
      call(Call.RT_SIGACTION, SIGQUIT, action.address(), 0, SIGNAL_SET_BYTES);
    }
  }

  private void await(int read) {
    while (!released && kernel.call(Call.READ, read, eight.address(), Long.BYTES) > 0) {
      if (!released) {
        Thread.ofPlatform().daemon().name("SIGQUIT").start(() -> Ending.bySignal(SIGQUIT));
      }
    }
  }

  /**
   * Lets the thread that waits go: the virtual machine's end would wait 0.3 seconds for one that is
   * inside a system call.
   */
  static void release() {
    synchronized (LOCK) {
      QuitSignal quit = instance;
      if (quit != null) {
        quit.released = true;
        quit.kernel.call(Call.WRITE, SIGQUIT, quit.eight.address(), Long.BYTES);
      }
    }
  }

  private void call(Call call, long... arguments) throws IOException {
    long result = kernel.call(call, arguments);
    if (result < 0) {
      throw new IOException(call + ": error " + -result);
    }
  }

  private static ByteBuffer view(MemorySegment memory) {
    return memory.asByteBuffer().order(ByteOrder.nativeOrder());
  }
}
