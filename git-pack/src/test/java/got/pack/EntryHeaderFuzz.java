package got.pack;

import got.fuzz.Allocation;
import got.ipc.HashAlgorithm;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the header of an entry, and compares it with what arithmetic without overflow makes of it.
 *
 * <p>The first byte of an input says how long the buffer is that the header is read through, and
 * with its lowest bit which ids there are; the next six where in the pack the entry is. Only a
 * {@link PackException.Format} may come out. Memory: {@link #MOST_MEMORY}.
 */
public final class EntryHeaderFuzz {
  /** The buffer, and the tables to inflate with that come with any input. */
  private static final long MOST_MEMORY = 64 << 10;

  private static final int CONTROL_BYTES = 7;
  private static final int PACK_HEADER_BYTES = 12;

  private EntryHeaderFuzz() {}

  /** What a header says. */
  public record Answer(
      int type, BigInteger size, BigInteger baseOffset, ByteBuffer baseId, long end) {}

  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    accepts(input);
  }

  static boolean accepts(byte[] input) throws Exception {
    if (input.length < CONTROL_BYTES) {
      return false;
    }
    int capacity = 1 + (input[0] & 0xff) / 2;
    int idBytes = (input[0] & 1) == 0 ? 20 : 32;
    long place = new BigInteger(1, Arrays.copyOfRange(input, 1, CONTROL_BYTES)).longValueExact();
    long offset = PACK_HEADER_BYTES + place;
    byte[] header = Arrays.copyOfRange(input, CONTROL_BYTES, input.length);
    Answer ours = Allocation.within(MOST_MEMORY, () -> ours(header, offset, capacity, idBytes));
    Answer model = model(header, offset, idBytes);
    if (ours == null ? model != null : !ours.equals(model)) {
      throw new AssertionError(ours + " is not " + model);
    }
    return ours != null;
  }

  private static @Nullable Answer ours(byte[] bytes, long offset, int capacity, int idBytes)
      throws IOException {
    Pieces in = new Pieces(bytes, offset, capacity);
    try {
      EntryHeader header =
          EntryHeader.read(in, idBytes == 20 ? HashAlgorithm.SHA1 : HashAlgorithm.SHA256);
      BigInteger size = BigInteger.valueOf(header.size());
      ByteBuffer noId = ByteBuffer.allocate(0);
      return switch (header) {
        case EntryHeader.Base base ->
            new Answer(base.type().code(), size, BigInteger.ZERO, noId, in.offset());
        case EntryHeader.OfsDelta delta ->
            new Answer(
                PackBytes.OFS_DELTA,
                size,
                BigInteger.valueOf(delta.baseOffset()),
                noId,
                in.offset());
        case EntryHeader.RefDelta delta ->
            new Answer(
                PackBytes.REF_DELTA,
                size,
                BigInteger.ZERO,
                ByteBuffer.wrap(PackBytes.binary(delta.baseId())),
                in.offset());
      };
    } catch (PackException.Format e) {
      return null;
    }
  }

  /** Source: gitformat-pack(5); sizes of more than 60 bits are refused, zeros or not. */
  public static @Nullable Answer model(byte[] bytes, long offset, int idBytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (!in.hasRemaining()) {
      return null;
    }
    int first = in.get();
    int type = first >> 4 & 7;
    BigInteger size = BigInteger.valueOf(first & 15);
    int groups = 0;
    for (int b = first; b < 0; groups++) {
      if (!in.hasRemaining() || groups == 8) {
        return null;
      }
      b = in.get();
      size = size.or(BigInteger.valueOf(b & 0x7f).shiftLeft(4 + 7 * groups));
    }
    BigInteger base = BigInteger.ZERO;
    byte[] id = {};
    if (type == 0 || type == 5) {
      return null;
    }
    if (type == 7) {
      if (in.remaining() < idBytes) {
        return null;
      }
      id = new byte[idBytes];
      in.get(id);
    }
    if (type == 6) {
      BigInteger distance = BigInteger.ONE.negate();
      int b;
      do {
        if (!in.hasRemaining()) {
          return null;
        }
        b = in.get();
        distance = distance.add(BigInteger.ONE).shiftLeft(7).or(BigInteger.valueOf(b & 0x7f));
      } while (b < 0);
      base = BigInteger.valueOf(offset).subtract(distance);
      if (distance.signum() == 0 || base.compareTo(BigInteger.valueOf(PACK_HEADER_BYTES)) < 0) {
        return null;
      }
    }
    return new Answer(type, size, base, ByteBuffer.wrap(id), offset + in.position());
  }

  /** An array, read piece by piece, that lies somewhere in a pack. */
  private static final class Pieces extends PackInput {
    private final byte[] all;
    private final long start;
    private int next;

    Pieces(byte[] all, long start, int capacity) {
      super(capacity);
      this.all = all;
      this.start = start;
    }

    @Override
    protected long bufferOffset() {
      return start + next - end;
    }

    @Override
    protected int fill() {
      int n = Math.min(bytes.length, all.length - next);
      System.arraycopy(all, next, bytes, 0, n);
      next += n;
      return n;
    }
  }
}
