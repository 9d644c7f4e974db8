package got.pack.inflate;

import java.util.Arrays;

/**
 * Looks up Huffman codes of one alphabet: a first table by the next bits of the stream, and behind
 * it in the same array a further one for each group of longer codes.
 *
 * <p>An entry tells everything about a code and its symbol: how many bits to take, and which value
 * to add the extra bits to. Bits of the stream come lowest first, so codes are stored reversed.
 */
final class CodeTable {
  /** Set in the entry of a literal byte, and nowhere else: the entry is negative. */
  static final int LITERAL = 1 << 31;

  /** Set in entries that are neither a literal nor a base: the following, or no code at all. */
  static final int SPECIAL = 1 << 15;

  /** The code is longer: the value is where its own table starts, the code bits are its index. */
  static final int LONGER = 1 << 14;

  /** The code ends the block. */
  static final int END = 1 << 13;

  /** Longest code of deflate in bits. */
  static final int MOST_BITS = 15;

  /** No code looks like this; it is a bit long, so that whoever reads it makes headway. */
  private static final int INVALID = SPECIAL | 1 << 8 | 1;

  private final int[] entries;
  private final int firstBits;

  /** Entry of each symbol, without its code: value, flags, and number of extra bits. */
  private final int[] symbols;

  /** Whether a code that leaves bit patterns unused may be one of a single bit. */
  private final boolean mayBeSingle;

  private final int[] counts = new int[MOST_BITS + 1];
  private final int[] starts = new int[MOST_BITS + 2];
  private final short[] sorted;
  private int mask;

  /**
   * @param firstBits that index the first table
   * @param capacity entries that all tables can take, for any code
   * @param symbols made by {@link #literal}, {@link #base}, {@link #end} and {@link #none}
   * @param mayBeSingle whether one code of one bit, or none at all, is a code
   */
  CodeTable(int firstBits, int capacity, int[] symbols, boolean mayBeSingle) {
    this.firstBits = firstBits;
    this.entries = new int[capacity];
    this.symbols = symbols;
    this.mayBeSingle = mayBeSingle;
    this.sorted = new short[symbols.length];
  }

  static int literal(int value) {
    return LITERAL | value << 16;
  }

  /** A value to which so many extra bits are added. */
  static int base(int value, int extraBits) {
    return value << 16 | extraBits;
  }

  static int end() {
    return SPECIAL | END;
  }

  /** A symbol that must not occur. */
  static int none() {
    return SPECIAL;
  }

  /** Where the symbol's value, the first bits to look up, or a table's start is kept. */
  static int value(int entry) {
    return entry >>> 16;
  }

  /** Bits of the code, or of the index of the table that has longer ones. */
  static int codeBits(int entry) {
    return entry >>> 8 & 15;
  }

  /** Bits of the code and of what follows it: the low six bits, so also good as a shift. */
  static int allBits(int entry) {
    return entry & 63;
  }

  int[] entries() {
    return entries;
  }

  /** Of the stream's next bits those that index the first table. */
  int mask() {
    return mask;
  }

  int firstBits() {
    return firstBits;
  }

  /**
   * Assigns codes.
   *
   * @param lengths of the codes in bits, 0 where a symbol has none; from {@code from} on
   * @param count of symbols
   * @return false if there is no such code: too many codes, or too few to use all bit patterns
   */
  boolean build(byte[] lengths, int from, int count) {
    Arrays.fill(counts, 0);
    for (int i = 0; i < count; i++) {
      counts[lengths[from + i]]++;
    }
    int longest = MOST_BITS;
    while (longest > 0 && counts[longest] == 0) {
      longest--;
    }
    int unused = 1;
    for (int bits = 1; bits <= longest; bits++) {
      unused = 2 * unused - counts[bits];
      if (unused < 0) {
        return false;
      }
    }
    if (unused > 0) {
      return mayBeSingle && longest <= 1 && buildSingle(lengths, from, count);
    }
    sort(lengths, from, count, longest);
    fill(longest);
    return true;
  }

  private boolean buildSingle(byte[] lengths, int from, int count) {
    entries[0] = INVALID;
    entries[1] = INVALID;
    mask = 1;
    for (int i = 0; i < count; i++) {
      if (lengths[from + i] == 1) {
        entries[0] = symbols[i] + (1 << 8 | 1);
      }
    }
    return true;
  }

  /** Orders symbols by the length of their codes, and by their number among equals. */
  private void sort(byte[] lengths, int from, int count, int longest) {
    starts[1] = 0;
    for (int bits = 1; bits <= longest; bits++) {
      starts[bits + 1] = starts[bits] + counts[bits];
    }
    for (int i = 0; i < count; i++) {
      int bits = lengths[from + i];
      if (bits != 0) {
        sorted[starts[bits]++] = (short) i;
      }
    }
  }

  /** Gives out codes in order; the table doubles whenever codes become a bit longer. */
  private void fill(int longest) {
    int size = 1;
    int code = 0;
    int next = 0;
    int first = Math.min(firstBits, longest);
    for (int bits = 1; bits <= first; bits++) {
      System.arraycopy(entries, 0, entries, size, size);
      size *= 2;
      int add = bits << 8 | bits;
      for (int i = counts[bits]; i > 0; i--) {
        entries[code] = symbols[sorted[next++]] + add;
        code = following(code, size);
      }
    }
    mask = size - 1;
    if (longest > firstBits) {
      fillLonger(longest, code, next);
    }
  }

  private void fillLonger(int longest, int firstCode, int firstSymbol) {
    int code = firstCode;
    int next = firstSymbol;
    int table = 0;
    int tableBits = 0;
    int tableOf = -1;
    int end = 1 << firstBits;
    for (int bits = firstBits + 1; bits <= longest; bits++) {
      int add = (bits - firstBits) * (1 << 8 | 1);
      for (int i = counts[bits]; i > 0; i--) {
        if ((code & mask) != tableOf) {
          tableOf = code & mask;
          table = end;
          tableBits = tableBits(bits, i);
          end += 1 << tableBits;
          entries[tableOf] = SPECIAL | LONGER | table << 16 | tableBits << 8;
        }
        int entry = symbols[sorted[next++]] + add;
        int step = 1 << (bits - firstBits);
        for (int at = code >>> firstBits; at < 1 << tableBits; at += step) {
          entries[table + at] = entry;
        }
        code = following(code, 1 << bits);
      }
    }
  }

  /** How many bits index a table that begins with {@code left} codes of {@code bits} bits. */
  private int tableBits(int bits, int left) {
    int width = bits - firstBits;
    int used = left;
    while (used < 1 << width) {
      width++;
      used = 2 * used + counts[firstBits + width];
    }
    return width;
  }

  /** The next code of the same length, or its beginning if that is longer; 0 behind the last. */
  private static int following(int code, int size) {
    int bit = Integer.highestOneBit(code ^ (size - 1));
    return bit == 0 ? 0 : (code & (bit - 1)) | bit;
  }
}
