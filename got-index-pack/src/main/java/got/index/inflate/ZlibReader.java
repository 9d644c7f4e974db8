package got.index.inflate;

import static got.index.inflate.CodeTable.END;
import static got.index.inflate.CodeTable.LONGER;
import static got.index.inflate.CodeTable.SPECIAL;
import static got.index.inflate.CodeTable.allBits;
import static got.index.inflate.CodeTable.codeBits;
import static got.index.inflate.CodeTable.value;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.Adler32;

/**
 * Reads one zlib stream after the other from a {@link ByteInput}.
 *
 * <p>Away from the end of the buffer, eight bytes are taken at a time. Near the end of the input,
 * bytes are taken one by one and no sooner than needed: the stream may end here, and the next byte
 * be somebody else's, or not come for a while.
 *
 * <p>Bits taken but not used are in {@link #bits}, lowest first. What {@link #bits} holds beyond
 * {@link #count} are the bytes that {@link ByteInput#at} points to, or nothing: they may be added
 * again.
 */
public final class ZlibReader {
  /**
   * Room that {@link #inflate} needs behind what it may be asked to write: the longest match, and
   * what eight bytes at a time write beyond its end, after two literals.
   */
  public static final int SLACK = 280;

  /** The farthest that a match may reach back. */
  public static final int HISTORY = 32 * 1024;

  private static final int FAST_INPUT = 16;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** In which order a block gives the lengths of the codes of code lengths. */
  private static final byte[] META_ORDER = {
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
  };

  private final ByteInput in;
  private final Adler32 adler = new Adler32();
  private final CodeTable literals = Alphabets.literalsAndLengths();
  private final CodeTable distances = Alphabets.distances();
  private final CodeTable meta = Alphabets.codeLengths();
  private final byte[] lengths = new byte[288 + 32];
  private final byte[] metaLengths = new byte[Alphabets.META_SYMBOLS];
  private boolean fixedTables;

  private long bits;
  private int count;

  private enum State {
    STREAM,
    BLOCK,
    STORED,
    CODES,
    FINISHED
  }

  private State state = State.FINISHED;
  private boolean lastBlock;

  /** Bytes left of a stored block. */
  private int stored;

  /** The stream's first byte is at this index of the target, or would have been. */
  private int origin;

  /**
   * @param in to take the streams from
   */
  public ZlibReader(ByteInput in) {
    this.in = in;
  }

  /** Starts a stream at the next byte of the input; its first byte out goes to {@code offset}. */
  public void begin(int offset) {
    state = State.STREAM;
    origin = offset;
    bits = 0;
    count = 0;
    adler.reset();
  }

  /** True if the stream has ended and its checksum was right. */
  public boolean finished() {
    return state == State.FINISHED;
  }

  /** What was written is now {@code by} places further to the front of the target. */
  public void moved(int by) {
    origin -= by;
  }

  /**
   * Writes what comes next, until the stream ends, or less than {@link #SLACK} bytes are free.
   *
   * @param target holds what was written before, the last {@link #HISTORY} bytes at least; what is
   *     behind the returned index is overwritten with anything
   * @param offset where to go on
   * @return behind the last byte written
   * @throws ZlibFormatException if the stream is corrupt, wants a dictionary, or the input ends
   * @throws IOException if the input fails
   */
  public int inflate(byte[] target, int offset) throws IOException, ZlibFormatException {
    int limit = target.length - SLACK;
    int out = offset;
    if (state == State.STREAM) {
      readStreamHeader();
    }
    while (state != State.FINISHED && out <= limit) {
      switch (state) {
        case BLOCK -> readBlockHeader();
        case STORED -> out = copyStored(target, out, limit);
        case CODES -> out = readSymbols(target, out, limit);
        case STREAM, FINISHED -> throw new IllegalStateException("" + state);
      }
      if (state == State.BLOCK && lastBlock) {
        adler.update(target, offset, out - offset);
        readChecksum();
        return out;
      }
    }
    adler.update(target, offset, out - offset);
    return out;
  }

  private void readStreamHeader() throws IOException, ZlibFormatException {
    int header = take(8) << 8 | take(8);
    if (header % 31 != 0) {
      throw new ZlibFormatException("incorrect header check");
    }
    if ((header >> 8 & 15) != 8) {
      throw new ZlibFormatException("unknown compression method");
    }
    if (header >> 12 > 7) {
      throw new ZlibFormatException("invalid window size");
    }
    if ((header & 0x20) != 0) {
      throw new ZlibFormatException("dictionary wanted");
    }
    state = State.BLOCK;
    lastBlock = false;
  }

  private void readBlockHeader() throws IOException, ZlibFormatException {
    lastBlock = take(1) == 1;
    switch (take(2)) {
      case 0 -> readStoredHeader();
      case 1 -> useFixedCodes();
      case 2 -> readCodes();
      default -> throw new ZlibFormatException("invalid block type");
    }
  }

