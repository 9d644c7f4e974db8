package got.packaging.process;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.proc.Descriptor;
import got.packaging.proc.ProcStatus;
import org.junit.jupiter.api.Test;

/** Whatever looks at living processes has to expect that they go on living meanwhile. */
class DescriptorTest {
  private static final int LOOKS = 200;

  @Test
  void descriptorsMayCloseBetweenTwoLooks() throws Exception {
    Process restless =
        new ProcessBuilder("bash", "-c", "while :; do exec 9</dev/null 9<&-; done").start();
    try {
      int seen = 0;
      for (int i = 0; i < LOOKS; i++) {
        seen += Descriptor.of(restless.pid()).stream().anyMatch(d -> d.number() == 9) ? 1 : 0;
      }
      assertThat(seen).isBetween(1, LOOKS - 1);
    } finally {
      restless.destroyForcibly();
    }
  }

  @Test
  void processMayEndBetweenTwoLooks() throws Exception {
    for (int i = 0; i < 100; i++) {
      Process brief = new ProcessBuilder("true").start();
      while (brief.isAlive()) {
        assertThat(Descriptor.of(brief.pid())).hasSizeLessThan(100);
        assertThat(ProcStatus.of(brief.pid()).size()).isNotNegative();
      }
      assertThat(Descriptor.of(brief.pid())).isEmpty();
      assertThat(ProcStatus.of(brief.pid())).isEmpty();
    }
  }
}
