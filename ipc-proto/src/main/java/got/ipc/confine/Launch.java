package got.ipc.confine;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Starts a program that is confined from its first instruction on Linux.
 *
 * <p>A Landlock domain and a user belong to a thread, and to what it starts. So a thread is made
 * for the purpose, restricted, starts the program and ends; the rest of the process stays as it is.
 *
 * @param rules what the program may do with files; nothing else
 * @param account who it runs as, or empty: the caller
 */
public record Launch(List<FileRule> rules, List<Account> account) {
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
    AtomicReference<Object> outcome = new AtomicReference<>();
    Thread thread =
        Thread.ofPlatform()
            .name("launch")
            .start(
                () -> {
                  try {
                    outcome.set(restrictAndStart(kernel, start));
                  } catch (ConfinementException | IOException | RuntimeException e) {
                    outcome.set(e);
                  }
                });
    thread.join();
    return switch (Objects.requireNonNull(outcome.get(), "an error of the thread")) {
      case Process process -> process;
      case ConfinementException e -> throw e;
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Object other -> throw new IllegalStateException("no process: " + other);
    };
  }

  private Process restrictAndStart(Syscalls kernel, Start start)
      throws ConfinementException, IOException {
    try (Landlock landlock = Landlock.prepare(kernel, rules)) {
      for (Account user : account) {
        user.become(kernel);
        for (FileRule rule : rules) {
          requireReachable(kernel, user, rule);
        }
      }
      Prctl.noNewPrivileges(kernel);
      landlock.enter();
      return start.start();
    }
  }

  /** A tree in root's home directory, for example, is out of the helper's reach. */
  private static void requireReachable(Syscalls kernel, Account user, FileRule rule)
      throws ConfinementException {
    Path path = rule.path();
    long mode =
        switch (rule.access()) {
          case READ -> R_OK;
          case EXECUTE, LIST, READ_TREE, WRITE_TREE -> R_OK | X_OK;
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
        throw ConfinementException.unreachable(
            "user: " + user.name() + " cannot reach " + path + ": " + Errno.text(-result));
      }
    }
  }
}
