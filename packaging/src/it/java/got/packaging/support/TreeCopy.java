package got.packaging.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** The assembled tree at another place. */
public final class TreeCopy {
  private TreeCopy() {}

  /**
   * @param root of the copy; is made
   */
  public static Path in(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(GotProcess.TREE)) {
      List<Path> all = files.toList();
      for (Path file : all) {
        Path to = root.resolve(GotProcess.TREE.relativize(file).toString());
        Files.copy(file, to, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
      }
    }
    return root;
  }
}
