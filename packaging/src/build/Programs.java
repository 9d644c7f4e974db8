import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The table of programs: packaging/programs, which says what its columns mean. */
final class Programs {
  static final String NONE = "-";

  private final List<Program> programs = new ArrayList<>();

  /** A line of the table. */
  record Program(Map<String, String> columns, List<String> options) {
    private String column(String name) {
      return columns.get(name);
    }

    String name() {
      return column("name");
    }

    String kind() {
      return column("kind");
    }

    String module() {
      return column("module");
    }

    String archive() {
      return column("archive");
    }

    String mainClass() {
      return column("main class");
    }

    List<String> opens() {
      return words(column("opens"));
    }

    boolean hasCache() {
      return !column("cache").equals(NONE);
    }

    List<String> sees() {
      return words(column("sees"));
    }

    /** Whether the archive is called after it. */
    boolean ownsArchive() {
      return archive().equals(name());
    }
  }

  Programs(Path table) throws IOException {
    List<String> names = List.of();
    List<String> ofEvery = List.of();
    for (String line : Files.readAllLines(table)) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      List<String> cells = List.of(line.split("\t+"));
      if (names.isEmpty()) {
        names = cells;
        continue;
      }
      if (cells.size() != names.size()) {
        throw new IOException(table + ": " + cells.size() + " columns: " + line);
      }
      Map<String, String> columns = new HashMap<>();
      for (int i = 0; i < cells.size(); i++) {
        columns.put(names.get(i), cells.get(i));
      }
      List<String> options = words(columns.get("options"));
      if (columns.get("kind").equals("every")) {
        ofEvery = options;
      } else {
        List<String> all = new ArrayList<>(ofEvery);
        all.addAll(options);
        programs.add(new Program(columns, all));
      }
    }
  }

  private static List<String> words(String cell) {
    return cell.equals(NONE) ? List.of() : List.of(cell.split(" +"));
  }

  List<Program> all() {
    return programs;
  }

  /** The program after which the archive is called. */
  Program ownerOf(Program program) throws IOException {
    for (Program other : programs) {
      if (other.ownsArchive() && other.name().equals(program.archive())) {
        return other;
      }
    }
    throw new IOException("no program has the archive " + program.archive());
  }
}
