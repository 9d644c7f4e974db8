package got.ipc.confine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * The functions of libgotsyscall, which the build writes (SyscallLibrary). Linux only.
 *
 * <p>java.lang.foreign could do without a library of our own, at 20 to 25 milliseconds of processor
 * time for the first call of every process.
 */
final class NativeKernel {
  /** The library of an installed tree. */
  private static final String PROPERTY = "got.syscalls";

  /** Why the library is not there, or null. */
  private static final @Nullable String FAILURE = failure();

  private NativeKernel() {}

  /**
   * One system call, by the number that it has on this processor.
   *
   * @return what the kernel answers: from -4095 to -1 an error of errno(3), negated
   */
  static native long syscall(
      long number, long first, long second, long third, long fourth, long fifth, long sixth);

  /**
   * Where the handler of a signal is that writes 8 bytes to the descriptor with the signal's
   * number. It runs no Java and leaves errno as it is.
   */
  static native long signalWriter();

  /**
   * Loads the library, if nobody has done so.
   *
   * @throws ConfinementException if it cannot be loaded; nothing else here may be called then
   */
  static void load() throws ConfinementException {
    if (FAILURE != null) {
      throw new ConfinementException("system calls: " + FAILURE);
    }
  }

  private static @Nullable String failure() {
    try {
      loadLibrary();
      return null;
    } catch (UnsatisfiedLinkError | IOException e) {
      return e.getMessage();
    }
  }

  /** Where no tree is installed, as in tests, the library lies beside this class. */
  @SuppressWarnings("restricted")
  private static void loadLibrary() throws IOException {
    String installed = System.getProperty(PROPERTY);
    if (installed != null) {
      System.load(installed);
      return;
    }
    String name = "libgotsyscall-" + System.getProperty("os.arch") + ".so";
    try (InputStream library = NativeKernel.class.getResourceAsStream(name)) {
      if (library == null) {
        throw new UnsatisfiedLinkError(name + " is not in the archive of got's classes");
      }
      Path copy = Files.createTempFile("libgotsyscall", ".so");
      try {
        Files.copy(library, copy, StandardCopyOption.REPLACE_EXISTING);
        System.load(copy.toString());
      } finally {
        Files.delete(copy);
      }
    }
  }
}
