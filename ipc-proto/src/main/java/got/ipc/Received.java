package got.ipc;

import java.util.List;

/**
 * A message with the descriptors that came with it.
 *
 * @param descriptors as many as {@link Message#descriptors()}; the receiver closes them
 */
public record Received(Message message, List<ReceivedFd> descriptors) {}
