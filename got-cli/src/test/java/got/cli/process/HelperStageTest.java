package got.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HelperStageTest {
  @Test
  void theFirstWordsOfAComplaintAreNoFrame() {
    assertThat(HelperStage.firstWords("#\n# There is insufficient memory\n# for this"))
        .isEqualTo("There is insufficient memory");
    assertThat(HelperStage.firstWords("one\ntwo")).isEqualTo("one");
    assertThat(HelperStage.firstWords("")).isEmpty();
  }
}
