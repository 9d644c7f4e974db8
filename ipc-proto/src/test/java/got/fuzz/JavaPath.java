package got.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the path of this Java, and its class path, to a file: two lines for a script. */
public final class JavaPath {
  private JavaPath() {}

  public static void main(String[] args) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Files.writeString(Path.of(args[0]), java + "\n" + System.getProperty("java.class.path") + "\n");
  }
}
