package got.fetch;

import got.ipc.Limits;
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
  static final int LINE_BYTES = Limits.TEXT_LINE;
  static final int TOTAL_BYTES = Limits.TEXT;

  /** Gets the lines. */
  @FunctionalInterface
  interface Lines {
    /**
     * @param passing if a later one replaces it
     */
    void accept(String line, boolean passing);
  }

  private final Lines lines;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private int total;

  /** The next byte but LF starts the line anew. */
  private boolean overwrite;

  ProgressText(Lines lines) {
    this.lines = lines;
  }

  void add(byte[] buffer, int offset, int length) {
    for (int i = offset; i < offset + length && total < TOTAL_BYTES; i++) {
      total++;
      byte b = buffer[i];
      if (b == '\n') {
        end();
      } else if (b == '\r') {
        emit(true);
        overwrite = true;
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

  /** Passes on what there is of a line, for good. */
  void end() {
    emit(false);
    line.reset();
    overwrite = false;
  }

  /** Without the blanks that cleared what was there before. */
  private void emit(boolean passing) {
    String text = line.toString(StandardCharsets.UTF_8).stripTrailing();
    if (!text.isEmpty()) {
      lines.accept(text, passing);
    }
  }
}
