package got.ipc.confine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The table in SECURITY.md says what a helper's filter allows, and of which arguments: that of
 * got-fetch-pack, which has one line more than the others.
 */
class SeccompTableTest {
  private static final String HEADING = "| calls | allowed if | why the rest is harmless |";
  private static final String ANY = "-";

  private static List<String[]> rows() throws Exception {
    List<String> lines = Files.readAllLines(Path.of("../SECURITY.md"));
    int heading = lines.indexOf(HEADING);
    assertThat(heading).isPositive();
    return lines.subList(heading + 2, lines.size()).stream()
        .takeWhile(line -> line.startsWith("|"))
        .map(line -> line.substring(2, line.length() - 2).split(" \\| ", -1))
        .toList();
  }

  private static String name(Call call) {
    return call.name().toLowerCase(Locale.ROOT);
  }

  @Test
  void tableIsTheFilter() throws Exception {
    Map<String, String> told = new TreeMap<>();
    for (String[] row : rows()) {
      assertThat(row).hasSize(3).doesNotContain("");
      for (String call : row[0].split(", ", -1)) {
        assertThat(told.put(call, row[1])).as(call).isNull();
      }
    }

    Map<String, String> filtered = new TreeMap<>();
    Filter.onlyWithQuickAck().allowed().forEach(call -> filtered.put(name(call), ANY));
    for (Judged judged : Filter.onlyWithQuickAck().judged()) {
      String arguments =
          judged.arguments().stream().map(Argument::text).collect(Collectors.joining(", "));
      assertThat(filtered.put(name(judged.call()), arguments)).isNull();
    }
    assertThat(told).isEqualTo(filtered);
  }

  @Test
  void theOthersHaveNoOptionOfASocket() {
    assertThat(Filter.only().allowed()).isEqualTo(Filter.onlyWithQuickAck().allowed());
    assertThat(Filter.onlyWithQuickAck().judged())
        .containsAll(Filter.only().judged())
        .hasSize(Filter.only().judged().size() + 1);
    assertThat(Filter.only().judged()).noneMatch(judged -> judged.call() == Call.SETSOCKOPT);
    assertThat(Filter.only().refused()).contains(Call.SETSOCKOPT);
  }

  /** And what the table does not name is not allowed, with arguments of any kind. */
  @Test
  void nothingElseIsAllowed() throws Exception {
    List<String> told =
        rows().stream().flatMap(row -> Arrays.stream(row[0].split(", ", -1))).toList();
    for (Architecture on : Architecture.values()) {
      byte[] program = SeccompProgram.of(Filter.onlyWithQuickAck(), on, 7).bytes();
      for (Call call : Call.values()) {
        if (call.number(on) != Call.NONE && !told.contains(name(call))) {
          for (long argument : new long[] {0, 1, 7, 15, 0x3d0f00, 0x541b, -1}) {
            long[] all = new long[6];
            Arrays.fill(all, argument);
            assertThat(BpfMachine.run(program, on.audit(), call.number(on), all))
                .as("%s", call)
                .isNotEqualTo(Answer.ALLOW);
          }
        }
      }
    }
  }
}
