package got.ipc;

/**
 * The talk between got and one kind of helper.
 *
 * @param <Q> sealed: what got may ask for
 * @param <R> sealed: what the helper may reply
 */
public record Protocol<Q, R>(Direction<Q> requests, Direction<FromHelper<R>> replies) {}
