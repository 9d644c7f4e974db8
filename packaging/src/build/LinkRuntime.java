import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Links the run-time image of the tree: {@code LinkRuntime DIRECTORY}. Does nothing if it is there
 * and made by this JDK with these options, because that takes the longest of the build.
 */
class LinkRuntime {
  private static final List<String> OPTIONS =
      List.of(
          "--add-modules",
          "java.base,java.logging,jdk.unsupported", // the latter two for protobuf
          "--strip-debug",
          "--no-header-files",
          "--no-man-pages",
          "--vm",
          "server",
          "--compress",
          "zip-6");

  public static void main(String[] args) throws Exception {
    Path image = Path.of(args[0]);
    Path stamp = image.resolve("linked-by");
    String made = Runtime.version() + " without cacerts " + String.join(" ", OPTIONS);
    if (Files.exists(stamp) && Files.readString(stamp).equals(made)) {
      return;
    }
    delete(image);
    Files.createDirectories(image.getParent());
    // In a process of its own: what this virtual machine has linked already would get into the
    // classes that jlink generates, and no two images would be equal.
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/jlink").toString());
    command.addAll(OPTIONS);
    command.addAll(List.of("--output", image.toString()));
    int status = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (status != 0) {
      System.exit(status);
    }
    // Whom to trust is for the system to say: no program of got has a list of its own.
    Files.delete(image.resolve("lib/security/cacerts"));
    Files.writeString(stamp, made);
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
