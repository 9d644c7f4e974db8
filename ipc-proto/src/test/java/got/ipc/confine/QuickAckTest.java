package got.ipc.confine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which descriptors are asked. What the kernel makes of it, PromptAnswersTest has to see. */
class QuickAckTest {
  private static final int ENOTSOCK = 88;

  private final List<Long> asked = new ArrayList<>();

  private QuickAck quickAck(int connection) {
    return new QuickAck(
        new Syscalls() {
          @Override
          public long call(Call call, long... arguments) {
            assertThat(call).isEqualTo(Call.SETSOCKOPT);
            assertThat(arguments).hasSize(5);
            assertThat(arguments[3]).isPositive();
            assertThat(List.of(arguments[1], arguments[2], arguments[4]))
                .containsExactly(6L, 12L, 4L);
            asked.add(arguments[0]);
            return arguments[0] == connection ? 0 : -ENOTSOCK;
          }

          @Override
          public Architecture architecture() {
            return Architecture.X86_64;
          }
        });
  }

  @Test
  void theFirstThatTakesItIsTheConnectionFromThenOn() {
    QuickAck quickAck = quickAck(5);
    quickAck.ask();
    assertThat(asked).containsExactly(3L, 4L, 5L);
    quickAck.ask();
    quickAck.ask();
    assertThat(asked).containsExactly(3L, 4L, 5L, 5L, 5L);
  }

  @Test
  void withoutAConnectionNothingHappens() {
    QuickAck quickAck = quickAck(-1);
    quickAck.ask();
    assertThat(asked).hasSize(61).startsWith(3L).endsWith(63L);
  }
}
