package got.pack.bench;

import java.util.Random;

/** What benchmarks work on: text with the redundancy of source code, the same each time. */
public final class Texts {
  private static final int WORDS = 800;
  private static final long SEED = 20260701;

  private Texts() {}

  /** Words, the first ones more often than the last, in lines that are indented. */
  public static byte[] text(int bytes) {
    Random random = new Random(SEED);
    byte[][] words = new byte[WORDS][];
    for (int i = 0; i < WORDS; i++) {
      words[i] = new byte[random.nextInt(2, 12)];
      for (int k = 0; k < words[i].length; k++) {
        words[i][k] = (byte) random.nextInt('a', 'z' + 1);
      }
    }
    byte[] text = new byte[bytes];
    for (int at = 0; at < bytes; ) {
      byte[] word = words[(int) (WORDS * Math.pow(random.nextDouble(), 3))];
      int count = Math.min(word.length, bytes - at);
      System.arraycopy(word, 0, text, at, count);
      at += count;
      int gap = random.nextInt(7) == 0 ? 5 : 1;
      for (int k = 0; k < gap && at < bytes; k++) {
        text[at++] = (byte) (gap > 1 && k == 0 ? '\n' : ' ');
      }
    }
    return text;
  }
}
