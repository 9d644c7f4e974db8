package got.packaging.support;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The table of programs as it is shipped: packaging/programs says what its columns mean. */
public final class ProgramTable {
  private ProgramTable() {}

  /** A line of the table: the columns by name, {@code -} for nothing. */
  public record Program(Map<String, String> columns) {
    public String name() {
      return column("name");
    }

    public String kind() {
      return column("kind");
    }

    public String column(String name) {
      return columns.getOrDefault(name, "");
    }

    /** The words of a column. */
    public List<String> words(String name) {
      return column(name).equals("-") ? List.of() : List.of(column(name).split(" ", -1));
    }

    public boolean ownsArchive() {
      return column("archive").equals(name());
    }
  }

  public static List<Program> all() throws IOException {
    List<Program> programs = new ArrayList<>();
    List<String> names = List.of();
    for (String line : Files.readAllLines(GotProcess.TREE.resolve("lib/programs"))) {
      if (line.startsWith("#") || line.isBlank()) {
        continue;
      }
      List<String> cells = List.of(line.split("\t+", -1));
      Map<String, String> columns = new HashMap<>();
      for (int i = 0; i < names.size(); i++) {
        columns.put(names.get(i), cells.get(i));
      }
      if (names.isEmpty()) {
        names = cells;
      } else if (!columns.getOrDefault("kind", "").equals("every")) {
        programs.add(new Program(columns));
      }
    }
    return programs;
  }

  /** Those with an archive of their own. */
  public static List<Program> withArchives() throws IOException {
    return all().stream().filter(Program::ownsArchive).toList();
  }

  public static List<Program> ofKind(String kind) throws IOException {
    return all().stream().filter(program -> program.kind().equals(kind)).toList();
  }
}
