package got.pack;

import org.jspecify.annotations.Nullable;

/**
 * A delta: the size of its base, the size of its result, and instructions that copy from the base
 * or insert bytes of their own. Source: gitformat-pack(5), "deltified representation".
 */
public final class Delta {
  private static final int COPY = 0x80;

  /** A copy whose size bytes are all absent copies this many. */
  private static final int DEFAULT_COPY = 0x10000;

  /** git cannot read a shorter delta, though one of two or three bytes could make nothing. */
  private static final int LEAST_BYTES = 4;

  private final byte[] program;
  private final int end;
  private final int start;
  private final long baseSize;
  private final long resultSize;

  /** Is told what a delta copies, in the order of the result. */
  @FunctionalInterface
  public interface Copied {
    /** Offsets in base and result, and a length, in bytes. */
    void add(int from, int to, int count);
  }

  private Delta(byte[] program, int start, int end, long baseSize, long resultSize) {
    this.program = program;
    this.start = start;
    this.end = end;
    this.baseSize = baseSize;
    this.resultSize = resultSize;
  }

  /** Size that the delta says its base has, in bytes. */
  public long baseSize() {
    return baseSize;
  }

  /** Size that the delta says its result has; the instructions produce exactly that. */
  public long resultSize() {
    return resultSize;
  }

  /**
   * Checks a delta before anything is allocated for its result.
   *
   * @param program holds the inflated delta, {@code length} bytes from {@code start} on
   * @param offset of the entry, for the exception
   * @throws PackException.Format if it is too short, a size or an instruction is cut off, an
   *     instruction is the reserved 0, a copy reaches beyond the stated base, or the instructions
   *     do not add up to the stated result
   */
  public static Delta parse(byte[] program, int start, int length, long offset)
      throws PackException.Format {
    int end = start + length;
    Cursor in = new Cursor(program, start, end, offset);
    long baseSize = in.size();
    long resultSize = in.size();
    int instructions = in.at;
    long produced = 0;
    while (in.at < end) {
      int op = in.next();
      if ((op & COPY) != 0) {
        long from = in.copyOffset(op);
        int count = in.copySize(op);
        if (from + count > baseSize) {
          throw new PackException.Format(offset, "delta copies from beyond its base");
        }
        produced += count;
      } else if (op == 0) {
        throw new PackException.Format(offset, "delta holds the reserved instruction 0");
      } else {
        in.skip(op);
        produced += op;
      }
      if (produced > resultSize) {
        throw new PackException.Format(offset, "delta produces more than stated");
      }
    }
    if (produced != resultSize) {
      throw new PackException.Format(offset, "delta produces less than stated");
    }
    if (length < LEAST_BYTES) {
      throw new PackException.Format(offset, "delta of less than 4 bytes");
    }
    return new Delta(program, instructions, end, baseSize, resultSize);
  }

  /**
   * What a delta says of its result, read from its beginning alone.
   *
   * @param program holds the first {@code length} bytes of the inflated delta
   * @return bytes; -1 if the size is cut off or does not fit 63 bits
   */
  public static long statedResult(byte[] program, int length) {
    int base = 0;
    while (base < length && program[base] < 0) {
      base++;
    }
    try {
      return new Cursor(program, base + 1, length, 0).size();
    } catch (PackException.Format e) {
      return -1;
    }
  }

  /**
   * Writes the result to the beginning of {@code result}, which has room for {@link #resultSize}.
   *
   * @param base holds the base object, {@link #baseSize} bytes from {@code baseStart} on
   */
  public void apply(byte[] base, int baseStart, byte[] result) {
    apply(base, baseStart, result, null);
  }

  /**
   * Writes the result as {@link #apply(byte[], int, byte[])} does.
   *
   * @param copies gets what was copied, if that is wanted
   */
  public void apply(byte[] base, int baseStart, byte[] result, @Nullable Copied copies) {
    byte[] code = program;
    int out = 0;
    for (int at = start; at < end; ) {
      int op = code[at++];
      if (op >= 0) {
        System.arraycopy(code, at, result, out, op);
        at += op;
        out += op;
        continue;
      }
      int from = 0;
      int count = 0;
      if ((op & 0x01) != 0) {
        from = code[at++] & 0xff;
      }
      if ((op & 0x02) != 0) {
        from |= (code[at++] & 0xff) << 8;
      }
      if ((op & 0x04) != 0) {
        from |= (code[at++] & 0xff) << 16;
      }
      if ((op & 0x08) != 0) {
        from |= code[at++] << 24;
      }
      if ((op & 0x10) != 0) {
        count = code[at++] & 0xff;
      }
      if ((op & 0x20) != 0) {
        count |= (code[at++] & 0xff) << 8;
      }
      if ((op & 0x40) != 0) {
        count |= (code[at++] & 0xff) << 16;
      }
      if (count == 0) {
        count = DEFAULT_COPY;
      }
      System.arraycopy(base, baseStart + from, result, out, count);
      if (copies != null) {
        copies.add(from, out, count);
      }
      out += count;
    }
  }

  /** Reads with every end checked. */
  private static final class Cursor {
    private final byte[] bytes;
    private final int end;
    private final long offset;
    private int at;

    Cursor(byte[] bytes, int start, int end, long offset) {
      this.bytes = bytes;
      this.at = start;
      this.end = end;
      this.offset = offset;
    }

    int next() throws PackException.Format {
      if (at >= end) {
        throw new PackException.Format(offset, "delta is cut off");
      }
      return bytes[at++] & 0xff;
    }

    void skip(int count) throws PackException.Format {
      if (count > end - at) {
        throw new PackException.Format(offset, "delta is cut off");
      }
      at += count;
    }

    /** Little-endian groups of seven bits. */
    long size() throws PackException.Format {
      long size = 0;
      for (int shift = 0; ; shift += 7) {
        int b = next();
        if (shift > 56) {
          throw new PackException.Format(offset, "size in a delta does not fit 63 bits");
        }
        size |= (long) (b & 0x7f) << shift;
        if ((b & 0x80) == 0) {
          return size;
        }
      }
    }

    long copyOffset(int op) throws PackException.Format {
      long from = 0;
      for (int i = 0; i < 4; i++) {
        if ((op & (1 << i)) != 0) {
          from |= (long) next() << (8 * i);
        }
      }
      return from;
    }

    int copySize(int op) throws PackException.Format {
      int count = 0;
      for (int i = 0; i < 3; i++) {
        if ((op & (0x10 << i)) != 0) {
          count |= next() << (8 * i);
        }
      }
      return count == 0 ? DEFAULT_COPY : count;
    }
  }
}
