package got.fetch;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Makes lines of the text that a server sends for people.
 *
 * <p>A line ends in LF; empty ones are dropped. After CR the server writes over what it said:
 * servers count every percent that way, and only the last state is worth a line. A line without end
 * must not fill the memory: of a line, the first {@link #LINE_BYTES} count, and after {@link
 * #TOTAL_BYTES} everything is dropped without a word, because the pack matters more.
 */
final class ProgressText {
  static final int LINE_BYTES = 8 << 10;
  static final int TOTAL_BYTES = 1 << 20;

  private final Consumer<String> lines;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private int total;

  /** The next byte but LF starts the line anew. */
  private boolean overwrite;

  ProgressText(Consumer<String> lines) {
    this.lines = lines;
  }

  void add(byte[] buffer, int offset, int length) {
    for (int i = offset; i < offset + length && total < TOTAL_BYTES; i++) {
      total++;
      byte b = buffer[i];
      if (b == '\n') {
        end();
      } else if (b == '\r') {
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

  /** Passes on what there is of a line, without the blanks that cleared what was there before. */
  void end() {
    String text = line.toString(StandardCharsets.UTF_8).stripTrailing();
    if (!text.isEmpty()) {
      lines.accept(text);
    }
    line.reset();
    overwrite = false;
  }
}
