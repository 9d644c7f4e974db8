package got.pack.digest;

/**
 * The exact test for a collision attack on one block along one disturbance vector.
 *
 * <p>An attack has a second block whose words differ as the vector says and whose working state is
 * the same before the vector's test step. So the second block's compression can be computed without
 * knowing its input: from the test step forward to its end, and backward to its start, which is its
 * chaining input. If its chaining output is that of the block at hand, the two blocks collide.
 * Source: Stevens, "Counter-cryptanalysis", CRYPTO 2013.
 *
 * <p>One test at a time; {@link RecompressionLanes} does many, and is tested against this.
 */
final class Recompression {
  private static final int VECTORS = DisturbanceVector.ALL.size();
  private static final int[][] DIFFERENCES = new int[VECTORS][];
  private static final int[] TEST_STEPS = new int[VECTORS];

  static {
    for (int vector = 0; vector < VECTORS; vector++) {
      DIFFERENCES[vector] = DisturbanceVector.ALL.get(vector).messageDifference();
      TEST_STEPS[vector] = DisturbanceVector.ALL.get(vector).testStep();
    }
  }

  private final int[] other = new int[Sha1Steps.STEPS];
  private final int[] atTest = new int[5];
  private final int[] start = new int[5];
  private final int[] end = new int[5];

  /**
   * The xor difference of the messages of an attack along a vector, 80 words; not to be changed.
   */
  static int[] difference(int vector) {
    return DIFFERENCES[vector];
  }

  /** The step before which both messages of an attack along a vector have the same state. */
  static int testStep(int vector) {
    return TEST_STEPS[vector];
  }

  /**
   * Whether the block has a partner along the vector.
   *
   * @param vector an index into {@link DisturbanceVector#ALL}
   * @param words the block's 80 expanded words
   * @param before the chaining value that enters the block
   * @param after the one that leaves it
   */
  boolean collides(int vector, int[] words, int[] before, int[] after) {
    int testStep = TEST_STEPS[vector];
    int[] difference = DIFFERENCES[vector];
    for (int i = 0; i < 5; i++) {
      atTest[i] = after[i] - before[i];
    }
    // Fewer steps than from the block's input forward.
    Sha1Steps.backward(atTest, words, Sha1Steps.STEPS, testStep);
    for (int t = 0; t < Sha1Steps.STEPS; t++) {
      other[t] = words[t] ^ difference[t];
    }
    System.arraycopy(atTest, 0, start, 0, 5);
    System.arraycopy(atTest, 0, end, 0, 5);
    Sha1Steps.backward(start, other, testStep, 0);
    Sha1Steps.forward(end, other, testStep);
    int mismatch = 0;
    for (int i = 0; i < 5; i++) {
      mismatch |= start[i] + end[i] - after[i];
    }
    return mismatch == 0;
  }
}
