package got.pack.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
  private record Hit(int[] words, int[] before, int[] after) {
    static Hit along(int vector, Random random) {
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
      return new Hit(words, before, after);
    }

    static Hit harmless(Random random) {
      int[] words = Messages.expanded(Messages.random(random, 64), 0);
      return new Hit(words, random.ints(5).toArray(), random.ints(5).toArray());
    }

    void addTo(RecompressionLanes lanes, int vectors) {
      System.arraycopy(words, 0, lanes.nextWords(), 0, 80);
      System.arraycopy(before, 0, lanes.nextBefore(), 0, 5);
      lanes.add(vectors, after);
    }
  }

  @Test
  void everyVectorDetectsAPairMadeForItAndNoOtherDoes() {
    for (int vector = 0; vector < 32; vector++) {
      Hit hit = Hit.along(vector, random);
      for (int tested = 0; tested < 32; tested++) {
        assertThat(recompression.collides(tested, hit.words, hit.before, hit.after))
            .as("pair along %s tested along %s, seed %d", vector, tested, SEED)
            .isEqualTo(tested == vector);
      }
      hit.after[random.nextInt(5)] ^= 1 << random.nextInt(32);
      assertThat(recompression.collides(vector, hit.words, hit.before, hit.after)).isFalse();
    }
  }

  /** From one test, done alone, to many full rounds; the one collision anywhere among them. */
  @ParameterizedTest
  @ValueSource(ints = {0, 100_000, Integer.MAX_VALUE})
  void manyAtOnceFindTheOneCollisionWhereverItIs(int singly) {
    RecompressionLanes lanes = new RecompressionLanes(singly);
    for (int i = 0; i < 20_000; i++) {
      int vector = i % 32;
      int blocks = 1 + random.nextInt(1 << random.nextInt(1, 6));
      int at = random.nextInt(2 * blocks);
      boolean expected = false;
      lanes.reset();
      for (int block = 0; block < blocks; block++) {
        Hit hit = block == at ? Hit.along(vector, random) : Hit.harmless(random);
        int vectors = random.nextInt(4) == 0 ? random.nextInt() : 0;
        vectors |= 1 << random.nextInt(32);
        expected |= block == at && (vectors & (1 << vector)) != 0;
        hit.addTo(lanes, vectors);
      }
      assertThat(lanes.foundCollision())
          .as("vector %d, block %d of %d, round %d, seed %d", vector, at, blocks, i, SEED)
          .isEqualTo(expected);
    }
  }

  /** One wrong bit anywhere in the sum must show, in every lane. */
  @Test
  void everyLaneComparesAllWordsOfTheOutput() {
    RecompressionLanes lanes = new RecompressionLanes(0);
    for (int vector = 0; vector < 32; vector++) {
      for (int lane = 0; lane < RecompressionLanes.LANES; lane++) {
        for (int word = -1; word < 5; word++) {
          lanes.reset();
          for (int i = 0; i < lane; i++) {
            Hit.harmless(random).addTo(lanes, 1 << random.nextInt(32));
          }
          Hit hit = Hit.along(vector, random);
          if (word >= 0) {
            // The same end of the block, another sum.
            int bit = 1 << random.nextInt(32);
            hit.after[word] += bit;
            hit.before[word] += bit;
          }
          hit.addTo(lanes, 1 << vector);
          for (int i = lane + 1; i < RecompressionLanes.LANES; i++) {
            Hit.harmless(random).addTo(lanes, 1 << random.nextInt(32));
          }
          assertThat(lanes.foundCollision())
              .as("vector %d, lane %d, word %d, seed %d", vector, lane, word, SEED)
              .isEqualTo(word < 0);
        }
      }
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
