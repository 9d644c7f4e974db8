package got.cli.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import got.cli.local.RefChange;
import got.cli.local.RefValue;
import got.cli.say.Console;
import got.cli.say.Terminal;
import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.ipc.RefName;
import got.ipc.read.ReadTalk.Way;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a fetch says at its end. */
class FetchReportTest {
  private static final String ONE = "1".repeat(40);
  private static final String TWO = "2".repeat(40);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private static RefValue.Direct value(String hex) throws Exception {
    return new RefValue.Direct(
        ObjectId.parse(HashAlgorithm.SHA1, hex.getBytes(StandardCharsets.US_ASCII)));
  }

  /** A tag is rejected that lies between two branches in no order but that of names. */
  private String told(boolean json) throws Exception {
    RefName tag = RefName.check("refs/tags/b");
    FetchPlan.Rejected rejected = new FetchPlan.Rejected(tag, value(ONE), value(TWO).id());
    List<RefChange> changes =
        List.of(
            new RefChange(RefName.check("refs/tags/c"), RefValue.NONE, value(ONE)),
            new RefChange(RefName.check("refs/tags/a"), value(ONE), RefValue.NONE));
    Console console =
        new Console(out, new ByteArrayOutputStream(), new Terminal(false, () -> 80), json);
    FetchReport report = new FetchReport(console, json);
    changes.forEach(change -> report.changed(change, Way.OTHER));
    report.rejected(rejected);
    report.done(
        new FetchPlan(changes, List.of(rejected), List.of(), List.of()), Map.of(), Cost.NONE);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void rejectedTagsAreAmongTheOthersInTheOrderOfNames() throws Exception {
    assertThat(told(false))
        .isEqualTo(
            "Deleted refs/tags/a: %s\nRejecting update of existing tag refs/tags/b: %s\nCreated reference refs/tags/c: %s\n"
                .formatted(ONE, TWO, ONE));
  }

  @Test
  void aRejectedTagHasBothIds() throws Exception {
    assertThat(told(true).lines())
        .contains(
            "{\"type\":\"ref\",\"name\":\"refs/tags/b\",\"change\":\"rejected\",\"old\":\"%s\",\"new\":\"%s\"}"
                .formatted(ONE, TWO));
  }
}
