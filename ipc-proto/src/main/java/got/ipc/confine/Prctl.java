package got.ipc.confine;

/** Two switches of prctl(2) that cannot be turned back. */
final class Prctl {
  private static final long PR_SET_DUMPABLE = 4;
  private static final long PR_SET_NO_NEW_PRIVS = 38;

  private Prctl() {}

  /** For the calling thread, and what it starts: no program gets rights by set-user-id. */
  static void noNewPrivileges(Syscalls kernel) throws ConfinementException {
    require(kernel, PR_SET_NO_NEW_PRIVS, 1, "no_new_privs");
  }

  /** No core file, and no other process of the same user may trace this one or read its memory. */
  static void notDumpable(Syscalls kernel) throws ConfinementException {
    require(kernel, PR_SET_DUMPABLE, 0, "dumpable");
  }

  private static void require(Syscalls kernel, long what, long value, String name)
      throws ConfinementException {
    long result = kernel.call(Call.PRCTL, what, value);
    if (result < 0) {
      throw new ConfinementException(name + ": " + Errno.text(-result));
    }
  }
}
