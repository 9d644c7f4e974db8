package got.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What standard error leads to.
 *
 * @param interactive true if it is a terminal, where a line can be redrawn
 * @param width columns of a line, at least 1
 */
record Terminal(boolean interactive, int width) {
  private static final int DEFAULT_WIDTH = 80;

  /**
   * Java can only ask about standard input and output. So the link that Linux keeps for descriptor
   * 2 is read; where there is none (OpenBSD), nothing is redrawn.
   *
   * @param environment for COLUMNS
   */
  static Terminal ofStandardError(Map<String, String> environment) {
    return new Terminal(
        isTerminal(Path.of("/proc/self/fd/2")), width(environment.getOrDefault("COLUMNS", "")));
  }

  /**
   * @param descriptor a link as in {@code /proc/self/fd}
   */
  static boolean isTerminal(Path descriptor) {
    try {
      String device = Files.readSymbolicLink(descriptor).toString();
      return device.startsWith("/dev/pts/")
          || device.startsWith("/dev/tty")
          || device.equals("/dev/console");
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
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
