package got.cli.process;

import got.ipc.confine.Extent;

/**
 * What the command line says of confinement.
 *
 * @param extent how much of it
 * @param helperUser a user for the helpers of root, or empty
 */
public record Confining(Extent extent, String helperUser) {
  /** What is right for nearly everybody. */
  public static final Confining DEFAULT = new Confining(Extent.FULL, "");
}
