package got.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Leaves a script that runs {@link Demo} as this was run: same Java, same class path. So the demo
 * has the terminal to itself, without a build tool in between.
 */
final class DemoCommand {
  private DemoCommand() {}

  public static void main(String[] args) throws IOException {
    String script =
        """
        exec %s -Dgot.tree=%s -cp %s got.packaging.Demo "$@"
        """
            .formatted(
                quoted(System.getProperty("java.home") + "/bin/java"),
                quoted(args[1]),
                quoted(System.getProperty("java.class.path")));
    Files.writeString(Path.of(args[0]), script);
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
