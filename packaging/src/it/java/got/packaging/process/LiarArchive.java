package got.packaging.process;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Archives of helpers in which a liar has the place of the main class. */
final class LiarArchive {
  private static final String PLACE = Liar.class.getPackageName().replace('.', '/');

  private LiarArchive() {}

  /**
   * Copies a helper's own archive, with the liar in it.
   *
   * @param main the class file that the liar replaces
   * @param types names of the classes that lie, besides {@link Liar}, divided by {@code |}
   */
  static Path make(Path from, Path to, String main, String types)
      throws IOException, URISyntaxException {
    Files.copy(from, to);
    Path classes =
        Path.of(Liar.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .resolve(PLACE);
    try (FileSystem jar = FileSystems.newFileSystem(to);
        Stream<Path> all = Files.list(classes)) {
      Liar.takesThePlaceOf(jar.getPath(main));
      Files.createDirectories(jar.getPath(PLACE));
      for (Path type : all.toList()) {
        String name = type.getFileName().toString();
        if (name.matches("(Liar|" + types + ")(\\$.*)?\\.class")) {
          Files.copy(type, jar.getPath(PLACE).resolve(name));
        }
      }
    }
    return to;
  }
}
