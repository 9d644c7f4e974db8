package got.index.digest;

/**
 * {@link Recompression} of many blocks and vectors at once, so that C2 can use vector instructions.
 *
 * <p>The working state before step t is five of a sequence of words: a is word t, b word t-1, and c
 * to e are words t-2 to t-4 rotated by 30. So a step, forward or backward, makes one new word from
 * the five next to it. With a row per word and a lane per test, twenty steps are one loop over
 * whole rows at constant distances, which C2 vectorises as it does those of {@link LaneCheck}.
 *
 * <p>Each vector has its own test step, but all lanes do the same:
 *
 * <ul>
 *   <li>Backward from the block's own end to the other block's start, with the block's own words
 *       down to the lane's test step, and the other block's before it: {@code own = other ^ OWN},
 *       where a lane's rows of {@link #OWN} are 0 before its test step.
 *   <li>Forward from the earliest test step there is, 55, to the other block's end. In a lane with
 *       a later one, the backward steps from there to 55 were those of the other block, and going
 *       forward with the same words undoes them.
 * </ul>
 *
 * <p>Rows on the way back are in descending order of steps, as loops must ascend.
 */
final class RecompressionLanes {
  static final int LANES = 16;

  /** So many are as fast one by one as all at once. */
  private static final int FEW = 6;

  private static final int STEPS = Sha1Steps.STEPS;
  private static final int EARLIEST = 55;
  private static final int AHEAD = STEPS - EARLIEST;

  // First rows, all in one array, so that C2 sees that nothing overlaps.
  /** The other block's message: word 79 - k in row k. */
  private static final int OTHER = 0;

  /** Differences between own and other message, likewise; rows from 25 on stay 0. */
  private static final int OWN = OTHER + STEPS;

  /**
   * Word 80 - k of the state, rotated by 30, in row k, down to word -4. Rotated the other way the
   * result of a step would need a rotation, and C2 does not vectorise one of a sum.
   */
  private static final int BACK = OWN + 40;

  /** The other block's message, word 55 + k in row k. */
  private static final int AHEAD_OTHER = BACK + STEPS + 5;

  /** Word 51 + k of the other block's state in row k, up to word 80. */
  private static final int FORTH = AHEAD_OTHER + AHEAD;

  private static final int ROWS = FORTH + 5 + AHEAD;

  private static final int K1 = Sha1Steps.K1;
  private static final int K2 = Sha1Steps.K2;
  private static final int K3 = Sha1Steps.K3;
  private static final int K4 = Sha1Steps.K4;

  /** For each vector its lane's column of {@link #OWN}. */
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
  private boolean collision;

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

