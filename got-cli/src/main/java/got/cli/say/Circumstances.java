package got.cli.say;

/**
 * What is known of a failure beside its words.
 *
 * @param httpStatus of the answer that was none of Git's; 0 if there was no such answer
 */
public record Circumstances(int httpStatus) {
  static final Circumstances NONE = new Circumstances(0);
}
