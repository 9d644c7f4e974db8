import com.google.googlejavaformat.java.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Runs the formatter over every Java file of the tree: {@code Format check|apply ROOT}. */
class Format {
  public static void main(String[] args) throws Exception {
    List<String> arguments = new ArrayList<>();
    switch (args[0]) {
      case "check" -> arguments.addAll(List.of("--dry-run", "--set-exit-if-changed"));
      case "apply" -> arguments.add("--replace");
      default -> throw new IllegalArgumentException("check or apply, not " + args[0]);
    }
    int options = arguments.size();
    arguments.addAll(sources(Path.of(args[1])));
    if (arguments.size() == options) {
      throw new IllegalStateException("no Java file below " + args[1]);
    }
    PrintWriter out = new PrintWriter(System.out, true);
    PrintWriter err = new PrintWriter(System.err, true);
    int status = new Main(out, err, System.in).format(arguments.toArray(String[]::new));
    if (status != 0) {
      err.println("the files above are not formatted: mvn -N verify -Dformatter.mode=apply");
    }
    System.exit(status);
  }

  private static List<String> sources(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(f -> f.toString().endsWith(".java"))
          .filter(f -> !root.relativize(f).toString().matches("(.*/)?(target|\\.git)/.*"))
          .map(Path::toString)
          .toList();
    }
  }
}
