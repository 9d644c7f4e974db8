package got.pack.inflate;

/** The three alphabets of deflate, and the fixed codes. Source: RFC 1951, section 3.2. */
final class Alphabets {
  /** Symbols that a block may give codes to. */
  static final int LENGTH_SYMBOLS = 286;

  static final int DISTANCE_SYMBOLS = 30;

  /** Symbols that describe code lengths. */
  static final int META_SYMBOLS = 19;

  private static final int FIRST_LENGTH = 257;
  private static final int END_OF_BLOCK = 256;

  private Alphabets() {}

  /** Codes of literals and lengths; ten bits hold most of them, and the table stays small. */
  static CodeTable literalsAndLengths() {
    int[] symbols = new int[288];
    for (int i = 0; i < END_OF_BLOCK; i++) {
      symbols[i] = CodeTable.literal(i);
    }
    symbols[END_OF_BLOCK] = CodeTable.end();
    int length = 3;
    for (int i = 0; i < 28; i++) {
      int extraBits = i < 8 ? 0 : (i - 4) / 4;
      symbols[FIRST_LENGTH + i] = CodeTable.base(length, extraBits);
      length += 1 << extraBits;
    }
    symbols[FIRST_LENGTH + 28] = CodeTable.base(258, 0);
    symbols[286] = CodeTable.none();
    symbols[287] = CodeTable.none();
    return new CodeTable(10, 2048, symbols, true);
  }

  static CodeTable distances() {
    int[] symbols = new int[32];
    int distance = 1;
    for (int i = 0; i < DISTANCE_SYMBOLS; i++) {
      int extraBits = i < 4 ? 0 : (i - 2) / 2;
      symbols[i] = CodeTable.base(distance, extraBits);
      distance += 1 << extraBits;
    }
    symbols[30] = CodeTable.none();
    symbols[31] = CodeTable.none();
    return new CodeTable(8, 1024, symbols, true);
  }

  /** Codes of code lengths, none longer than seven bits; the value is the symbol. */
  static CodeTable codeLengths() {
    int[] symbols = new int[META_SYMBOLS];
    for (int i = 0; i < META_SYMBOLS; i++) {
      symbols[i] = CodeTable.base(i, 0);
    }
    return new CodeTable(7, 128, symbols, false);
  }

  /** Lengths of the fixed codes of {@link #literalsAndLengths}, then of {@link #distances}. */
  static byte[] fixedLengths() {
    byte[] lengths = new byte[288 + 32];
    for (int i = 0; i < 288; i++) {
      lengths[i] = (byte) (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8);
    }
    for (int i = 288; i < lengths.length; i++) {
      lengths[i] = 5;
    }
    return lengths;
  }
}
