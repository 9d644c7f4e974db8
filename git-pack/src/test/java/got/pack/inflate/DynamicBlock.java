package got.pack.inflate;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Adler32;

/** A zlib stream of one block whose codes, up to the longest, and symbols are drawn at random. */
final class DynamicBlock {
  private static final int[] ORDER = {
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
  };
  private static final int END_OF_BLOCK = 256;
  private static final int LITERALS = 286;
  private static final int DISTANCES = 30;

  private final Random random;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream content = new ByteArrayOutputStream();
  private final int[] lengths = new int[LITERALS + DISTANCES];
  private long bits;
  private int count;

  DynamicBlock(Random random) {
    this.random = random;
  }

  /** Mostly valid; some have a length of a code changed, or a wrong checksum. */
  byte[] stream() {
    out.write(0x78);
    out.write(0x9c);
    put(1, 1);
    put(2, 2);
    drawCode(0, LITERALS, END_OF_BLOCK, 2 + random.nextInt(random.nextInt(8) == 0 ? 200 : 12));
    int distances = random.nextInt(8);
    if (distances == 1) {
      lengths[LITERALS] = 1;
    } else if (distances > 1) {
      drawCode(LITERALS, DISTANCES, 0, distances);
    }
    if (random.nextInt(4) == 0) {
      lengths[random.nextInt(lengths.length)] = random.nextInt(4);
    }
    putLengths();
    for (int i = random.nextInt(60); i > 0; i--) {
      putSymbol();
    }
    putCode(0, LITERALS, END_OF_BLOCK);
    put(0, -count & 7);
    Adler32 adler = new Adler32();
    adler.update(content.toByteArray());
    int sum = (int) adler.getValue() + (random.nextInt(20) == 0 ? 1 : 0);
    for (int shift = 24; shift >= 0; shift -= 8) {
      out.write(sum >>> shift);
    }
    return out.toByteArray();
  }

  /** Splits leaves of a tree until there are enough, and gives them to symbols. */
  private void drawCode(int from, int symbols, int always, int wanted) {
    List<Integer> leaves = new ArrayList<>(List.of(0));
    boolean deep = random.nextBoolean();
    while (leaves.size() < wanted) {
      int at = deep ? leaves.size() - 1 : random.nextInt(leaves.size());
      int depth = leaves.get(at) + 1;
      if (depth > 15) {
        deep = false;
        continue;
      }
      leaves.set(at, depth);
      leaves.add(depth);
    }
    lengths[from + always] = leaves.removeLast();
    while (!leaves.isEmpty()) {
      int symbol = from + random.nextInt(symbols);
      if (lengths[symbol] == 0) {
        lengths[symbol] = leaves.removeLast();
      }
    }
  }

  /** All code lengths up to 15 in four bits, 16 to 18 in none: a complete code. */
  private void putLengths() {
    put(LITERALS - 257, 5);
    put(DISTANCES - 1, 5);
    put(15, 4);
    for (int symbol : ORDER) {
      put(symbol < 16 ? 4 : 0, 3);
    }
    for (int length : lengths) {
      put(Integer.reverse(length) >>> 28, 4);
    }
  }

  private void putSymbol() {
    int symbol = random.nextInt(LITERALS);
    if (lengths[symbol] == 0 || symbol == END_OF_BLOCK) {
      return;
    }
    if (symbol < END_OF_BLOCK) {
      putCode(0, LITERALS, symbol);
      content.write(symbol);
      return;
    }
    int distanceSymbol = random.nextInt(4);
    int distance = distanceSymbol + 1;
    // Lengths 3 to 10 have no extra bits, nor have the first four distances.
    if (symbol < 265 && lengths[LITERALS + distanceSymbol] != 0 && distance <= content.size()) {
      putCode(0, LITERALS, symbol);
      putCode(LITERALS, DISTANCES, distanceSymbol);
      for (int i = symbol - 254; i > 0; i--) {
        content.write(content.toByteArray()[content.size() - distance]);
      }
    }
  }

  /** Codes of one length are consecutive, and follow those that are shorter. */
  private void putCode(int from, int symbols, int symbol) {
    int[] of = Arrays.copyOfRange(lengths, from, from + symbols);
    int code = 0;
    for (int bitsOfCode = 1; bitsOfCode <= of[symbol]; bitsOfCode++) {
      code <<= 1;
      for (int i = 0; i < symbols; i++) {
        boolean before = bitsOfCode < of[symbol] || i < symbol;
        code += of[i] == bitsOfCode && before ? 1 : 0;
      }
    }
    put(Integer.reverse(code) >>> (32 - Math.max(1, of[symbol])), of[symbol]);
  }

  private void put(int value, int width) {
    bits |= (value & 0xffff_ffffL) << count;
    count += width;
    while (count >= 8) {
      out.write((int) bits);
      bits >>>= 8;
      count -= 8;
    }
  }
}
