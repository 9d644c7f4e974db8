package got.cli.refs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import got.cli.say.ExitCode;
import got.cli.say.Failure;
import got.ipc.Limits;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeftOutTest {
  private static LeftOut of(String... names) throws Failure {
    LeftOut leftOut = new LeftOut(_ -> false);
    for (String name : names) {
      leftOut.add(name);
    }
    return leftOut;
  }

  @Test
  void nothingIsSaidOfNothing() throws Exception {
    assertThat(of().warnings()).isEmpty();
  }

  @Test
  void firstThreeAreNamedAndAllCounted() throws Exception {
    assertThat(of("refs/heads/a..b").warnings())
        .containsExactly("left out 1 reference with a name that git refuses: refs/heads/a..b");
    assertThat(of("refs/a..b", "refs/c.lock", "refs/d~").warnings())
        .containsExactly(
            "left out 3 references with a name that git refuses: refs/a..b, refs/c.lock, refs/d~");
    assertThat(of("refs/a..b", "refs/c.lock", "refs/d~", "refs/e~", "refs/f~").warnings())
        .containsExactly(
            "left out 5 references with a name that git refuses:"
                + " refs/a..b, refs/c.lock, refs/d~ and 2 more");
  }

  /** Names are bytes, one per char; some are UTF-8, some no text at all. */
  @Test
  void namesAreShownCleanedAndCut() throws Exception {
    assertThat(
            of("refs/\u001b[2J\u00e2\u0080\u00ae\u00c3\u00a4", "refs/" + "~".repeat(90)).warnings())
        .singleElement()
        .asString()
        .endsWith(": refs/\\x1b[2J\\u{202e}\u00e4, refs/" + "~".repeat(72) + "...");
  }

  @Test
  void targetOfHeadCountsOnceWithItsBranch() throws Exception {
    LeftOut leftOut = of("refs/heads/a..b", "refs/heads/a..b");
    assertThat(leftOut.warnings()).singleElement().asString().startsWith("left out 1 reference ");
    assertThat(leftOut.received()).isEqualTo(2);
  }

  @Test
  void nameThatWasAskedForIsAFailure() throws Exception {
    RefSelection options = RefSelection.of(false, List.of(), List.of("hoo"), false);
    LeftOut leftOut = new LeftOut(options::isReference);
    leftOut.add("refs/heads/a..b");
    leftOut.add("refs/hoola/a..b");
    assertThat(leftOut.warnings()).hasSize(1);
    leftOut.add("refs/hoo/a..b");
    leftOut.add("refs/hoo/c..d");
    assertThatThrownBy(leftOut::warnings)
        .isInstanceOfSatisfying(
            Failure.class,
            e -> {
              assertThat(e.exitCode()).isEqualTo(ExitCode.SERVER);
              assertThat(e.text())
                  .isEqualTo("reference has a name that git refuses: refs/hoo/a..b");
            });
  }

  @Test
  void helperMaySendSoManyAndNotOneMore() throws Exception {
    LeftOut leftOut = new LeftOut(_ -> false);
    for (int i = 0; i < Limits.REFS; i++) {
      leftOut.add("refs/a..b");
    }
    assertThatThrownBy(() -> leftOut.add("refs/a..b"))
        .isInstanceOfSatisfying(
            Failure.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.HELPER));
  }
}
