package got.ipc.confine;

/**
 * What a program may still do once it is confined. Each has one, beside its Main.
 *
 * @param filter on Linux, of system calls
 * @param limits on Linux
 * @param promises on OpenBSD, for pledge(2)
 */
public record Policy(Filter filter, ResourceLimits limits, String promises) {}
