package got.ipc.confine;

/** What a filter answers to a system call. Source: seccomp(2). */
final class Answer {
  static final int ALLOW = 0x7fff0000;

  /** Ends the process, by SIGSYS. */
  static final int KILL = 0x80000000;

  private static final int ERROR = 0x00050000;

  static final int EPERM = ERROR | Errno.EPERM;
  static final int EACCES = ERROR | Errno.EACCES;
  static final int ENOSYS = ERROR | Errno.ENOSYS;

  private Answer() {}
}
