package got.cli.process;

/**
 * What the command line says of confinement.
 *
 * @param unconfined to do without
 * @param helperUser a user for the helpers of root, or empty
 */
public record Confining(boolean unconfined, String helperUser) {
  /** What is right for nearly everybody. */
  public static final Confining DEFAULT = new Confining(false, "");
}
