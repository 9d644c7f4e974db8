package got.ipc.confine;

/** What an administrator can do about a process that cannot be confined. */
public enum Remedy {
  /** Nothing is known. */
  NONE,
  /** Put got where every user can reach it: files lie out of the reach of a helper's user. */
  MOVE,
  /** Start a kernel that has Landlock. */
  KERNEL,
  /** Switch the kernel's Landlock on. */
  SWITCH_ON,
  /** Have the container's or service's filter of system calls let Landlock through. */
  FILTER,
  /** One of {@link #KERNEL} and {@link #FILTER}; nothing tells which. */
  KERNEL_OR_FILTER,
  /** Start a kernel that has seccomp. */
  SECCOMP,
  /** Have the container's or service's filter of system calls let seccomp through. */
  SECCOMP_FILTER,
  /** Not as root, or as a root that may become another user. */
  ORDINARY_USER
}
