package got.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HelperTeamTest {
  @Test
  void theFirstWordsOfAComplaintAreNoFrame() {
    assertThat(HelperTeam.firstWords("#\n# There is insufficient memory\n# for this"))
        .isEqualTo("There is insufficient memory");
    assertThat(HelperTeam.firstWords("one\ntwo")).isEqualTo("one");
    assertThat(HelperTeam.firstWords("")).isEmpty();
  }
}
