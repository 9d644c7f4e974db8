package got.packaging.clone;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The attacker of {@link SwappedNamesTest}, a program of its own: whatever appears in a directory
 * under one of got's names, it moves out of the way, puts a link to a victim there, and puts the
 * first back, for as long as it runs.
 */
final class Swapper {
  private static final Pattern TARGETS =
      Pattern.compile("\\.got-clone-.*|tmp_idx_.*|tmp_pack.*|.*\\.idx|it\\.git");

  private Swapper() {}

  /**
   * @param args the directory, and what the links lead to: a directory for directories, a file for
   *     files
   */
  public static void main(String[] args) {
    Path directory = Path.of(args[0]);
    Path victimDirectory = Path.of(args[1]);
    Path victimFile = Path.of(args[2]);
    Path away = directory.resolve("away");
    System.out.println("ready");
    for (long i = 0; ; i++) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
        for (Path path : all) {
          if (TARGETS.matcher(path.getFileName().toString()).matches()) {
            swap(path, away, Files.isDirectory(path) ? victimDirectory : victimFile, i);
          }
        }
      } catch (IOException | RuntimeException e) {
        // got was faster.
      }
    }
  }

  private static void swap(Path path, Path away, Path victim, long turn) throws IOException {
    Files.move(path, away);
    try {
      Files.createSymbolicLink(path, victim);
      // Each second time long enough for got to come by.
      long until = System.nanoTime() + (turn % 2) * 300_000;
      while (System.nanoTime() < until) {
        Thread.onSpinWait();
      }
      Files.delete(path);
    } finally {
      Files.move(away, path);
    }
  }
}
