package got.pack.digest;

import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Makes blocks that meet given bit conditions.
 *
 * <p>A bit of an expanded word is the xor of some bits of the block, so a condition is a linear
 * equation over the block's 512 bits; a few dozen of them are solved by elimination.
 */
final class ConditionSolver {
  private static final int BITS = 512;

  /** Which bits of the block make up a bit of a word: index word * 32 + bit. */
  private final BitSet[] forms = new BitSet[80 * 32];

  private final Random random;

  ConditionSolver(Random random) {
    this.random = random;
    for (int t = 0; t < 80; t++) {
      for (int bit = 0; bit < 32; bit++) {
        BitSet form = new BitSet(BITS);
        if (t < 16) {
          form.set(t * 32 + bit);
        } else {
          for (int back : new int[] {3, 8, 14, 16}) {
            form.xor(forms[(t - back) * 32 + (bit + 31) % 32]);
          }
        }
        forms[t * 32 + bit] = form;
      }
    }
  }

  /** A random block that meets all conditions, but breaks {@code broken} if there is one. */
  byte[] block(List<BitCondition> conditions, @Nullable BitCondition broken) {
    BitSet[] rows = new BitSet[conditions.size()];
    int[] pivots = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      BitCondition c = conditions.get(i);
      BitSet row = (BitSet) forms[c.first() * 32 + c.firstBit()].clone();
      row.xor(forms[c.second() * 32 + c.secondBit()]);
      row.set(BITS, c.differ() != c.equals(broken)); // the right-hand side
      for (int j = 0; j < i; j++) {
        if (row.get(pivots[j])) {
          row.xor(rows[j]);
        }
      }
      pivots[i] = row.nextSetBit(0);
      if (pivots[i] < 0 || pivots[i] == BITS) {
        throw new IllegalArgumentException("conditions depend on each other: " + c);
      }
      rows[i] = row;
    }
    BitSet bits = new BitSet(BITS);
    for (int bit = 0; bit < BITS; bit++) {
      bits.set(bit, random.nextBoolean());
    }
    // A row may contain pivots of later rows, never of earlier ones.
    for (int i = rows.length - 1; i >= 0; i--) {
      BitSet sum = (BitSet) rows[i].clone();
      sum.and(bits);
      if (sum.cardinality() % 2 != (rows[i].get(BITS) ? 1 : 0)) {
        bits.flip(pivots[i]);
      }
    }
    byte[] block = new byte[64];
    for (int bit = bits.nextSetBit(0); bit >= 0; bit = bits.nextSetBit(bit + 1)) {
      // Bit 0 of a word is the lowest bit of its last byte.
      block[bit / 32 * 4 + 3 - bit % 32 / 8] |= (byte) (1 << (bit % 8));
    }
    return block;
  }
}
