import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.spi.ToolProvider;

/**
 * Links the run-time image of the tree: {@code LinkRuntime DIRECTORY}. Does nothing if it is there
 * and of this JDK, because that takes the longest of the build.
 */
class LinkRuntime {
  /** java.logging and jdk.unsupported: protobuf. */
  private static final String MODULES = "java.base,java.logging,jdk.unsupported";

  public static void main(String[] args) throws IOException {
    Path image = Path.of(args[0]);
    Path stamp = image.resolve("linked-by");
    String version = Runtime.version() + " " + MODULES;
    if (Files.exists(stamp) && Files.readString(stamp).equals(version)) {
      return;
    }
    delete(image);
    Files.createDirectories(image.getParent());
    ToolProvider jlink = ToolProvider.findFirst("jlink").orElseThrow();
    List<String> arguments =
        List.of(
            "--add-modules",
            MODULES,
            "--strip-debug",
            "--no-header-files",
            "--no-man-pages",
            "--vm",
            "server",
            "--compress",
            "zip-6",
            "--output",
            image.toString());
    int status = jlink.run(System.out, System.err, arguments.toArray(String[]::new));
    if (status != 0) {
      System.exit(status);
    }
    Files.writeString(stamp, version);
  }

  private static void delete(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    try (var files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
