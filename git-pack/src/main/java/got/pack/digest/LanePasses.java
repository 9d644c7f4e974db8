package got.pack.digest;

import static got.pack.digest.LaneCheck.DIFFER_1_1;
import static got.pack.digest.LaneCheck.DIFFER_2_1;
import static got.pack.digest.LaneCheck.DIFFER_2_29;
import static got.pack.digest.LaneCheck.DIFFER_2_4;
import static got.pack.digest.LaneCheck.DIFFER_4_1;
import static got.pack.digest.LaneCheck.EQUAL_1_29;
import static got.pack.digest.LaneCheck.EQUAL_1_6;
import static got.pack.digest.LaneCheck.EQUAL_2_6;
import static got.pack.digest.LaneCheck.EQUAL_3_4;
import static got.pack.digest.LaneCheck.LATE_DIFFER_1_0;
import static got.pack.digest.LaneCheck.LATE_DIFFER_1_1;
import static got.pack.digest.LaneCheck.LATE_DIFFER_1_2;
import static got.pack.digest.LaneCheck.MID_DIFFER_2_1;
import static got.pack.digest.LaneCheck.OUT;
import static got.pack.digest.LaneCheck.WORDS;
import static got.pack.digest.LaneCheck.spread;

/** The loops of {@link LaneCheck}, for a number of lanes that C2 can see. */
final class LanePasses {
  private static final int LANES = LaneCheck.LANES;

  private LanePasses() {}

  /** What expands the messages and leaves the vectors ruled out in row {@link LaneCheck#OUT}. */
  static LaneCheck.Pass[] all() {
    return new LaneCheck.Pass[] {
      LanePasses::expand,
      LanePasses::words37to56,
      LanePasses::words35to44,
      LanePasses::words44to53,
      LanePasses::words60to63,
      LanePasses::merge
    };
  }

  static void split(long[] pairs, int[] rows) {
    for (int pair = 0; pair < 8; pair++) {
      for (int i = 0; i < LANES; i++) {
        long words = pairs[pair * LANES + i];
        rows[i + 2 * pair * LANES] = (int) (words >>> 32);
        rows[i + (2 * pair + 1) * LANES] = (int) words;
      }
    }
  }

  private static void expand(int[] rows) {
    for (int i = 0; i < (WORDS - 16) * LANES; i++) {
      rows[i + 16 * LANES] =
          Integer.rotateLeft(
              rows[i + 13 * LANES] ^ rows[i + 8 * LANES] ^ rows[i + 2 * LANES] ^ rows[i], 1);
    }
  }

  private static void words37to56(int[] rows) {
    for (int i = 0; i < 20 * LANES; i++) {
      int word = rows[i + 37 * LANES];
      int by1 = word ^ rows[i + 38 * LANES];
      int by1From6To1 = word ^ Integer.rotateLeft(rows[i + 38 * LANES], 5);
      int by2 = word ^ rows[i + 39 * LANES];
      int by3From4To29 = word ^ Integer.rotateLeft(rows[i + 40 * LANES], 7);
      int out = spread(by1, 29) & rows[i + EQUAL_1_29 * LANES];
      out |= spread(by3From4To29, 4) & rows[i + EQUAL_3_4 * LANES];
      out |= spread(by1From6To1, 6) & rows[i + EQUAL_1_6 * LANES];
      out |= spread(by2, 6) & rows[i + EQUAL_2_6 * LANES];
      rows[i + OUT * LANES] = out;
    }
  }

  private static void words35to44(int[] rows) {
    for (int i = 0; i < 10 * LANES; i++) {
      int word = ~rows[i + 35 * LANES];
      int by1From1To6 = word ^ Integer.rotateRight(rows[i + 36 * LANES], 5);
      int by2 = word ^ rows[i + 37 * LANES];
      int out = rows[i + OUT * LANES];
      out |= spread(by1From1To6, 1) & rows[i + DIFFER_1_1 * LANES];
      out |= spread(by2, 1) & rows[i + DIFFER_2_1 * LANES];
      out |= spread(by2, 4) & rows[i + DIFFER_2_4 * LANES];
      rows[i + OUT * LANES] = out;
    }
  }

  private static void words44to53(int[] rows) {
    for (int i = 0; i < 10 * LANES; i++) {
      int word = ~rows[i + 44 * LANES];
      int by2 = word ^ rows[i + 46 * LANES];
      int by4 = word ^ rows[i + 48 * LANES];
      int out = rows[i + (OUT + 10) * LANES];
      out |= spread(by2, 29) & rows[i + DIFFER_2_29 * LANES];
      out |= spread(by2, 1) & rows[i + MID_DIFFER_2_1 * LANES];
      out |= spread(by4, 1) & rows[i + DIFFER_4_1 * LANES];
      rows[i + (OUT + 10) * LANES] = out;
    }
  }

  private static void words60to63(int[] rows) {
    for (int i = 0; i < 4 * LANES; i++) {
      int by1 = ~rows[i + 60 * LANES] ^ Integer.rotateRight(rows[i + 61 * LANES], 5);
      int out = rows[i + OUT * LANES];
      out |= spread(by1, 0) & rows[i + LATE_DIFFER_1_0 * LANES];
      out |= spread(by1, 1) & rows[i + LATE_DIFFER_1_1 * LANES];
      out |= spread(by1, 2) & rows[i + LATE_DIFFER_1_2 * LANES];
      rows[i + OUT * LANES] = out;
    }
  }

  private static void merge(int[] rows) {
    for (int i = OUT * LANES; i < (OUT + 5) * LANES; i++) {
      rows[i] |= rows[i + 5 * LANES] | rows[i + 10 * LANES] | rows[i + 15 * LANES];
    }
    for (int i = OUT * LANES; i < (OUT + 1) * LANES; i++) {
      rows[i] |= rows[i + LANES] | rows[i + 2 * LANES] | rows[i + 3 * LANES] | rows[i + 4 * LANES];
    }
  }
}
