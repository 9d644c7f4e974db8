package got.pack.digest;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Finds the blocks that may be an attack, many at a time, so that C2 can use vector instructions.
 *
 * <p>One array holds everything in rows with a lane per block: first the 65 message words that
 * conditions read, then rows of vectors ruled out, then the masks of the conditions. Every loop
 * runs over whole rows without a break, at constant distances within that one array. This shape C2
 * vectorises, as it sees that nothing overlaps, and the scalar first and last iterations are few
 * among hundreds. It does not vectorise loops over the lanes of one row with dozens of conditions
 * in the body, nor, in some runs, one where equals and differs mix. So measure after each change.
 *
 * <p>A pass relates each word t of a range to word t+d: the xor's bit in question, spread over all
 * 32, picks from the mask of the vectors that have this condition at t those it rules out. Where
 * bits must differ, the earlier word is inverted. The passes hold the conditions that come in long
 * ranges; they leave 10 suspects of 100 blocks, of which a look at the remaining conditions of just
 * these vectors leaves 5. More passes would cost more than such looks.
 *
 * <p>The loops are called through a table, as C2 must compile each by itself: with all of them in
 * one method it gives up on some. Twice as many lanes are no faster.
 */
final class LaneCheck {
  /** One loop over the array described above, or a few small ones. */
  interface Pass {
    void run(int[] rows);
  }

  /**
   * What a pass compares: a bit of a word with a bit of the word {@code distance} later.
   *
   * @param differ true if a condition wants them to differ
   */
  private record Relation(int distance, int bit, int laterBit, boolean differ) {
    static Relation equal(int distance, int bit, int laterBit) {
      return new Relation(distance, bit, laterBit, false);
    }

    static Relation differ(int distance, int bit, int laterBit) {
      return new Relation(distance, bit, laterBit, true);
    }

    boolean holds(BitCondition condition) {
      return condition.second() == condition.first() + distance
          && condition.firstBit() == bit
          && condition.secondBit() == laterBit
          && condition.differ() == differ;
    }
  }

  /** Number of blocks that can be checked at a time. */
  static final int LANES = 32;

  /** Message words that conditions read: 0 to 64. */
  static final int WORDS = 65;

  /** Vectors ruled out by the twenty words from 37 on, merged into the first row in the end. */
  static final int OUT = WORDS;

  // First rows of masks, by relation, distance of the words, and bit of the earlier word.
  static final int EQUAL_1_29 = OUT + 20;
  static final int EQUAL_3_4 = EQUAL_1_29 + 20;
  static final int EQUAL_1_6 = EQUAL_3_4 + 20;
  static final int EQUAL_2_6 = EQUAL_1_6 + 20;
  static final int DIFFER_1_1 = EQUAL_2_6 + 20;
  static final int DIFFER_2_1 = DIFFER_1_1 + 10;
  static final int DIFFER_2_4 = DIFFER_2_1 + 10;
  static final int MID_DIFFER_2_1 = DIFFER_2_4 + 10;
  static final int DIFFER_2_29 = MID_DIFFER_2_1 + 10;
  static final int DIFFER_4_1 = DIFFER_2_29 + 10;
  static final int LATE_DIFFER_1_0 = DIFFER_4_1 + 10;
  static final int LATE_DIFFER_1_1 = LATE_DIFFER_1_0 + 4;
  static final int LATE_DIFFER_1_2 = LATE_DIFFER_1_1 + 4;
  private static final int ROWS = LATE_DIFFER_1_2 + 4;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final int[] rows = new int[ROWS * LANES];

  /** Words 0 to 15 as loaded: blocks come in by half as many moves as word by word. */
  private final long[] pairs = new long[8 * LANES];

  private final Pass[] passes = LanePasses.all();
  private final ConditionCheck exact;

