package got.packaging.support;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What is below a directory, in a form that tests compare. */
public final class FileTree {
  private FileTree() {}

  /** Mode and content of everything, by name; also of the directory itself. */
  public static Map<String, String> snapshot(Path root) throws IOException {
    Map<String, String> snapshot = new TreeMap<>();
    for (Path path : walk(root)) {
      String content =
          Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
              ? Files.readString(path, StandardCharsets.ISO_8859_1)
              : "";
      snapshot.put(line(root, path), content);
    }
    return snapshot;
  }

  /** Lines like {@code rwxr-xr-x refs/}, sorted by name; the first is the directory itself. */
  public static List<String> listing(Path root) throws IOException {
    return walk(root).stream()
        .map(path -> line(root, path))
        .sorted((a, b) -> name(a).compareTo(name(b)))
        .toList();
  }

  /**
   * Copies files and directories, with the modes that new ones get.
   *
   * @param to does not exist
   */
  public static void copy(Path from, Path to) throws IOException {
    for (Path path : walk(from)) {
      Files.copy(path, to.resolve(from.relativize(path).toString()));
    }
  }

  private static String name(String line) {
    return line.substring(line.indexOf(' '));
  }

  private static List<Path> walk(Path root) throws IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      return paths.toList();
    }
  }

  private static String line(Path root, Path path) {
    try {
      boolean directory = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
      return PosixFilePermissions.toString(
              Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS))
          + " "
          + root.relativize(path)
          + (directory ? "/" : "");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
