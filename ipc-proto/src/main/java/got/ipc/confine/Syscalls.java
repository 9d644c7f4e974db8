package got.ipc.confine;

/** The kernel, as this package calls it; tests put another in its place. */
public interface Syscalls {
  /**
   * Makes a system call on the calling thread.
   *
   * @param arguments at most six; addresses must stay valid for as long as the call says
   * @return what the kernel says: a negative value is an error of {@link Errno}
   */
  long call(Call call, long... arguments);

  /** Whose numbers and filters the kernel takes. */
  Architecture architecture();
}