  LaneCheck() {
    boolean[] inPass = new boolean[BitConditions.ALL.size()];
    masks(EQUAL_1_29, 37, 20, Relation.equal(1, 29, 29), inPass);
    masks(EQUAL_3_4, 37, 20, Relation.equal(3, 4, 29), inPass);
    masks(EQUAL_1_6, 37, 20, Relation.equal(1, 6, 1), inPass);
    masks(EQUAL_2_6, 37, 20, Relation.equal(2, 6, 6), inPass);
    masks(DIFFER_1_1, 35, 10, Relation.differ(1, 1, 6), inPass);
    masks(DIFFER_2_1, 35, 10, Relation.differ(2, 1, 1), inPass);
    masks(DIFFER_2_4, 35, 10, Relation.differ(2, 4, 4), inPass);
    masks(MID_DIFFER_2_1, 44, 10, Relation.differ(2, 1, 1), inPass);
    masks(DIFFER_2_29, 44, 10, Relation.differ(2, 29, 29), inPass);
    masks(DIFFER_4_1, 44, 10, Relation.differ(4, 1, 1), inPass);
    masks(LATE_DIFFER_1_0, 60, 4, Relation.differ(1, 0, 5), inPass);
    masks(LATE_DIFFER_1_1, 60, 4, Relation.differ(1, 1, 6), inPass);
    masks(LATE_DIFFER_1_2, 60, 4, Relation.differ(1, 2, 7), inPass);
    exact = new ConditionCheck(inPass);
  }

  /**
   * Fills the mask rows of one relation with the vectors concerned, one row for each of {@code
   * count} words from {@code word}; marks its conditions as being in a pass.
   */
  private void masks(int row, int word, int count, Relation relation, boolean[] inPass) {
    for (int i = 0; i < inPass.length; i++) {
      BitCondition condition = BitConditions.ALL.get(i);
      int at = condition.first() - word;
      if (at >= 0 && at < count && relation.holds(condition)) {
        int from = (row + at) * LANES;
        Arrays.fill(rows, from, from + LANES, condition.vectors());
        inPass[i] = true;
      }
    }
  }

  /** Puts {@code blocks} blocks of 64 bytes into the lanes from {@code lane} on. */
  void load(byte[] data, int off, int blocks, int lane) {
    long[] p = pairs;
    for (int l = lane; l < lane + blocks; l++) {
      int at = off + (l - lane) * BlockHash.BLOCK_BYTES;
      p[l] = (long) LONG.get(data, at);
      p[LANES + l] = (long) LONG.get(data, at + 8);
      p[2 * LANES + l] = (long) LONG.get(data, at + 16);
      p[3 * LANES + l] = (long) LONG.get(data, at + 24);
      p[4 * LANES + l] = (long) LONG.get(data, at + 32);
      p[5 * LANES + l] = (long) LONG.get(data, at + 40);
      p[6 * LANES + l] = (long) LONG.get(data, at + 48);
      p[7 * LANES + l] = (long) LONG.get(data, at + 56);
    }
  }

  /** Checks the loaded blocks; lanes not loaded get meaningless results. */
  void run() {
    LanePasses.split(pairs, rows);
    for (Pass pass : passes) {
      pass.run(rows);
    }
  }

  /** The vectors that the block in a lane may attack along, a mask; 0 for most blocks. */
  int suspected(int lane) {
    return ~rows[OUT * LANES + lane];
  }

  /** The vectors all of whose conditions the block in a lane meets, a mask. */
  int vectorsMet(int lane) {
    return exact.vectorsMet(suspected(lane), rows, LANES, lane);
  }

  /** Copies the expanded message of a lane, all 80 words. */
  void message(int lane, int[] words) {
    for (int t = 0; t < WORDS; t++) {
      words[t] = rows[t * LANES + lane];
    }
    Sha1Steps.expand(words, WORDS);
  }

  /** All ones if the bit is set, else zero. */
  static int spread(int word, int bit) {
    return word << (31 - bit) >> 31;
  }
}
