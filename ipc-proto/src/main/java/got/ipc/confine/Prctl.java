package got.ipc.confine;

/** Switches of prctl(2) that cannot be turned back. */
final class Prctl {
  private static final long PR_SET_DUMPABLE = 4;
  private static final long PR_GET_SECCOMP = 21;
  private static final long PR_SET_NO_NEW_PRIVS = 38;
  private static final long MODE_FILTER = 2;

  private Prctl() {}

  /** For the calling thread, and what it starts: no program gets rights by set-user-id. */
  static void noNewPrivileges(Syscalls kernel) throws ConfinementException {
    require(kernel, PR_SET_NO_NEW_PRIVS, 1, "no_new_privs");
  }

  /** No core file, and no other process of the same user may trace this one or read its memory. */
  static void notDumpable(Syscalls kernel) throws ConfinementException {
    require(kernel, PR_SET_DUMPABLE, 0, "dumpable");
  }

  /** Whether somebody has put this process behind a filter: a container does. */
  static boolean isFiltered(Syscalls kernel) {
    return kernel.call(Call.PRCTL, PR_GET_SECCOMP) == MODE_FILTER;
  }

  private static void require(Syscalls kernel, long what, long value, String name)
      throws ConfinementException {
    long result = kernel.call(Call.PRCTL, what, value);
    if (result < 0) {
      throw new ConfinementException(name + ": " + Errno.text(-result));
    }
  }
}
