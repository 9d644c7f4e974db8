package got.ipc.confine;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;

/**
 * Starts a program that is confined from its first instruction on Linux.
 *
 * <p>A Landlock domain, a filter of system calls and a user belong to a thread, and to what it
 * starts. So a thread is made for the purpose, restricted, starts the program and ends; the rest of
 * the process stays as it is.
 *
 * @param rules what the program may do with files; nothing else
 * @param account who it runs as, or empty: the caller
 * @param extent with or without Landlock
 */
public record Launch(List<FileRule> rules, List<Account> account, Extent extent) {
  private static final long AT_FDCWD = -100;
  private static final long R_OK = 4;
  private static final long X_OK = 1;

  /** Something that starts the program on the calling thread. */
  @FunctionalInterface
  public interface Start {
    Process start() throws IOException;
  }

  /**
   * @throws ConfinementException if the thread could not be restricted; nothing was started then
   * @throws IOException from {@code start}
   */
  public Process run(Start start) throws ConfinementException, IOException, InterruptedException {
    return run(LinuxSyscalls.open(), start);
  }

  Process run(Syscalls kernel, Start start)
      throws ConfinementException, IOException, InterruptedException {
    try {
      return new LaunchThread(kernel, () -> restrictAndStart(kernel, start)).launch();
    } catch (ConfinementException
        | IOException
        | InterruptedException
        | RuntimeException
        | Error e) {
      // An error too: that there may be no more threads, for example.
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("on the launching thread", e);
    }
  }

  private Process restrictAndStart(Syscalls kernel, Start start)
      throws ConfinementException, IOException {
    // Made before the domain is entered: it may hide the classes that this takes.
    BpfProgram filter = Seccomp.program(kernel, Filter.launch());
    if (extent == Extent.NO_LANDLOCK) {
      become(kernel);
      Prctl.noNewPrivileges(kernel);
    } else {
      try (Landlock landlock = Landlock.prepare(kernel, rules)) {
        become(kernel);
        Prctl.noNewPrivileges(kernel);
        landlock.enter();
      }
    }
    Seccomp.installForThread(kernel, filter);
    return start.start();
  }

  private void become(Syscalls kernel) throws ConfinementException {
    for (Account user : account) {
      user.become(kernel);
      for (FileRule rule : rules) {
        requireReachable(kernel, user, rule);
      }
    }
  }

  /** A tree in root's home directory, for example, is out of the helper's reach. */
  private static void requireReachable(Syscalls kernel, Account user, FileRule rule)
      throws ConfinementException {
    Path path = rule.path();
    long mode =
        switch (rule.access()) {
          case READ -> R_OK;
          // To read java(1) is what the package takes from everybody.
          case EXECUTE -> X_OK;
          case LIST, READ_TREE, WRITE_TREE -> R_OK | X_OK;
        };
    for (int i = 1; i < path.getNameCount(); i++) {
      requireAccess(kernel, user, path.getRoot().resolve(path.subpath(0, i)), X_OK);
    }
    requireAccess(kernel, user, path, mode);
  }

  private static void requireAccess(Syscalls kernel, Account user, Path path, long mode)
      throws ConfinementException {
    try (Arena arena = Arena.ofConfined()) {
      long result =
          kernel.call(
              Call.FACCESSAT, AT_FDCWD, Memory.text(arena, path.toString()).address(), mode);
      if (result < 0) {
        throw new ConfinementException(
            "user: " + user.name() + " cannot reach " + path + ": " + Errno.text(-result),
            Remedy.MOVE);
      }
    }
  }
}
