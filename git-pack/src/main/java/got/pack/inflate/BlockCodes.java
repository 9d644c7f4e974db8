package got.pack.inflate;

import static got.pack.inflate.CodeTable.value;

import java.io.IOException;

/** The two codes of a compressed block. Source: RFC 1951, sections 3.2.6 and 3.2.7. */
final class BlockCodes {
  /** In which order a block gives the lengths of the codes of code lengths. */
  private static final byte[] META_ORDER = {
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
  };

  final CodeTable literals = Alphabets.literalsAndLengths();
  final CodeTable distances = Alphabets.distances();
  private final CodeTable meta = Alphabets.codeLengths();
  private final byte[] lengths = new byte[288 + 32];
  private final byte[] metaLengths = new byte[Alphabets.META_SYMBOLS];
  private boolean fixed;

  /** Uses the codes that a block need not describe. */
  void useFixed() {
    if (!fixed) {
      byte[] known = Alphabets.fixedLengths();
      literals.build(known, 0, 288);
      distances.build(known, 288, 32);
      fixed = true;
    }
  }

  /** Reads the description that a block begins with. */
  void read(BitInput in) throws IOException, ZlibFormatException {
    int literalCount = in.take(5) + 257;
    int distanceCount = in.take(5) + 1;
    int metaCount = in.take(4) + 4;
    if (literalCount > Alphabets.LENGTH_SYMBOLS || distanceCount > Alphabets.DISTANCE_SYMBOLS) {
      throw new ZlibFormatException("too many length or distance symbols");
    }
    for (int i = 0; i < META_ORDER.length; i++) {
      metaLengths[META_ORDER[i]] = (byte) (i < metaCount ? in.take(3) : 0);
    }
    if (!meta.build(metaLengths, 0, metaLengths.length)) {
      throw new ZlibFormatException("invalid code lengths set");
    }
    readLengths(in, literalCount + distanceCount);
    if (lengths[256] == 0) {
      throw new ZlibFormatException("invalid code -- missing end-of-block");
    }
    fixed = false;
    if (!literals.build(lengths, 0, literalCount)) {
      throw new ZlibFormatException("invalid literal/lengths set");
    }
    if (!distances.build(lengths, literalCount, distanceCount)) {
      throw new ZlibFormatException("invalid distances set");
    }
  }

  private void readLengths(BitInput in, int total) throws IOException, ZlibFormatException {
    int n = 0;
    while (n < total) {
      int symbol = value(in.next(meta));
      if (symbol < 16) {
        lengths[n++] = (byte) symbol;
        continue;
      }
      if (symbol == 16 && n == 0) {
        throw new ZlibFormatException("invalid bit length repeat");
      }
      byte length = symbol == 16 ? lengths[n - 1] : 0;
      int times =
          switch (symbol) {
            case 16 -> 3 + in.take(2);
            case 17 -> 3 + in.take(3);
            default -> 11 + in.take(7);
          };
      if (times > total - n) {
        throw new ZlibFormatException("invalid bit length repeat");
      }
      for (int i = 0; i < times; i++) {
        lengths[n++] = length;
      }
    }
  }
}
