package got.fetch;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Makes lines of the text that a server sends for people.
 *
 * <p>A line ends in LF, or in CR if the server means to overwrite it; empty ones are dropped. A
 * line without end must not fill the memory: of a line, the first {@link #LINE_BYTES} count, and
 * after {@link #TOTAL_BYTES} everything is dropped without a word, because the pack matters more.
 */
final class ProgressText {
  static final int LINE_BYTES = 8 << 10;
  static final int TOTAL_BYTES = 1 << 20;

  /** Gets the lines. */
  @FunctionalInterface
  interface Lines {
    /**
     * @param passing if the line ended in CR
     */
    void accept(String line, boolean passing);
  }

  private final Lines lines;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private int total;

  ProgressText(Lines lines) {
    this.lines = lines;
  }

  void add(byte[] buffer, int offset, int length) {
    for (int i = offset; i < offset + length && total < TOTAL_BYTES; i++) {
      total++;
      byte b = buffer[i];
      if (b == '\n' || b == '\r') {
        end(b == '\r');
      } else if (line.size() < LINE_BYTES) {
        line.write(b);
      }
    }
  }

  /** Passes on what there is of a line. */
  void end() {
    end(false);
  }

  private void end(boolean passing) {
    if (line.size() > 0) {
      lines.accept(line.toString(StandardCharsets.UTF_8), passing);
      line.reset();
    }
  }
}
