package got.cli.say;

import java.util.Map;
import java.util.function.IntSupplier;
import sun.misc.Signal;

/** What standard error leads to. */
public final class Terminal {
  /** The launcher sets it, because a shell can ask about any descriptor and Java cannot. */
  private static final String PROPERTY = "got.terminal";

  private static final int DEFAULT_WIDTH = 80;

  private final boolean interactive;
  private final IntSupplier measure;

  /** Columns, or 0 if they have to be measured. */
  private volatile int width;

  private boolean watched;

  /**
   * @param interactive true if it is a terminal, where a line can be redrawn
   * @param measure finds out how many columns it has; asked when something is drawn, and again when
   *     the window has changed
   */
  public Terminal(boolean interactive, IntSupplier measure) {
    this.interactive = interactive;
    this.measure = measure;
  }

  /**
   * @param environment for COLUMNS, should the terminal not know its width
   */
  static Terminal ofStandardError(Map<String, String> environment) {
    return new Terminal(
        Boolean.getBoolean(PROPERTY),
        () -> {
          int columns = WindowSize.columnsOfStandardError();
          return columns > 0 ? columns : width(environment.getOrDefault("COLUMNS", ""));
        });
  }

  boolean interactive() {
    return interactive;
  }

  /** Columns of a line, at least 1. */
  synchronized int width() {
    if (!watched) {
      watched = true;
      Signal.handle(new Signal("WINCH"), _ -> resized());
    }
    int columns = width;
    if (columns == 0) {
      columns = Math.max(1, measure.getAsInt());
      width = columns;
    }
    return columns;
  }

  /** The window has another size now. */
  void resized() {
    width = 0;
  }

  static int width(String columns) {
    try {
      int width = Integer.parseInt(columns);
      return width > 0 ? width : DEFAULT_WIDTH;
    } catch (NumberFormatException e) {
      return DEFAULT_WIDTH;
    }
  }
}
