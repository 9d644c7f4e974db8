package got.packaging.proc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/**
 * A file of proc(5) about a living process. The process may end, or close what the file is about,
 * at any moment: before the file is opened, and also between opening and reading it, when read(2)
 * says so.
 */
public final class ProcFile {
  /** Something else may have taken the same name each time. */
  private static final int ATTEMPTS = 100;

  private ProcFile() {}

  /**
   * The lines of the file; none if what it is about is gone.
   *
   * @throws IOException if it is there and cannot be read
   */
  public static List<String> lines(Path file) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        return Files.readAllLines(file);
      } catch (IOException e) {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
          return List.of();
        }
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** The words a process was started with; none if it is gone. */
  public static List<String> commandLine(long pid) {
    try {
      String line = Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"));
      return List.of(line.split("\0", -1));
    } catch (IOException e) {
      return List.of();
    }
  }
}