  /** Tests all that has been added, and makes room. */
  private void run() {
    for (int lane = 0; lane < hits; lane++) {
      load(lane);
    }
    int[] r = rows;
    expand(r);
    back79to60(r);
    back59to40(r);
    back39to20(r);
    back19to0(r);
    turn(r);
    forth55to59(r);
    forth60to79(r);
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

  private static void expand(int[] r) {
    for (int i = OTHER * LANES; i < (OTHER + STEPS - 16) * LANES; i++) {
      r[i + 16 * LANES] =
          Integer.rotateRight(r[i], 1)
              ^ r[i + 3 * LANES]
              ^ r[i + 8 * LANES]
              ^ r[i + 14 * LANES];
    }
  }

  private static void back79to60(int[] r) {
    for (int i = 0; i < 20 * LANES; i++) {
      int b = Integer.rotateLeft(r[i + (BACK + 2) * LANES], 2);
      int c = r[i + (BACK + 3) * LANES];
      int d = r[i + (BACK + 4) * LANES];
      int word = r[i + OTHER * LANES] ^ r[i + OWN * LANES];
      int mixed = word + K4 + (b ^ c ^ d);
      mixed += Integer.rotateLeft(r[i + (BACK + 1) * LANES], 7);
      r[i + (BACK + 5) * LANES] = Integer.rotateLeft(r[i + BACK * LANES], 2) - mixed;
    }
  }

  private static void back59to40(int[] r) {
    for (int i = 20 * LANES; i < 40 * LANES; i++) {
      int b = Integer.rotateLeft(r[i + (BACK + 2) * LANES], 2);
      int c = r[i + (BACK + 3) * LANES];
      int d = r[i + (BACK + 4) * LANES];
      int word = r[i + OTHER * LANES] ^ r[i + OWN * LANES];
      int mixed = word + K3 + ((b & c) + (d & (b ^ c)));
      mixed += Integer.rotateLeft(r[i + (BACK + 1) * LANES], 7);
      r[i + (BACK + 5) * LANES] = Integer.rotateLeft(r[i + BACK * LANES], 2) - mixed;
    }
  }

  private static void back39to20(int[] r) {
    for (int i = 40 * LANES; i < 60 * LANES; i++) {
      int b = Integer.rotateLeft(r[i + (BACK + 2) * LANES], 2);
      int c = r[i + (BACK + 3) * LANES];
      int d = r[i + (BACK + 4) * LANES];
      int mixed = r[i + OTHER * LANES] + K2 + (b ^ c ^ d);
      mixed += Integer.rotateLeft(r[i + (BACK + 1) * LANES], 7);
      r[i + (BACK + 5) * LANES] = Integer.rotateLeft(r[i + BACK * LANES], 2) - mixed;
    }
  }

  private static void back19to0(int[] r) {
    for (int i = 60 * LANES; i < 80 * LANES; i++) {
      int b = Integer.rotateLeft(r[i + (BACK + 2) * LANES], 2);
      int c = r[i + (BACK + 3) * LANES];
      int d = r[i + (BACK + 4) * LANES];
      int mixed = r[i + OTHER * LANES] + K1 + ((b & c) + (~b & d));
      mixed += Integer.rotateLeft(r[i + (BACK + 1) * LANES], 7);
      r[i + (BACK + 5) * LANES] = Integer.rotateLeft(r[i + BACK * LANES], 2) - mixed;
    }
  }

  /** Puts state and message at step 55 into ascending order. */
  private static void turn(int[] r) {
    for (int k = 0; k < 5; k++) {
      int from = (BACK + STEPS - EARLIEST + 4 - k) * LANES;
      for (int i = 0; i < LANES; i++) {
        r[(FORTH + k) * LANES + i] = Integer.rotateLeft(r[from + i], 2);
      }
    }
    for (int k = 0; k < AHEAD; k++) {
      int from = (OTHER + AHEAD - 1 - k) * LANES;
      System.arraycopy(r, from, r, (AHEAD_OTHER + k) * LANES, LANES);
    }
  }

  private static void forth55to59(int[] r) {
    for (int i = 0; i < 5 * LANES; i++) {
      int e = Integer.rotateLeft(r[i + FORTH * LANES], 30);
      int d = Integer.rotateLeft(r[i + (FORTH + 1) * LANES], 30);
      int c = Integer.rotateLeft(r[i + (FORTH + 2) * LANES], 30);
      int b = r[i + (FORTH + 3) * LANES];
      int a = e + r[i + AHEAD_OTHER * LANES] + K3 + ((b & c) + (d & (b ^ c)));
      a += Integer.rotateLeft(r[i + (FORTH + 4) * LANES], 5);
      r[i + (FORTH + 5) * LANES] = a;
    }
  }

  private static void forth60to79(int[] r) {
    for (int i = 5 * LANES; i < 25 * LANES; i++) {
      int e = Integer.rotateLeft(r[i + FORTH * LANES], 30);
      int d = Integer.rotateLeft(r[i + (FORTH + 1) * LANES], 30);
      int c = Integer.rotateLeft(r[i + (FORTH + 2) * LANES], 30);
      int b = r[i + (FORTH + 3) * LANES];
      int a = e + r[i + AHEAD_OTHER * LANES] + K4 + (b ^ c ^ d);
      a += Integer.rotateLeft(r[i + (FORTH + 4) * LANES], 5);
      r[i + (FORTH + 5) * LANES] = a;
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
