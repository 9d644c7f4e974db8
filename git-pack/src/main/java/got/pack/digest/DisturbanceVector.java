package got.pack.digest;

import java.util.List;

/**
 * A disturbance vector: the shape of the message difference of one family of collision attacks.
 *
 * <p>Type I(K,b) is zero in words K to K+14 and has bit b in word K+15. Type II(K,b) has bit b-1 in
 * words K+1 and K+3 and bit b in word K+15, and is zero in the rest of K to K+15. Sixteen words fix
 * all others, as the message expansion is linear. Sources: Manuel, "Classification and generation
 * of disturbance vectors for collision attacks against SHA-1", 2011; the 32 vectors that feasible
 * attacks can use are those of Stevens and Shumow, 2017.
 *
 * @param type 1 or 2
 */
record DisturbanceVector(int type, int k, int b) {

  /** The vectors tested; bit i of a mask of vectors stands for the i-th. */
  static final List<DisturbanceVector> ALL =
      List.of(
          type1(43, 0),
          type1(44, 0),
          type1(45, 0),
          type1(46, 0),
          type1(46, 2),
          type1(47, 0),
          type1(47, 2),
          type1(48, 0),
          type1(48, 2),
          type1(49, 0),
          type1(49, 2),
          type1(50, 0),
          type1(50, 2),
          type1(51, 0),
          type1(51, 2),
          type1(52, 0),
          type2(45, 0),
          type2(46, 0),
          type2(46, 2),
          type2(47, 0),
          type2(48, 0),
          type2(49, 0),
          type2(49, 2),
          type2(50, 0),
          type2(50, 2),
          type2(51, 0),
          type2(51, 2),
          type2(52, 0),
          type2(53, 0),
          type2(54, 0),
          type2(55, 0),
          type2(56, 0));

  /** Steps before word 0 whose disturbances still have corrections in the message. */
  static final int LEAD = 5;

  private static DisturbanceVector type1(int k, int b) {
    return new DisturbanceVector(1, k, b);
  }

  private static DisturbanceVector type2(int k, int b) {
    return new DisturbanceVector(2, k, b);
  }

  /**
   * The step before which both messages of an attack have the same working state.
   *
   * <p>Any does that has no disturbance in the five steps before: K+5 to K+15 for type I, K+9 to
   * K+15 for type II. {@link Sha1Steps} wants a multiple of 5.
   */
  int testStep() {
    if (k < 45) {
      return 55;
    }
    return type == 1 || k < 52 ? 60 : 65;
  }

  /**
   * The xor difference of the two messages of an attack, 80 expanded words.
   *
   * <p>Each disturbed bit starts a local collision: bit j in step t is corrected by bit j+5 in the
   * next step, j in the one after, and j-2 in the three that follow.
   */
  int[] messageDifference() {
    int[] d = disturbances();
    int[] difference = new int[Sha1Steps.STEPS];
    for (int t = 0; t < difference.length; t++) {
      int at = t + LEAD;
      difference[t] =
          d[at]
              ^ Integer.rotateLeft(d[at - 1], 5)
              ^ d[at - 2]
              ^ Integer.rotateLeft(d[at - 3] ^ d[at - 4] ^ d[at - 5], 30);
    }
    return difference;
  }

  /** The disturbances of words -5 to 79, word t at index t + {@link #LEAD}. */
  int[] disturbances() {
    int[] d = new int[LEAD + Sha1Steps.STEPS];
    int first = LEAD + k;
    d[first + 15] = 1 << b;
    if (type == 2) {
      d[first + 1] = Integer.rotateRight(1 << b, 1);
      d[first + 3] = Integer.rotateRight(1 << b, 1);
    }
    for (int t = first + 16; t < d.length; t++) {
      d[t] = Integer.rotateLeft(d[t - 3] ^ d[t - 8] ^ d[t - 14] ^ d[t - 16], 1);
    }
    for (int t = first - 1; t >= 0; t--) {
      d[t] = Integer.rotateRight(d[t + 16], 1) ^ d[t + 13] ^ d[t + 8] ^ d[t + 2];
    }
    return d;
  }
}
