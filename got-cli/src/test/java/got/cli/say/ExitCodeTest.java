package got.cli.say;

import static org.assertj.core.api.Assertions.assertThat;

import got.ipc.ErrorKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitCodeTest {
  @ParameterizedTest
  @CsvSource({
    "CONNECTION, 4",
    "REFUSED, 5",
    "PROTOCOL, 5",
    "SERVER_LIMIT, 5",
    "PACK, 6",
    "PACK_LIMIT, 6",
    "OUTPUT, 3",
    "INTERNAL, 7",
    "CONFINEMENT, 7",
  })
  void aHelpersFailureHasTheStatusOfTheManual(ErrorKind kind, int status) {
    assertThat(ExitCode.of(kind).status()).isEqualTo(status);
  }

  @Test
  void aSignalIsAddedTo128() {
    assertThat(ExitCode.ofSignal(2)).isEqualTo(130);
  }
}
