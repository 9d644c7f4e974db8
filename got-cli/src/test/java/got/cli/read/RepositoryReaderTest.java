package got.cli.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import got.cli.say.ExitCode;
import got.cli.say.Failure;
import got.ipc.Limits;
import got.ipc.confine.ResourceLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepositoryReaderTest {
  @ParameterizedTest
  @CsvSource({
    "0, 64",
    "480, 1024",
    "4096, 8256",
    "4096, " + Long.MAX_VALUE,
  })
  void thatManyPacksAreHandedOver(int packs, long files) {
    assertThatCode(() -> RepositoryReader.requireFew(packs, files)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({"1, 64, 0", "1, 3, 0", "481, 1024, 480", "901, 1024, 480", "4096, 8255, 4095"})
  void tooFewDescriptorsAreNamed(int packs, long files, int most) {
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> RepositoryReader.requireFew(packs, files))
        .withMessage("too many packs: " + packs + " of at most " + most)
        .satisfies(failure -> assertThat(failure.hint()).contains("git gc", "ulimit -n"));
  }

  @Test
  void tooManyPacksAreNamed() {
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> RepositoryReader.requireFew(Limits.PACKS + 1, Long.MAX_VALUE))
        .withMessage("too many packs: 4097 of at most 4096")
        .satisfies(
            failure -> {
              assertThat(failure.hint()).isEqualTo("run git gc");
              assertThat(failure.exitCode()).isEqualTo(ExitCode.FAILED);
            });
  }

  @Test
  void theSystemTellsItsLimit() {
    assertThat(ResourceLimits.mostOpenFiles()).isPositive();
  }
}
