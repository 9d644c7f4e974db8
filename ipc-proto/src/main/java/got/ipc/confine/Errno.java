package got.ipc.confine;

/** The errors of system calls that are told apart. Source: errno(3); the same on all Linux. */
public final class Errno {
  public static final int EPERM = 1;
  public static final int ENOENT = 2;
  public static final int ESRCH = 3;
  public static final int EBADF = 9;
  public static final int ENOMEM = 12;
  public static final int EACCES = 13;
  public static final int EINVAL = 22;
  public static final int ENOSYS = 38;
  public static final int EOPNOTSUPP = 95;

  private Errno() {}

  /** For a message. */
  public static String text(long errno) {
    return switch ((int) errno) {
      case EPERM -> "operation not permitted";
      case ENOENT -> "no such file or directory";
      case EACCES -> "permission denied";
      case EINVAL -> "invalid argument";
      case ENOSYS -> "the kernel does not have it";
      case EOPNOTSUPP -> "switched off when the system was started";
      default -> "error " + errno;
    };
  }
}
