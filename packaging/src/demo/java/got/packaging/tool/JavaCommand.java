package got.packaging.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Leaves a script that starts Java as this was started, with the same class path, the property
 * {@code got.tree}, the words given here and then its own. So what it runs has the terminal to
 * itself, without a build tool in between: {@code JavaCommand SCRIPT TREE WORD...}.
 */
public final class JavaCommand {
  private JavaCommand() {}

  public static void main(String[] args) throws IOException {
    String words = Stream.of(args).skip(2).map(w -> quoted(w) + " ").collect(Collectors.joining());
    String script =
        """
        exec %s -Dgot.tree=%s -cp %s %s"$@"
        """
            .formatted(
                quoted(System.getProperty("java.home") + "/bin/java"),
                quoted(args[1]),
                quoted(System.getProperty("java.class.path")),
                words);
    Files.writeString(Path.of(args[0]), script);
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
