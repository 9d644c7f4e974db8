/**
 * Confinement: what keeps a process that was taken over from doing anything.
 *
 * <p>One file per mechanism. Linux: {@link got.ipc.confine.Landlock} and a change of user ({@link
 * got.ipc.confine.Account}) on the thread that starts a helper ({@link got.ipc.confine.Launch});
 * {@link got.ipc.confine.ResourceLimits}, prctl(2) and {@link got.ipc.confine.Seccomp} by the
 * process itself; then the proof. OpenBSD: unveil(2), pledge(2). {@link
 * got.ipc.confine.Confinement} puts them in order, a {@link got.ipc.confine.Policy} beside each
 * Main says what the program may do.
 *
 * <p>All calls go through {@link got.ipc.confine.Syscalls}. There is no C code.
 */
@org.jspecify.annotations.NullMarked
package got.ipc.confine;
