package got.pack;

import got.fuzz.Allocation;
import got.pack.digest.Copies;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Checks and applies a delta, and compares the result with that of a slow model.
 *
 * <p>The first byte of an input says how many bytes of the array are not the delta's. A delta on a
 * base of more than {@link #MOST_BASE} bytes, or that makes more than {@link #MOST_RESULT}, is
 * checked only. Only a {@link PackException.Format} may come out. Memory: {@link #MOST_MEMORY} to
 * check, {@link #MOST_COPIES} and some for each instruction to apply; the result is the caller's.
 */
public final class DeltaFuzz {
  private static final int MOST_BASE = 1 << 25;
  private static final int MOST_RESULT = 1 << 20;
  private static final long MOST_MEMORY = 4 << 10;
  private static final long MOST_COPIES = 16 << 10;
  private static final long MEMORY_PER_BYTE = 128;

  private static final byte[] BASE = base();

  private DeltaFuzz() {}

  /** Every piece of four bytes is there once. */
  private static byte[] base() {
    ByteBuffer base = ByteBuffer.allocate(MOST_BASE);
    for (int i = 0; base.hasRemaining(); i++) {
      base.putInt(i * 0x9e3779b1);
    }
    return base.array();
  }

  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    accepts(input);
  }

  static boolean accepts(byte[] input) throws Exception {
    int start = input.length == 0 ? 0 : Math.min(input.length, 1 + (input[0] & 7));
    int length = Math.max(0, input.length - start - start / 2);
    Delta delta = Allocation.within(MOST_MEMORY, () -> parse(input, start, length));
    byte[] program = Arrays.copyOfRange(input, start, start + length);
    Model model = Model.of(program);
    if (delta == null || model == null) {
      if (delta != null || model != null) {
        throw new AssertionError((delta == null ? "refused" : "accepted") + ", unlike " + model);
      }
      return false;
    }
    same(BigInteger.valueOf(delta.baseSize()), model.baseSize);
    same(BigInteger.valueOf(delta.resultSize()), model.resultSize);
    same(Delta.statedResult(program, length), delta.resultSize());
    if (delta.baseSize() <= MOST_BASE && delta.resultSize() <= MOST_RESULT) {
      apply(delta, program, model);
    }
    return true;
  }

  private static @Nullable Delta parse(byte[] input, int start, int length) {
    try {
      return Delta.parse(input, start, length, 0);
    } catch (PackException.Format e) {
      return null;
    }
  }

  private static void apply(Delta delta, byte[] program, Model model) throws Exception {
    int start = MOST_BASE - (int) delta.baseSize();
    byte[] expected = model.result(BASE, start);
    byte[] plain = new byte[expected.length];
    delta.apply(BASE, start, plain);
    same(Arrays.mismatch(plain, expected), -1);
    byte[] noting = new byte[expected.length];
    Copies copies =
        Allocation.within(
            MOST_COPIES + MEMORY_PER_BYTE * program.length,
            () -> {
              Copies noted = new Copies();
              delta.apply(BASE, start, noting, noted::add);
              return noted;
            });
    same(Arrays.mismatch(noting, expected), -1);
    if (copies == null) {
      throw new AssertionError();
    }
  }

  private static void same(Object actual, Object expected) {
    if (!actual.equals(expected)) {
      throw new AssertionError(actual + " is not " + expected);
    }
  }

  /** Source: gitformat-pack(5), "deltified representation". */
  public record Model(BigInteger baseSize, BigInteger resultSize, ByteBuffer code) {
    private static final int MOST_GROUPS = 9;

    /** Of a delta that is in order, or null. */
    public static @Nullable Model of(byte[] program) {
      ByteBuffer in = ByteBuffer.wrap(program);
      try {
        BigInteger base = size(in);
        BigInteger result = size(in);
        ByteBuffer code = in.slice();
        BigInteger made = BigInteger.ZERO;
        while (in.hasRemaining()) {
          int op = in.get();
          if (op == 0) {
            return null;
          }
          if (op > 0) {
            in.get(new byte[op]);
            made = made.add(BigInteger.valueOf(op));
            continue;
          }
          long from = number(in, op, 4);
          int count = copied(number(in, op >> 4, 3));
          if (BigInteger.valueOf(from + count).compareTo(base) > 0) {
            return null;
          }
          made = made.add(BigInteger.valueOf(count));
        }
        return made.equals(result) && program.length >= 4 ? new Model(base, result, code) : null;
      } catch (BufferUnderflowException | ArithmeticException e) {
        return null;
      }
    }

    private static BigInteger size(ByteBuffer in) {
      BigInteger size = BigInteger.ZERO;
      int groups = 0;
      int b;
      do {
        b = in.get();
        if (groups == MOST_GROUPS) {
          throw new ArithmeticException("more than 63 bits");
        }
        size = size.or(BigInteger.valueOf(b & 0x7f).shiftLeft(7 * groups++));
      } while (b < 0);
      return size;
    }

    private static long number(ByteBuffer in, int present, int bytes) {
      long number = 0;
      for (int i = 0; i < bytes; i++) {
        if ((present >> i & 1) != 0) {
          number |= (in.get() & 0xffL) << (8 * i);
        }
      }
      return number;
    }

    private static int copied(long stated) {
      return stated == 0 ? 0x10000 : (int) stated;
    }

    public byte[] result(byte[] base, int start) {
      ByteBuffer out = ByteBuffer.allocate(resultSize.intValueExact());
      ByteBuffer in = code.duplicate();
      while (in.hasRemaining()) {
        int op = in.get();
        if (op > 0) {
          byte[] inserted = new byte[op];
          in.get(inserted);
          out.put(inserted);
        } else {
          int from = (int) number(in, op, 4);
          out.put(base, start + from, copied(number(in, op >> 4, 3)));
        }
      }
      return out.array();
    }
  }
}
