package got.ipc;

import java.util.Arrays;

/** Envelopes as they travel, without the length of their frame. */
final class Envelopes {
  private Envelopes() {}

  /** As it should be. */
  static <M> byte[] of(Direction<M> direction, M message) {
    Body body = direction.codec().encode(message);
    return stating(descriptors(direction, body), body);
  }

  /** With any number of descriptors. */
  static byte[] stating(int descriptors, Body body) {
    byte[] frame = Envelope.frame(descriptors, body);
    return Arrays.copyOfRange(frame, Envelope.LENGTH_BYTES, frame.length);
  }

  /**
   * The message in an envelope, whether or not it may come first, with however many descriptors.
   */
  static <M> M decode(Direction<M> direction, byte[] bytes) throws ChannelException {
    return decode(direction, bytes, 0, bytes.length);
  }

  static <M> M decode(Direction<M> direction, byte[] buffer, int offset, int length)
      throws ChannelException {
    Envelope envelope = Envelope.read(buffer, offset, length);
    try {
      return direction
          .codec()
          .decode(envelope.number(), buffer, envelope.offset(), envelope.length());
    } catch (BadValueException e) {
      throw ChannelException.rules("bad value: " + e.reason());
    }
  }

  private static int descriptors(Direction<?> direction, Body body) {
    try {
      return descriptors(direction, direction.codec().kind(body.number()));
    } catch (ChannelException e) {
      throw new AssertionError(e);
    }
  }

  private static int descriptors(Direction<?> direction, Class<?> kind) {
    return direction.rules().rows().stream()
        .filter(rule -> rule.kind() == kind)
        .findFirst()
        .orElseThrow()
        .descriptors();
  }
}
