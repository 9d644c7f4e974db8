import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * Links the run-time image of the tree: {@code LinkRuntime DIRECTORY}. Does nothing if it is there
 * and of this JDK, because that takes the longest of the build.
 */
class LinkRuntime {
  /** java.logging and jdk.unsupported: protobuf. */
  private static final String MODULES = "java.base,java.logging,jdk.unsupported";

  public static void main(String[] args) throws Exception {
    Path image = Path.of(args[0]);
    Path stamp = image.resolve("linked-by");
    String version = Runtime.version() + " " + MODULES;
    if (Files.exists(stamp) && Files.readString(stamp).equals(version)) {
      return;
    }
    delete(image);
    Files.createDirectories(image.getParent());
    // In a process of its own: what this virtual machine has linked already would get into the
    // classes that jlink generates, and no two images would be equal.
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin/jlink").toString(),
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
    int status = new ProcessBuilder(command).inheritIO().start().waitFor();
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
