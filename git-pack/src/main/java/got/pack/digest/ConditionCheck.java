package got.pack.digest;

import java.util.Arrays;

/** Evaluates the bit conditions on one block: exact, whatever the lanes have looked at before. */
final class ConditionCheck {
  /** Ints per condition: word, bit, word, bit, and 1 if the bits must differ. */
  private static final int COLUMNS = 5;

  /** For each vector its conditions; the order matters for speed only. */
  private final int[][] tables = new int[DisturbanceVector.ALL.size()][];

  /**
   * @param late for each of {@link BitConditions#ALL} whether to test it after the others, as a
   *     candidate is known to meet it
   */
  ConditionCheck(boolean[] late) {
    int[] table = new int[late.length * COLUMNS];
    for (int vector = 0; vector < tables.length; vector++) {
      int end = append(table, 0, vector, late, false);
      end = append(table, end, vector, late, true);
      tables[vector] = Arrays.copyOf(table, end);
    }
  }

  private static int append(int[] table, int from, int vector, boolean[] late, boolean which) {
    int end = from;
    for (int i = 0; i < late.length; i++) {
      BitCondition c = BitConditions.ALL.get(i);
      if (late[i] == which && (c.vectors() & (1 << vector)) != 0) {
        table[end++] = c.first();
        table[end++] = c.firstBit();
        table[end++] = c.second();
        table[end++] = c.secondBit();
        table[end++] = c.differ() ? 1 : 0;
      }
    }
    return end;
  }

  /**
   * Those of the candidate vectors all of whose conditions a message meets.
   *
   * @param words the message, word t at {@code t * lanes + lane}
   */
  int vectorsMet(int candidates, int[] words, int lanes, int lane) {
    int met = candidates;
    for (int rest = candidates; rest != 0; rest &= rest - 1) {
      int vector = Integer.numberOfTrailingZeros(rest);
      if (!meetsAll(tables[vector], words, lanes, lane)) {
        met &= ~(1 << vector);
      }
    }
    return met;
  }

  private static boolean meetsAll(int[] table, int[] words, int lanes, int lane) {
    for (int i = 0; i < table.length; i += COLUMNS) {
      int one = words[table[i] * lanes + lane] >>> table[i + 1];
      int two = words[table[i + 2] * lanes + lane] >>> table[i + 3];
      if (((one ^ two ^ table[i + 4]) & 1) != 0) {
        return false;
      }
    }
    return true;
  }
}
