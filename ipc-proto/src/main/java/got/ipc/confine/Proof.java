package got.ipc.confine;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.EnumSet;
import java.util.Set;

/**
 * A process that has confined itself tries what it must not be able to do, every time.
 *
 * <p>What is tried could do no harm if it succeeded: the program to be executed is a directory, the
 * file to be written has a name of its own and is removed again.
 */
final class Proof {
  private static final long AT_FDCWD = -100;
  private static final long O_DIRECTORY_CLOEXEC = 0x90000;
  private static final long O_CREATE_NEW = 0x1 | 0x40 | 0x80 | 0x80000;
  private static final long AF_UNIX = 1;
  private static final long AF_INET = 2;
  private static final long SOCK_STREAM = 1;

  private final Syscalls kernel;

  Proof(Syscalls kernel) {
    this.kernel = kernel;
  }

  /** Landlock, while no filter answers in its place. */
  void landlock() throws ConfinementException {
    try (Arena arena = Arena.ofConfined()) {
      refused("landlock", "open", Set.of(Errno.EACCES), open(arena));
      refused("landlock", "write", Set.of(Errno.EACCES, Errno.ENOENT), create(arena));
    }
  }

  /**
   * The filter that a helper starts behind, while the helper's own does not answer in its place.
   */
  void launch() throws ConfinementException {
    Set<Integer> filtered = Set.of(Errno.EACCES);
    refused("launch filter", "socket", filtered, socket(AF_INET));
    // No descriptor: without a filter the error would be another.
    refused("launch filter", "chmod", filtered, kernel.call(Call.FCHMOD, -1, 0));
  }

  /** The filter of a helper. */
  void helper() throws ConfinementException {
    try (Arena arena = Arena.ofConfined()) {
      refused("seccomp", "open", Set.of(Errno.EPERM), open(arena));
      refused("seccomp", "write", Set.of(Errno.EPERM), create(arena));
    }
    sealed(EnumSet.allOf(Seal.class));
  }

  /** The filter of got, which holds for helpers too. */
  void sealed(Set<Seal> seals) throws ConfinementException {
    Set<Integer> filtered = Set.of(Errno.EPERM);
    if (seals.contains(Seal.CONNECTIONS)) {
      refused("seccomp", "socket", filtered, socket(AF_INET));
      refused("seccomp", "socket", filtered, socket(AF_UNIX));
    }
    if (seals.contains(Seal.PROGRAMS)) {
      try (Arena arena = Arena.ofConfined()) {
        long root = Memory.text(arena, "/").address();
        // A directory: without a filter the error would be another.
        refused("seccomp", "exec", filtered, kernel.call(Call.EXECVE, root, 0, 0));
      }
    }
  }

  private long open(Arena arena) {
    MemorySegment root = Memory.text(arena, "/");
    return closed(kernel.call(Call.OPENAT, AT_FDCWD, root.address(), O_DIRECTORY_CLOEXEC, 0));
  }

  private long create(Arena arena) {
    String name = "/tmp/got-proof-" + kernel.call(Call.GETPID);
    MemorySegment path = Memory.text(arena, name);
    long fd = kernel.call(Call.OPENAT, AT_FDCWD, path.address(), O_CREATE_NEW, 0600);
    if (fd >= 0) {
      kernel.call(Call.UNLINKAT, AT_FDCWD, path.address(), 0);
    }
    return closed(fd);
  }

  private long socket(long domain) {
    return closed(kernel.call(Call.SOCKET, domain, SOCK_STREAM, 0));
  }

  private long closed(long fd) {
    if (fd >= 0) {
      kernel.call(Call.CLOSE, fd);
    }
    return fd;
  }

  private static void refused(String mechanism, String what, Set<Integer> errors, long result)
      throws ConfinementException {
    if (result >= 0) {
      throw new ConfinementException(mechanism + ": not in force: " + what + " succeeds");
    }
    if (!errors.contains((int) -result)) {
      throw new ConfinementException(
          mechanism + ": not in force: " + what + ": " + Errno.text(-result));
    }
  }
}
