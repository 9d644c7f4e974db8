import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Links the run-time image of the tree: {@code LinkRuntime DIRECTORY [JDK]}. JDK is the directory
 * of one for another processor, of the same version as this one; its modules are linked then. Does
 * nothing if the image is there and made of this JDK with these options, because that takes the
 * longest of the build.
 */
class LinkRuntime {
  private static final List<String> OPTIONS =
      List.of(
          "--add-modules",
          "java.base,jdk.unsupported", // the latter for protobuf
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
    List<String> options = new ArrayList<>(OPTIONS);
    String jdk = Runtime.version().toString();
    if (args.length > 1) {
      Path foreign = Path.of(args[1]);
      if (!Files.exists(foreign.resolve("jmods/java.base.jmod"))) {
        System.err.println(foreign + ": no JDK with jmods");
        System.exit(1);
      }
      options.addAll(List.of("--module-path", foreign.resolve("jmods").toString()));
      // This machine's objcopy(1) knows no files of another processor.
      options.set(options.indexOf("--strip-debug"), "--strip-java-debug-attributes");
      options.add("--exclude-files=**.debuginfo");
      jdk = Files.readString(foreign.resolve("release"));
    }
    String made = jdk + " without cacerts and comments " + String.join(" ", options);
    if (Files.exists(stamp) && Files.readString(stamp).equals(made)) {
      return;
    }
    delete(image);
    Files.createDirectories(image.getParent());
    // In a process of its own: what this virtual machine has linked already would get into the
    // classes that jlink generates, and no two images would be equal.
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/jlink").toString());
    command.addAll(options);
    command.addAll(List.of("--output", image.toString()));
    int status = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (status != 0) {
      System.exit(status);
    }
    // Whom to trust is for the system to say: no program of got has a list of its own.
    Files.delete(image.resolve("lib/security/cacerts"));
    shorten(image.resolve("conf/security/java.security"));
    Files.writeString(stamp, made);
  }

  /** Every start reads it, and all but a fiftieth of it are comments. */
  private static void shorten(Path properties) throws IOException {
    try (var lines = Files.lines(properties)) {
      Files.write(
          properties, lines.filter(line -> !line.startsWith("#") && !line.isBlank()).toList());
    }
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
