package got.cli.admin;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The output of {@code gotadmin confinement}: a line for each helper, a line of headings, and one
 * for each operation. Each of these has a word for each helper, in the order of the headings, and
 * then the operation, which may be several words.
 */
record ConfinementTable(Map<String, Evidence> evidence) {
  private static final String SEPARATOR = "  ";
  private static final String DENIED = "denied";

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    StringBuilder heading = new StringBuilder();
    evidence.forEach(
        (program, found) -> {
          lines.add(program + ": " + found.inForce());
          heading.append(program).append(SEPARATOR);
        });
    lines.add(heading + "operation");
    for (String operation : operations()) {
      StringBuilder line = new StringBuilder();
      for (String program : evidence.keySet()) {
        int width = program.length();
        line.append(("%-" + width + "s").formatted(cell(program, operation))).append(SEPARATOR);
      }
      lines.add(line + operation);
    }
    return lines;
  }

  private Set<String> operations() {
    Set<String> operations = new LinkedHashSet<>();
    evidence.values().forEach(found -> operations.addAll(found.denied().keySet()));
    return operations;
  }

  private String cell(String program, String operation) {
    Evidence found = evidence.get(program);
    Boolean denied = found == null ? null : found.denied().get(operation);
    if (denied == null) {
      return "untried";
    }
    return denied ? DENIED : "allowed";
  }

  /** Operations that not all helpers were denied. */
  List<String> notDenied() {
    return operations().stream()
        .filter(
            operation ->
                !evidence.keySet().stream()
                    .allMatch(program -> cell(program, operation).equals(DENIED)))
        .toList();
  }
}
