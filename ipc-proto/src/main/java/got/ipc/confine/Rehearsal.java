package got.ipc.confine;

/**
 * A kernel that restricts nothing and answers as if it had.
 *
 * <p>For a helper that is not to be confined: it goes through the same steps, so that a cache of
 * classes made from such a run has what a confined one needs. Nobody is told that anything is in
 * force.
 */
final class Rehearsal implements Syscalls {
  private final LinuxSyscalls kernel;

  /** Asks the real kernel one harmless thing, for the sake of what that loads. */
  Rehearsal(LinuxSyscalls kernel) {
    this.kernel = kernel;
  }

  @Override
  public long call(Call call, long... arguments) {
    return switch (call) {
      case OPENAT, SOCKET, EXECVE -> -Errno.EPERM;
      case GETPID -> kernel.call(Call.GETPID);
      default -> 0;
    };
  }

  @Override
  public Architecture architecture() {
    return kernel.architecture();
  }
}
