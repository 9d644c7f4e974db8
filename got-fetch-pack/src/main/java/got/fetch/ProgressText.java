package got.fetch;

import got.ipc.Limits;
import got.ipc.Text;
import got.ipc.TextBudget;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;

/**
 * Makes lines of the text that a server sends for people.
 *
 * <p>A line ends in LF, or in CR if the server means to overwrite it; empty ones are dropped. What
 * a server sends must not cost much more than it cost the server: of a line, the first {@link
 * #LINE_BYTES} are kept; a line that is to be overwritten is passed on if it is new, and five times
 * a second at most; when the {@link TextBudget} is spent, everything is dropped without a word,
 * because the pack matters more.
 */
final class ProgressText {
  /** The longest encoding of as many chars as got shows. */
  static final int LINE_BYTES = 4 * Limits.LINE;

  /** Nanoseconds between two lines that are to be overwritten: five in a second. */
  static final long INTERVAL = 200_000_000;

  /** Gets the lines. */
  @FunctionalInterface
  interface Lines {
    /**
     * @param line cleaned
     * @param passing if a later one replaces it
     */
    void accept(String line, boolean passing);
  }

  private final Lines lines;
  private final LongSupplier nanoClock;
  private final TextBudget budget = new TextBudget();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private boolean spent;
  private long passed;

  /** The next byte but LF starts the line anew. */
  private boolean overwrite;

  ProgressText(Lines lines, LongSupplier nanoClock) {
    this.lines = lines;
    this.nanoClock = nanoClock;
    this.passed = nanoClock.getAsLong() - INTERVAL;
  }

  void add(byte[] buffer, int offset, int length) {
    for (int i = offset; i < offset + length && !spent; i++) {
      byte b = buffer[i];
      if (b == '\n') {
        end();
      } else if (b == '\r') {
        pass();
      } else {
        write(b);
      }
    }
  }

  private void write(byte b) {
    if (overwrite) {
      line.reset();
      overwrite = false;
    }
    if (line.size() < LINE_BYTES) {
      line.write(b);
    }
  }

  /** Passes the line on for a moment, unless that was done already, or was done just now. */
  private void pass() {
    long now = nanoClock.getAsLong();
    if (!overwrite && line.size() > 0 && now - passed >= INTERVAL) {
      passed = now;
      emit(true);
    }
    overwrite = true;
  }

  /** Passes on what there is of a line, for good. */
  void end() {
    emit(false);
    line.reset();
    overwrite = false;
  }

  /** Without the blanks that cleared what was there before. */
  private void emit(boolean passing) {
    if (spent || line.size() == 0) {
      return;
    }
    String text = Text.clean(line.toString(StandardCharsets.UTF_8).stripTrailing(), Limits.LINE);
    if (!text.isEmpty()) {
      spent = !budget.spend(text, passing);
      if (!spent) {
        lines.accept(text, passing);
      }
    }
  }
}
