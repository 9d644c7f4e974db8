package got.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShortageTest {
  @Test
  void aThreadThatCannotStartIsNoLackOfMemory() {
    // The message of HotSpot's JVM_StartThread.
    OutOfMemoryError e =
        new OutOfMemoryError(
            "unable to create native thread: possibly out of memory or process/resource limits"
                + " reached");
    assertThat(Shortage.of(e)).isEqualTo(Shortage.THREADS).hasToString("cannot start a thread");
  }

  @Test
  void everythingElseIs() {
    assertThat(Shortage.of(new OutOfMemoryError("Java heap space")))
        .isEqualTo(Shortage.MEMORY)
        .hasToString("out of memory");
    assertThat(Shortage.of(new OutOfMemoryError())).isEqualTo(Shortage.MEMORY);
  }
}