  private void readStoredHeader() throws IOException, ZlibFormatException {
    take(count & 7);
    stored = take(16);
    if (take(16) != (~stored & 0xffff)) {
      throw new ZlibFormatException("invalid stored block lengths");
    }
    giveBack();
    state = stored == 0 ? State.BLOCK : State.STORED;
  }

  /** Leaves the input at the first byte not used; no bits of a byte may be left. */
  private void giveBack() {
    int unused = count >> 3;
    if (unused > in.at || (count & 7) != 0) {
      throw new IllegalStateException(count + " bits left at " + in.at);
    }
    in.at -= unused;
    bits = 0;
    count = 0;
  }

  private int copyStored(byte[] target, int offset, int limit)
      throws IOException, ZlibFormatException {
    if (in.at == in.end) {
      refill();
    }
    int n = Math.min(Math.min(stored, in.end - in.at), limit + 1 - offset);
    System.arraycopy(in.bytes, in.at, target, offset, n);
    in.at += n;
    stored -= n;
    if (stored == 0) {
      state = State.BLOCK;
    }
    return offset + n;
  }

  private void useFixedCodes() {
    if (!fixedTables) {
      byte[] fixed = Alphabets.fixedLengths();
      literals.build(fixed, 0, 288);
      distances.build(fixed, 288, 32);
      fixedTables = true;
    }
    state = State.CODES;
  }

  private void readCodes() throws IOException, ZlibFormatException {
    int literalCount = take(5) + 257;
    int distanceCount = take(5) + 1;
    int metaCount = take(4) + 4;
    if (literalCount > Alphabets.LENGTH_SYMBOLS || distanceCount > Alphabets.DISTANCE_SYMBOLS) {
      throw new ZlibFormatException("too many length or distance symbols");
    }
    for (int i = 0; i < META_ORDER.length; i++) {
      metaLengths[META_ORDER[i]] = (byte) (i < metaCount ? take(3) : 0);
    }
    if (!meta.build(metaLengths, 0, metaLengths.length)) {
      throw new ZlibFormatException("invalid code lengths set");
    }
    readLengths(literalCount + distanceCount);
    if (lengths[256] == 0) {
      throw new ZlibFormatException("invalid code -- missing end-of-block");
    }
    fixedTables = false;
    if (!literals.build(lengths, 0, literalCount)) {
      throw new ZlibFormatException("invalid literal/lengths set");
    }
    if (!distances.build(lengths, literalCount, distanceCount)) {
      throw new ZlibFormatException("invalid distances set");
    }
    state = State.CODES;
  }

