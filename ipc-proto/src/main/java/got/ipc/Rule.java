package got.ipc;

/**
 * One row of the table that a talk is: in state {@code now} a message of that kind may come, and
 * leads to state {@code next}.
 *
 * @param <M> all messages of that direction
 * @param descriptors how many travel with the message
 * @param next a state that no row begins with is the end: the message is the last
 */
public record Rule<M>(Enum<?> now, Class<? extends M> kind, int descriptors, Enum<?> next) {
  /** A row for a message without descriptors. */
  public Rule(Enum<?> now, Class<? extends M> kind, Enum<?> next) {
    this(now, kind, 0, next);
  }
}
