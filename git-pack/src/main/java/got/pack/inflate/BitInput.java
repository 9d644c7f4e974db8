package got.pack.inflate;

import static got.pack.inflate.CodeTable.LONGER;
import static got.pack.inflate.CodeTable.SPECIAL;
import static got.pack.inflate.CodeTable.allBits;
import static got.pack.inflate.CodeTable.codeBits;
import static got.pack.inflate.CodeTable.value;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Takes the bits of a {@link ByteInput}, lowest first.
 *
 * <p>Away from the end of the buffer, eight bytes are taken at a time. Near the end of the input,
 * bytes are taken one by one and no sooner than needed: the stream may end here, and the next byte
 * be somebody else's, or not come for a while.
 */
final class BitInput {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  final ByteInput in;

  /**
   * Bits taken from the buffer but not used, lowest first. What is here beyond {@link #count} are
   * the bytes that {@link ByteInput#at} points to, or nothing: they may be added again.
   */
  long held;

  /** How many of {@link #held} count. */
  int count;

  BitInput(ByteInput in) {
    this.in = in;
  }

  /** Starts at the next byte of the input. */
  void begin() {
    held = 0;
    count = 0;
  }

  /** Takes at most 16 bits. */
  int take(int n) throws IOException, ZlibFormatException {
    while (count < n) {
      addBytes();
    }
    int taken = (int) held & ((1 << n) - 1);
    held >>>= n;
    count -= n;
    return taken;
  }

  /** Drops what is left of the byte that was begun. */
  void skipToByte() throws IOException, ZlibFormatException {
    take(count & 7);
  }

  /** Reads a code, and takes its bits, but not the extra bits behind it. */
  int next(CodeTable table) throws IOException, ZlibFormatException {
    int[] entries = table.entries();
    while (true) {
      int entry = entries[(int) held & table.mask()];
      int skipped = 0;
      if ((entry & SPECIAL) != 0 && (entry & LONGER) != 0) {
        skipped = table.firstBits();
        int index = (int) (held >>> skipped) & ((1 << codeBits(entry)) - 1);
        entry = entries[value(entry) + index];
      }
      int length = skipped + (entry < 0 ? allBits(entry) : codeBits(entry));
      if (length <= count) {
        held >>>= length;
        count -= length;
        return entry;
      }
      addBytes();
    }
  }

  /** Leaves the input at the first byte not used; no bits of a byte may be left. */
  void giveBack() {
    int unused = count >> 3;
    if (unused > in.at || (count & 7) != 0) {
      throw new IllegalStateException(count + " bits left at " + in.at);
    }
    in.at -= unused;
    held = 0;
    count = 0;
  }

  /** Fills the buffer again, all of which has been used. */
  void refill() throws IOException, ZlibFormatException {
    if (!in.refill()) {
      throw new ZlibFormatException("zlib stream ends early");
    }
  }

  private void addBytes() throws IOException, ZlibFormatException {
    if (in.end - in.at >= Long.BYTES) {
      held |= (long) LONG.get(in.bytes, in.at) << count;
      in.at += (63 - count) >>> 3;
      count |= 56;
      return;
    }
    if (in.at == in.end) {
      refill();
    }
    held |= (in.bytes[in.at++] & 0xffL) << count;
    count += 8;
  }
}
