package got.ipc;

/**
 * How much of a server's text may still be shown.
 *
 * <p>A helper stops passing text on when the budget is spent. got counts the same lines in the same
 * way, and ends the run of a helper that goes on: only a helper that was taken over does.
 */
public final class TextBudget {
  /**
   * Chars that a line costs beside its own: it is a message between two processes and a write to
   * the terminal, which takes longer than some hundreds of chars do.
   */
  public static final int LINE_COST = 256;

  /** As much for a line that the next one replaces: few of them are drawn. */
  public static final int PASSING_COST = 8;

  private int left = Limits.TEXT;

  public TextBudget() {}

  /**
   * Takes a line's cost from what is left.
   *
   * @param line cleaned
   * @param passing if the next line replaces it
   * @return false if too little is left; then nothing more may be shown
   */
  public boolean spend(String line, boolean passing) {
    left -= Math.min(left + 1, line.length() + (passing ? PASSING_COST : LINE_COST));
    return left >= 0;
  }
}
