package got.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import got.cli.say.ExitCode;
import got.cli.say.Failure;
import got.ipc.confine.ConfinementException;
import got.ipc.confine.Remedy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a user is told whose system cannot confine. */
class AdviceTest {
  @ParameterizedTest
  @CsvSource({
    "KERNEL, CONFIG_SECURITY_LANDLOCK",
    "SWITCH_ON, lsm=",
    "SWITCH_ON, /sys/kernel/security/lsm",
    "FILTER, landlock_create_ruleset",
    "KERNEL_OR_FILTER, CONFIG_SECURITY_LANDLOCK",
    "KERNEL_OR_FILTER, landlock_restrict_self",
    "SECCOMP, CONFIG_SECCOMP_FILTER",
    "SECCOMP_FILTER, allow seccomp",
    "ORDINARY_USER, as an ordinary user",
    "MOVE, every user can reach",
  })
  void theWordsToLookForAreThere(Remedy remedy, String words) {
    assertThat(Advice.on(remedy)).contains(words).doesNotContain("\n");
  }

  @ParameterizedTest
  @EnumSource
  void nobodyIsToldToConfineNothing(Remedy remedy) {
    String advice = Advice.on(remedy);
    assertThat(advice).doesNotContain("unconfined");
    assertThat(advice.contains("--no-landlock does without and keeps"))
        .isEqualTo(
            switch (remedy) {
              case KERNEL, SWITCH_ON, FILTER, KERNEL_OR_FILTER -> true;
              case NONE, MOVE, SECCOMP, SECCOMP_FILTER, ORDINARY_USER -> false;
            });
  }

  @Test
  void theFailureHasReasonAndHint() {
    Failure failure =
        HelperSandbox.failure(
            "helpers", new ConfinementException("landlock: gone", Remedy.SWITCH_ON));
    assertThat(failure.text()).isEqualTo("cannot confine helpers: landlock: gone");
    assertThat(failure.hint()).isEqualTo(Advice.on(Remedy.SWITCH_ON));
    assertThat(failure.exitCode()).isEqualTo(ExitCode.HELPER);
  }
}
