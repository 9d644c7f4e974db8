package got.ipc;

import java.util.List;

/**
 * A message with the descriptors that came with it.
 *
 * @param descriptors as many as its {@link Rule} says; the receiver closes them
 * @param isLast if nothing may follow it
 */
public record Received<M>(M message, List<ReceivedFd> descriptors, boolean isLast) {}
