package got.pack.digest;

import static got.pack.digest.RecompressionSteps.AHEAD;
import static got.pack.digest.RecompressionSteps.BACK;
import static got.pack.digest.RecompressionSteps.FORTH;
import static got.pack.digest.RecompressionSteps.OTHER;
import static got.pack.digest.RecompressionSteps.OWN;
import static got.pack.digest.RecompressionSteps.ROWS;
import static got.pack.digest.RecompressionSteps.STEPS;

/**
 * {@link Recompression} of many blocks and vectors at once, so that C2 can use vector instructions.
 */
final class RecompressionLanes {
  static final int LANES = RecompressionSteps.LANES;

  /** So many are as fast one by one as all at once. */
  private static final int FEW = 6;

  /** For each vector its lane's column of {@link RecompressionSteps#OWN}. */
  private static final int[][] LATE_DIFFERENCES = new int[DisturbanceVector.ALL.size()][AHEAD];

  static {
    for (int vector = 0; vector < LATE_DIFFERENCES.length; vector++) {
      for (int t = Recompression.testStep(vector); t < STEPS; t++) {
        LATE_DIFFERENCES[vector][79 - t] = Recompression.difference(vector)[t];
      }
    }
  }

  private final int[] rows = new int[ROWS * LANES];
  private final Recompression single = new Recompression();

  // One per lane; lanes of the same block share the arrays of the first of them.
  private final int[] vectors = new int[LANES];
  private final int[] blocks = new int[LANES];

  // One per block.
  private final int[][] words = new int[LANES][STEPS];
  private final int[][] before = new int[LANES][5];
  private final int[][] after = new int[LANES][5];

  private int hits;

  /** Tests that are still done one by one; may fall below 0. */
  private int singly;

  private boolean collision;

  /**
   * @param singly so many tests are done one by one before any are gathered
   */
  RecompressionLanes(int singly) {
    this.singly = singly;
  }

  /** Forgets everything. */
  void reset() {
    hits = 0;
    collision = false;
  }

  /** Where the caller puts the 80 expanded words of the block for the next {@link #add}. */
  int[] nextWords() {
    return words[hits];
  }

  /** Likewise for the chaining value that enters that block. */
  int[] nextBefore() {
    return before[hits];
  }

  /**
   * Tests a block along some vectors, now or later.
   *
   * @param met a mask of {@link DisturbanceVector#ALL}, not 0
   * @param chaining the chaining value that leaves the block
   */
  void add(int met, int[] chaining) {
    int block = hits;
    if (singly > 0) {
      for (int rest = met; rest != 0; rest &= rest - 1) {
        int vector = Integer.numberOfTrailingZeros(rest);
        collision |= single.collides(vector, words[block], before[block], chaining);
        singly--;
      }
      return;
    }
    System.arraycopy(chaining, 0, after[block], 0, 5);
    for (int rest = met; rest != 0; rest &= rest - 1) {
      if (hits == LANES) {
        run();
        // The block's arrays move to the first place, unless they are there.
        move(block);
        block = 0;
      }
      vectors[hits] = Integer.numberOfTrailingZeros(rest);
      blocks[hits] = block;
      hits++;
    }
    if (hits == LANES) {
      run();
    }
  }

  private void move(int block) {
    System.arraycopy(words[block], 0, words[0], 0, STEPS);
    System.arraycopy(before[block], 0, before[0], 0, 5);
    System.arraycopy(after[block], 0, after[0], 0, 5);
  }

  /** Whether any block since the last reset has a partner along a vector it was added with. */
  boolean foundCollision() {
    if (hits > FEW) {
      run();
    }
    for (int i = 0; i < hits; i++) {
      int block = blocks[i];
      collision |= single.collides(vectors[i], words[block], before[block], after[block]);
    }
    hits = 0;
    return collision;
  }

  /** Tests all that has been gathered, and makes room. */
  private void run() {
    for (int lane = 0; lane < hits; lane++) {
      load(lane);
    }
    RecompressionSteps.run(rows);
    for (int lane = 0; lane < hits; lane++) {
      collision |= collides(lane, after[blocks[lane]]);
    }
    hits = 0;
  }

  /** What a lane starts from: the other message's last 16 words, own differences, the end. */
  private void load(int lane) {
    int[] r = rows;
    int[] own = words[blocks[lane]];
    int[] difference = Recompression.difference(vectors[lane]);
    for (int k = 0; k < 16; k++) {
      r[(OTHER + k) * LANES + lane] = own[79 - k] ^ difference[79 - k];
    }
    int[] late = LATE_DIFFERENCES[vectors[lane]];
    for (int k = 0; k < AHEAD; k++) {
      r[(OWN + k) * LANES + lane] = late[k];
    }
    int[] in = before[blocks[lane]];
    int[] out = after[blocks[lane]];
    for (int k = 0; k < 5; k++) {
      int word = out[k] - in[k];
      r[(BACK + k) * LANES + lane] = k < 2 ? Integer.rotateLeft(word, 30) : word;
    }
  }

  /** Whether the other block's start and end add up to the block's chaining output. */
  private boolean collides(int lane, int[] out) {
    int[] r = rows;
    int mismatch = 0;
    for (int i = 0; i < 5; i++) {
      int start = r[(BACK + STEPS + i) * LANES + lane];
      int end = r[(FORTH + AHEAD + 4 - i) * LANES + lane];
      mismatch |=
          i < 2
              ? Integer.rotateLeft(start, 2) + end - out[i]
              : start + Integer.rotateLeft(end, 30) - out[i];
    }
    return mismatch == 0;
  }
}
