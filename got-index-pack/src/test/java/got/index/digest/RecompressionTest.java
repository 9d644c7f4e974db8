package got.index.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The exact test, on the published attacks and on one made up for each vector. */
final class RecompressionTest {
  private static final long SEED = 20130818;

  private final Random random = new Random(SEED);
  private final Recompression recompression = new Recompression();

  /**
   * Without a real attack along every vector, its equation is made to hold: two blocks with the
   * vector's difference and the same state before its test step give a chaining output; the one
   * that goes with the first block's state is handed in as its input.
   */
  @Test
  void everyVectorDetectsAPairMadeForItAndNoOtherDoes() {
    for (int vector = 0; vector < 32; vector++) {
      DisturbanceVector dv = DisturbanceVector.ALL.get(vector);
      int[] words = Messages.expanded(Messages.random(random, 64), 0);
      int[] difference = dv.messageDifference();
      int[] atTest = random.ints(5).toArray();
      int[] end = atTest.clone();
      Sha1Steps.forward(end, words, dv.testStep());

      int[] other = new int[80];
      Arrays.setAll(other, t -> words[t] ^ difference[t]);
      int[] otherStart = atTest.clone();
      int[] otherEnd = atTest.clone();
      Sha1Steps.backward(otherStart, other, dv.testStep(), 0);
      Sha1Steps.forward(otherEnd, other, dv.testStep());

      int[] after = new int[5];
      int[] before = new int[5];
      Arrays.setAll(after, i -> otherStart[i] + otherEnd[i]);
      Arrays.setAll(before, i -> after[i] - end[i]);
      for (int tested = 0; tested < 32; tested++) {
        assertThat(recompression.findsCollision(1 << tested, words, before, after))
            .as("pair along %s tested along %s, seed %d", vector, tested, SEED)
            .isEqualTo(tested == vector);
      }
      assertThat(recompression.findsCollision(-1, words, before, after)).isTrue();
      after[random.nextInt(5)] ^= 1 << random.nextInt(32);
      assertThat(recompression.findsCollision(-1, words, before, after)).isFalse();
    }
  }

  @Test
  void differencesObeyTheMessageExpansionAndNoDisturbanceIsAliveAtTheTestStep() {
    for (DisturbanceVector dv : DisturbanceVector.ALL) {
      int[] d = dv.messageDifference();
      for (int t = 16; t < 80; t++) {
        assertThat(d[t])
            .as("%s, word %d", dv, t)
            .isEqualTo(Integer.rotateLeft(d[t - 3] ^ d[t - 8] ^ d[t - 14] ^ d[t - 16], 1));
      }
      // A disturbance is in the working state for five steps.
      for (int t = dv.testStep() - 5; t < dv.testStep(); t++) {
        assertThat(dv.disturbances()[DisturbanceVector.LEAD + t]).as("%s, word %d", dv, t).isZero();
      }
      assertThat(d).as("%s", dv).isNotEqualTo(new int[80]);
    }
  }

  @Test
  void thePublishedAttacksHaveTheDifferencesOfVectorsInTheList() {
    assertNearCollisionsAlong("shattered-%d-first-320-bytes.bin", 192, new int[] {27, 27});
  }

  private static void assertNearCollisionsAlong(String name, int off, int[] vectors) {
    byte[] one = Messages.published(name.formatted(1));
    byte[] two = Messages.published(name.formatted(2));
    for (int i = 0; i < vectors.length; i++) {
      int[] first = Messages.expanded(one, off + 64 * i);
      int[] second = Messages.expanded(two, off + 64 * i);
      int[] difference = new int[80];
      Arrays.setAll(difference, t -> first[t] ^ second[t]);
      assertThat(difference)
          .as("%s, block at %d", name, off + 64 * i)
          .isEqualTo(DisturbanceVector.ALL.get(vectors[i]).messageDifference());
    }
  }
}
