package got.ipc;

/**
 * How much of a server's text may still be shown.
 *
 * <p>A helper stops passing text on when the budget is spent. got counts the same lines in the same
 * way, and ends the run of a helper that goes on: only a helper that was taken over does.
 */
public final class TextBudget {
  /** Chars that each line costs beside its own: a message, and a prefix on the terminal. */
  public static final int LINE_COST = 32;

  private int left = Limits.TEXT;

  public TextBudget() {}

  /**
   * Takes a line's cost from what is left.
   *
   * @param line cleaned
   * @return false if too little is left; then nothing more may be shown
   */
  public boolean spend(String line) {
    left -= Math.min(left + 1, line.length() + LINE_COST);
    return left >= 0;
  }
}
