package got.pack.digest;

/**
 * The loops of {@link RecompressionLanes}: the steps of SHA-1, a row per word, a lane per test.
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
final class RecompressionSteps {
  static final int LANES = 16;

  static final int STEPS = Sha1Steps.STEPS;
  private static final int EARLIEST = 55;
  static final int AHEAD = STEPS - EARLIEST;

  // First rows, all in one array, so that C2 sees that nothing overlaps.
  /** The other block's message: word 79 - k in row k. */
  static final int OTHER = 0;

  /** Differences between own and other message, likewise; rows from 25 on stay 0. */
  static final int OWN = OTHER + STEPS;

  /**
   * Word 80 - k of the state, rotated by 30, in row k, down to word -4. Rotated the other way the
   * result of a step would need a rotation, and C2 does not vectorise one of a sum.
   */
  static final int BACK = OWN + 40;

  /** The other block's message, word 55 + k in row k. */
  private static final int AHEAD_OTHER = BACK + STEPS + 5;

  /** Word 51 + k of the other block's state in row k, up to word 80. */
  static final int FORTH = AHEAD_OTHER + AHEAD;

  static final int ROWS = FORTH + 5 + AHEAD;

  private static final int K1 = Sha1Steps.K1;
  private static final int K2 = Sha1Steps.K2;
  private static final int K3 = Sha1Steps.K3;
  private static final int K4 = Sha1Steps.K4;

  private RecompressionSteps() {}

  /**
   * Takes all lanes from what was loaded ({@link #OTHER} rows 0 to 15, {@link #OWN} 0 to 24, {@link
   * #BACK} 0 to 4) to the other blocks' start, the last five rows of {@link #BACK}, and to their
   * end, the last five of {@link #FORTH}.
   */
  static void run(int[] r) {
    expand(r);
    back79to60(r);
    back59to40(r);
    back39to20(r);
    back19to0(r);
    turn(r);
    forth55to59(r);
    forth60to79(r);
  }

  private static void expand(int[] r) {
    for (int i = OTHER * LANES; i < (OTHER + STEPS - 16) * LANES; i++) {
      r[i + 16 * LANES] =
          Integer.rotateRight(r[i], 1) ^ r[i + 3 * LANES] ^ r[i + 8 * LANES] ^ r[i + 14 * LANES];
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
}
