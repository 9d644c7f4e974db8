package got.ipc.confine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which rights are taken of kernels old and new, and what is said of those that lack some. */
class LandlockRightsTest {
  private static FakeKernel kernel(int version, String files, int network, int scopes) {
    return new FakeKernel().landlock(version, Long.parseLong(files, 16), network, scopes);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1fff, 0, 0, truncation devices TCP abstract sockets signals",
    "2, 3fff, 0, 0, truncation devices TCP abstract sockets signals",
    "3, 7fff, 0, 0, devices TCP abstract sockets signals",
    "4, 7fff, 3, 0, devices abstract sockets signals",
    "5, ffff, 3, 0, abstract sockets signals",
    "6, ffff, 3, 3, ''",
    "7, ffff, 3, 3, ''",
    "8, ffff, 3, 3, ''",
  })
  void everyRightOfTheVersionIsTaken(
      int version, String files, int network, int scopes, String gaps) throws Exception {
    FakeKernel kernel = kernel(version, files, network, scopes);
    Landlock.prepare(kernel, List.of()).close();
    assertThat(kernel.ruleSets.getLast())
        .containsExactly(Long.parseLong(files, 16), network, scopes);
    LandlockRights rights = LandlockRights.of(kernel);
    assertThat(rights.version()).isEqualTo(version);
    assertThat(String.join(" ", rights.gaps())).isEqualTo(gaps);
  }

  @Test
  void rightsOfLaterKernelsAreFound() throws Exception {
    FakeKernel kernel = kernel(11, "7ffff", 7, 3);
    Landlock.prepare(kernel, List.of()).close();
    assertThat(kernel.ruleSets.getLast()).containsExactly(0x7ffff, 7, 3);
  }

  /** RHEL 9 had kernels that say 6 and do not know of signals. */
  @ParameterizedTest
  @CsvSource({
    "6, 1, signals",
    "6, 2, abstract sockets",
    "6, 0, abstract sockets signals",
    "9, 1, signals",
  })
  void scopesThatThePromisingKernelRefusesAreDropped(int version, int scopes, String gaps)
      throws Exception {
    FakeKernel kernel = kernel(version, "ffff", 3, scopes);
    Landlock.prepare(kernel, List.of()).close();
    assertThat(kernel.ruleSets.getLast()).containsExactly(0xffff, 3, scopes);
    assertThat(String.join(" ", LandlockRights.of(kernel).gaps())).isEqualTo(gaps);
  }

  @Test
  void aKernelThatRefusesMoreIsNotBelieved() {
    FakeKernel kernel = kernel(7, "1fff", 3, 3);
    assertThatThrownBy(() -> Landlock.prepare(kernel, List.of()))
        .hasMessage("landlock: no rule set: invalid argument");
  }

  /** Mode 2 is that of a process behind a filter. */
  @ParameterizedTest
  @CsvSource({
    "-38, 0, KERNEL, landlock: the kernel does not have it",
    "-38, 2, KERNEL_OR_FILTER, 'landlock: the kernel does not have it, or a filter hides it'",
    "-95, 0, SWITCH_ON, landlock: switched off when the system was started",
    "-95, 2, SWITCH_ON, landlock: switched off when the system was started",
    "-1, 2, FILTER, landlock: a filter forbids it",
    "-13, 2, FILTER, landlock: a filter forbids it",
    "-22, 0, KERNEL, landlock: invalid argument",
    "0, 0, KERNEL, landlock: error 0",
  })
  void whyThereIsNoneIsTold(long version, long mode, Remedy remedy, String reason) {
    FakeKernel kernel =
        new FakeKernel().answer(Call.LANDLOCK_CREATE_RULESET, version).answer(Call.PRCTL, mode);
    assertThatThrownBy(() -> Landlock.prepare(kernel, List.of()))
        .hasMessage(reason)
        .extracting(e -> ((ConfinementException) e).remedy())
        .isEqualTo(remedy);
    assertThat(Landlock.find(kernel)).isZero();
  }

  @Test
  void rootThatMayNotBecomeAnotherUserIsTold() {
    for (Call call : List.of(Call.SETGROUPS, Call.SETRESGID, Call.SETRESUID)) {
      FakeKernel kernel = new FakeKernel().answer(call, -Errno.EPERM);
      assertThatThrownBy(() -> new Account("u", 7, 8).become(kernel))
          .hasMessage("user: root cannot become another user: operation not permitted")
          .extracting(e -> ((ConfinementException) e).remedy())
          .isEqualTo(Remedy.ORDINARY_USER);
    }
  }
}