  private void readLengths(int total) throws IOException, ZlibFormatException {
    int n = 0;
    while (n < total) {
      int symbol = value(next(meta));
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
            case 16 -> 3 + take(2);
            case 17 -> 3 + take(3);
            default -> 11 + take(7);
          };
      if (times > total - n) {
        throw new ZlibFormatException("invalid bit length repeat");
      }
      for (int i = 0; i < times; i++) {
        lengths[n++] = length;
      }
    }
  }

  private int readSymbols(byte[] target, int offset, int limit)
      throws IOException, ZlibFormatException {
    int out = offset;
    while (state == State.CODES && out <= limit) {
      if (in.end - in.at >= FAST_INPUT) {
        out = readFast(target, out, limit);
      } else {
        out = readSlowly(target, out);
      }
    }
    return out;
  }

  private int readSlowly(byte[] target, int offset) throws IOException, ZlibFormatException {
    int entry = next(literals);
    if (entry < 0) {
      target[offset] = (byte) value(entry);
      return offset + 1;
    }
    if ((entry & SPECIAL) != 0) {
      if ((entry & END) == 0) {
        throw new ZlibFormatException("invalid literal/length code");
      }
      state = State.BLOCK;
      return offset;
    }
    int length = value(entry) + take(allBits(entry) - codeBits(entry));
    entry = next(distances);
    if ((entry & SPECIAL) != 0) {
      throw new ZlibFormatException("invalid distance code");
    }
    int from = offset - value(entry) - take(allBits(entry) - codeBits(entry));
    if (from < origin) {
      throw new ZlibFormatException("invalid distance too far back");
    }
    copy(target, from, offset, length);
    return offset + length;
  }

  /** Reads until a block ends, the input nearly does, or the target is nearly full. */
  private int readFast(byte[] target, int offset, int limit) throws ZlibFormatException {
    byte[] input = in.bytes;
    int lastAt = in.end - FAST_INPUT;
    int[] lits = literals.entries();
    int litMask = literals.mask();
    int[] dists = distances.entries();
    int distMask = distances.mask();
    int first = origin;
    int at = in.at;
    int out = offset;
    long b = bits;
    int n = count;
    while (at <= lastAt && out <= limit) {
      b |= (long) LONG.get(input, at) << n;
      at += (63 - n) >>> 3;
      n |= 56;
      int entry = lits[(int) b & litMask];
      if (entry < 0) {
        target[out++] = (byte) (entry >>> 16);
        b >>>= entry;
        n -= entry & 63;
        entry = lits[(int) b & litMask];
        if (entry < 0) {
          target[out++] = (byte) (entry >>> 16);
          b >>>= entry;
          n -= entry & 63;
          entry = lits[(int) b & litMask];
          if (entry < 0) {
            target[out++] = (byte) (entry >>> 16);
            b >>>= entry;
            n -= entry & 63;
            continue;
          }
        }
        b |= (long) LONG.get(input, at) << n;
        at += (63 - n) >>> 3;
        n |= 56;
      }
      if ((entry & SPECIAL) != 0) {
        if ((entry & LONGER) != 0) {
          int skip = literals.firstBits();
          b >>>= skip;
          n -= skip;
          entry = lits[(entry >>> 16) + ((int) b & ((1 << codeBits(entry)) - 1))];
          if (entry < 0) {
            target[out++] = (byte) (entry >>> 16);
            b >>>= entry;
            n -= entry & 63;
            continue;
          }
        }
        if ((entry & SPECIAL) != 0) {
          if ((entry & END) == 0) {
            throw new ZlibFormatException("invalid literal/length code");
          }
          b >>>= entry;
          n -= entry & 63;
          state = State.BLOCK;
          break;
        }
      }
      int length = (entry >>> 16) + extra(b, entry);
      b >>>= entry;
      n -= entry & 63;
      entry = dists[(int) b & distMask];
      if ((entry & SPECIAL) != 0) {
        if ((entry & LONGER) != 0) {
          int skip = distances.firstBits();
          b >>>= skip;
          n -= skip;
          entry = dists[(entry >>> 16) + ((int) b & ((1 << codeBits(entry)) - 1))];
        }
        if ((entry & SPECIAL) != 0) {
          throw new ZlibFormatException("invalid distance code");
        }
      }
      int distance = (entry >>> 16) + extra(b, entry);
      b >>>= entry;
      n -= entry & 63;
      int from = out - distance;
      if (from < first) {
        throw new ZlibFormatException("invalid distance too far back");
      }
      int to = out;
      out += length;
      if (distance >= 8) {
        do {
          LONG.set(target, to, (long) LONG.get(target, from));
          to += 8;
          from += 8;
        } while (to < out);
      } else {
        do {
          target[to++] = target[from++];
        } while (to < out);
      }
    }
    in.at = at;
    bits = b;
    count = n;
    return out;
  }

  /** The extra bits behind the code of an entry. */
  private static int extra(long bits, int entry) {
    return (int) ((bits & ((1L << entry) - 1)) >>> codeBits(entry));
  }

  /** A match may overlap itself: then it repeats what it has written. */
  private static void copy(byte[] target, int from, int to, int length) {
    for (int i = 0; i < length; i++) {
      target[to + i] = target[from + i];
    }
  }

  /** Reads a code, and takes its bits, but not the extra bits behind it. */
  private int next(CodeTable table) throws IOException, ZlibFormatException {
    int[] entries = table.entries();
    while (true) {
      int entry = entries[(int) bits & table.mask()];
      int skipped = 0;
      if ((entry & SPECIAL) != 0 && (entry & LONGER) != 0) {
        skipped = table.firstBits();
        int index = (int) (bits >>> skipped) & ((1 << codeBits(entry)) - 1);
        entry = entries[value(entry) + index];
      }
      int length = skipped + (entry < 0 ? allBits(entry) : codeBits(entry));
      if (length <= count) {
        bits >>>= length;
        count -= length;
        return entry;
      }
      addBytes();
    }
  }

  /** Takes at most 16 bits. */
  private int take(int n) throws IOException, ZlibFormatException {
    while (count < n) {
      addBytes();
    }
    int taken = (int) bits & ((1 << n) - 1);
    bits >>>= n;
    count -= n;
    return taken;
  }

  private void addBytes() throws IOException, ZlibFormatException {
    if (in.end - in.at >= Long.BYTES) {
      bits |= (long) LONG.get(in.bytes, in.at) << count;
      in.at += (63 - count) >>> 3;
      count |= 56;
      return;
    }
    if (in.at == in.end) {
      refill();
    }
    bits |= (in.bytes[in.at++] & 0xffL) << count;
    count += 8;
  }

  private void refill() throws IOException, ZlibFormatException {
    if (!in.refill()) {
      throw new ZlibFormatException("zlib stream ends early");
    }
  }

  private void readChecksum() throws IOException, ZlibFormatException {
    take(count & 7);
    int sum = 0;
    for (int i = 0; i < 4; i++) {
      sum = sum << 8 | take(8);
    }
    giveBack();
    if (sum != (int) adler.getValue()) {
      throw new ZlibFormatException("incorrect data check");
    }
    state = State.FINISHED;
  }
}
