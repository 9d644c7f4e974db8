package got.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import got.cli.process.HelperProgram;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfinementTableTest {
  private static Evidence evidence(Object... rows) {
    Map<String, Boolean> denied = new LinkedHashMap<>();
    for (int i = 0; i < rows.length; i += 2) {
      denied.put((String) rows[i], (Boolean) rows[i + 1]);
    }
    return new Evidence("seccomp, rlimits", denied);
  }

  private static ConfinementTable table(Evidence fetchPack, Evidence indexPack) {
    Map<String, Evidence> evidence = new LinkedHashMap<>();
    evidence.put(HelperProgram.FETCH_PACK.programName(), fetchPack);
    evidence.put(HelperProgram.INDEX_PACK.programName(), indexPack);
    return new ConfinementTable(evidence);
  }

  @Test
  void oneRowForEachOperationAndOneColumnForEachHelper() {
    ConfinementTable table =
        table(
            evidence("open a file", true, "fork", true),
            evidence("open a file", true, "fork", true));

    assertThat(table.lines())
        .containsExactly(
            "got-fetch-pack: seccomp, rlimits",
            "got-index-pack: seccomp, rlimits",
            "got-fetch-pack  got-index-pack  operation",
            "denied          denied          open a file",
            "denied          denied          fork");
    assertThat(table.notDenied()).isEmpty();
  }

  @Test
  void whatOneHelperMayDoIsNotDenied() {
    ConfinementTable table =
        table(
            evidence("a", true, "b", false, "c", true), evidence("a", false, "b", true, "c", true));

    assertThat(table.lines())
        .contains("denied          allowed         a", "allowed         denied          b");
    assertThat(table.notDenied()).containsExactly("a", "b");
  }

  @Test
  void whatWasNotTriedIsNotDenied() {
    ConfinementTable table = table(evidence("a", true), evidence("b", true));

    assertThat(table.lines())
        .endsWith("denied          untried         a", "untried         denied          b");
    assertThat(table.notDenied()).containsExactly("a", "b");
  }
}
