package got.cli.say;

/**
 * What is known of a failure beside its words.
 *
 * @param httpStatus of the answer that was none of Git's; 0 if there was no such answer
 * @param passing if another attempt may go well: nobody has refused anything, and no byte of a pack
 *     has come
 * @param later seconds after which the server wants to be asked again; 0 if it does not say
 */
public record Circumstances(int httpStatus, boolean passing, int later) {
  /** Another attempt may go well, whenever it is made. */
  public static final Circumstances PASSING = new Circumstances(0, true, 0);

  static final Circumstances NONE = new Circumstances(0, false, 0);
}
