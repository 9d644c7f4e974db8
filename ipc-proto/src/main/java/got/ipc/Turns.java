package got.ipc;

import org.jspecify.annotations.Nullable;

/**
 * How far one direction of a channel has got.
 *
 * <p>The peer of got may have been taken over, the peer of a helper may be confused: a message that
 * the table does not list for the current state ends the conversation. Not thread-safe.
 */
final class Turns<M> {
  private final Rules rules;
  private final Codec<M> codec;
  private Enum<?> state;

  Turns(Direction<M> direction) {
    this.rules = direction.rules();
    this.codec = direction.codec();
    this.state = rules.first();
  }

  /** A message that came, and how many descriptors must have come with it. */
  record Turn<M>(M message, int descriptors) {}

  /**
   * Takes what came, in this order: which kind of message it is, whether one may come now, the
   * stated number of descriptors, the message itself. What may not come now is not decoded.
   *
   * @throws ChannelException if it breaks a rule; then nothing may come any more
   */
  Turn<M> read(byte[] frame, int offset, int length) throws ChannelException {
    Envelope envelope = Envelope.read(frame, offset, length);
    Class<?> kind = codec.kind(envelope.number());
    Rule<?> rule = ruleFor(kind);
    if (rule == null) {
      throw ChannelException.rules(kind.getSimpleName() + " out of order");
    }
    if (envelope.descriptors() != rule.descriptors()) {
      throw ChannelException.rules("wrong number of descriptors stated");
    }
    M message;
    try {
      message = codec.decode(envelope.number(), frame, envelope.offset(), envelope.length());
    } catch (BadValueException e) {
      throw ChannelException.rules("bad value: " + e.reason());
    }
    state = rule.next();
    return new Turn<>(message, rule.descriptors());
  }

  /**
   * Moves on, because a message is about to be sent.
   *
   * @throws IllegalStateException if it may not be, or not with so many descriptors: our bug
   */
  void take(Class<?> kind, int descriptors) {
    Rule<?> rule = ruleFor(kind);
    if (rule == null) {
      throw new IllegalStateException("not the time for " + kind.getSimpleName());
    }
    if (descriptors != rule.descriptors()) {
      throw new IllegalStateException(descriptors + " descriptors with " + kind.getSimpleName());
    }
    state = rule.next();
  }

  private @Nullable Rule<?> ruleFor(Class<?> kind) {
    for (Rule<?> rule : rules.rows()) {
      if (rule.now() == state && rule.kind() == kind) {
        return rule;
      }
    }
    return null;
  }

  /** True if nothing may come any more. */
  boolean areOver() {
    for (Rule<?> rule : rules.rows()) {
      if (rule.now() == state) {
        return false;
      }
    }
    return true;
  }
}
