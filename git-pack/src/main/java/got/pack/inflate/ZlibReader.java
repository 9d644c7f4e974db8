package got.pack.inflate;

import static got.pack.inflate.CodeTable.END;
import static got.pack.inflate.CodeTable.LONGER;
import static got.pack.inflate.CodeTable.SPECIAL;
import static got.pack.inflate.CodeTable.allBits;
import static got.pack.inflate.CodeTable.codeBits;
import static got.pack.inflate.CodeTable.value;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.Adler32;

/** Reads one zlib stream after the other from a {@link ByteInput}. */
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

  private final ByteInput in;
  private final BitInput bits;
  private final Adler32 adler = new Adler32();
  private final BlockCodes codes = new BlockCodes();

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

  /**
   * The stream's first byte is at this index of the target, or would have been. Farther to the
   * front than any match reaches, it is no longer counted: it would wrap around in a long stream.
   */
  private int origin;

  /**
   * @param in to take the streams from
   */
  public ZlibReader(ByteInput in) {
    this.in = in;
    this.bits = new BitInput(in);
  }

  /** Starts a stream at the next byte of the input; its first byte out goes to {@code offset}. */
  public void begin(int offset) {
    state = State.STREAM;
    origin = offset;
    bits.begin();
    adler.reset();
  }

  /** True if the stream has ended and its checksum was right. */
  public boolean finished() {
    return state == State.FINISHED;
  }

  /** What was written is now {@code by} places further to the front of the target. */
  public void moved(int by) {
    origin = (int) Math.max((long) origin - by, -HISTORY);
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
    int header = bits.take(8) << 8 | bits.take(8);
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
    lastBlock = bits.take(1) == 1;
    switch (bits.take(2)) {
      case 0 -> readStoredHeader();
      case 1 -> {
        codes.useFixed();
        state = State.CODES;
      }
      case 2 -> {
        codes.read(bits);
        state = State.CODES;
      }
      default -> throw new ZlibFormatException("invalid block type");
    }
  }

  private void readStoredHeader() throws IOException, ZlibFormatException {
    bits.skipToByte();
    stored = bits.take(16);
    if (bits.take(16) != (~stored & 0xffff)) {
      throw new ZlibFormatException("invalid stored block lengths");
    }
    bits.giveBack();
    state = stored == 0 ? State.BLOCK : State.STORED;
  }

  private int copyStored(byte[] target, int offset, int limit)
      throws IOException, ZlibFormatException {
    if (in.at == in.end) {
      bits.refill();
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
    int entry = bits.next(codes.literals);
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
    int length = value(entry) + bits.take(allBits(entry) - codeBits(entry));
    entry = bits.next(codes.distances);
    if ((entry & SPECIAL) != 0) {
      throw new ZlibFormatException("invalid distance code");
    }
    int from = offset - value(entry) - bits.take(allBits(entry) - codeBits(entry));
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
    CodeTable literals = codes.literals;
    CodeTable distances = codes.distances;
    int[] lits = literals.entries();
    int litMask = literals.mask();
    int[] dists = distances.entries();
    int distMask = distances.mask();
    int first = origin;
    int at = in.at;
    int out = offset;
    long b = bits.held;
    int n = bits.count;
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
    bits.held = b;
    bits.count = n;
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

  private void readChecksum() throws IOException, ZlibFormatException {
    bits.skipToByte();
    int sum = 0;
    for (int i = 0; i < 4; i++) {
      sum = sum << 8 | bits.take(8);
    }
    bits.giveBack();
    if (sum != (int) adler.getValue()) {
      throw new ZlibFormatException("incorrect data check");
    }
    state = State.FINISHED;
  }
}
