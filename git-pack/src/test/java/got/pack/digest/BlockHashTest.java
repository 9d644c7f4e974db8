package got.pack.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Chaining values of both compression functions, and the steps they are made of. */
final class BlockHashTest {
  private static final long SEED = 19950417;

  private final Random random = new Random(SEED);

  @Test
  void hardwareAndJavaHaveTheSameChainingValueAfterEveryBlock() {
    BlockHash hardware = new HardwareBlockHash();
    BlockHash java = new JavaBlockHash();
    byte[] data = Messages.random(random, 64 * 300 + 63);
    // Many rounds, so that compiled code and its SHA instructions are compared as well.
    for (int round = 0; round < 200; round++) {
      int off = random.nextInt(64);
      hardware.start();
      java.start();
      for (int block = 0; block < 300; ) {
        int run = Math.min(300 - block, random.nextInt(4) == 0 ? random.nextInt(40) : 1);
        hardware.compress(data, off + 64 * block, run);
        java.compress(data, off + 64 * block, run);
        block += run;
        assertThat(hardware.chainingValue())
            .as("round %d, block %d, seed %d", round, block, SEED)
            .isEqualTo(java.chainingValue());
      }
    }
  }

  @Test
  void theChainingValueAfterThePaddedBlockIsTheHash() {
    byte[] message = Messages.random(random, 55);
    byte[] block = new byte[64];
    System.arraycopy(message, 0, block, 0, 55);
    block[55] = (byte) 0x80;
    block[62] = (55 * 8) >> 8;
    block[63] = (byte) (55 * 8);
    ByteBuffer expected = ByteBuffer.wrap(Messages.jdkSha1(message));
    for (BlockHash hash : new BlockHash[] {new HardwareBlockHash(), new JavaBlockHash()}) {
      hash.compress(block, 0, 1);
      ByteBuffer actual = ByteBuffer.allocate(20);
      actual.asIntBuffer().put(hash.chainingValue());
      assertThat(actual).as("%s, seed %d", hash.getClass(), SEED).isEqualTo(expected);
    }
  }

  @Test
  void stepsBackwardUndoStepsForwardFromAnyFifthStep() {
    for (int from = 0; from < 80; from += 5) {
      int[] state = random.ints(5).toArray();
      int[] words = random.ints(80).toArray();
      int[] moved = state.clone();
      Sha1Steps.forward(moved, words, from);
      assertThat(moved).isNotEqualTo(state);
      Sha1Steps.backward(moved, words, 80, from);
      assertThat(moved).as("step %d, seed %d", from, SEED).isEqualTo(state);
    }
  }

  @Test
  void theSelfTestAcceptsThisJdk() {
    assertThat(SelfTest.hardwareIsAsExpected()).isTrue();
    assertThat(Sha1Engine.choose()).isEqualTo(Sha1Engine.HARDWARE);
  }

  @Test
  void theSelfTestFindsDetectionInJavaCodeToo() {
    assertThat(SelfTest.detects(new JavaBlockHash())).isTrue();
  }
}
