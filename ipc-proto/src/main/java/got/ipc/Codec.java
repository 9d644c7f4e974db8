package got.ipc;

/**
 * Writes and reads the messages of one direction.
 *
 * <p>Decoding accepts exactly what encoding makes: an unknown field, a number out of range, bytes
 * that encoding would not have written are a {@link ChannelException}.
 */
public interface Codec<M> {
  /**
   * The kind of message that has a number.
   *
   * @throws ChannelException if none of this direction has
   */
  Class<?> kind(int number) throws ChannelException;

  Body encode(M message);

  /**
   * Reads a body whose {@link #kind} may come now.
   *
   * @throws ChannelException if it is not as it would be encoded
   * @throws BadValueException if it holds a value that its type refuses
   */
  M decode(int number, byte[] buffer, int offset, int length)
      throws ChannelException, BadValueException;
}
