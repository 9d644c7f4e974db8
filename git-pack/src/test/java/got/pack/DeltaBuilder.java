package got.pack;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** Builds the content of a delta entry, instruction by instruction, valid or not. */
public final class DeltaBuilder {
  private static final int MOST_INSERTED = 127;
  private static final int MOST_COPIED = 0xffffff;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** Starts a delta with the two sizes it states. */
  public DeltaBuilder(long baseSize, long resultSize) {
    out.writeBytes(PackBytes.deltaSize(baseSize));
    out.writeBytes(PackBytes.deltaSize(resultSize));
  }

  /** A delta that takes nothing from its base. */
  public static byte[] insertOnly(long baseSize, byte[] result) {
    return new DeltaBuilder(baseSize, result.length).insert(result).build();
  }

  /** A delta that adds {@code tail} to its base. */
  public static byte[] append(long baseSize, byte[] tail) {
    return new DeltaBuilder(baseSize, baseSize + tail.length)
        .copyAll(0, baseSize)
        .insert(tail)
        .build();
  }

  /** One copy instruction without the bytes that are zero; 64 KiB has none for its size. */
  public DeltaBuilder copy(long from, int size) {
    if (size > MOST_COPIED || size == 0) {
      throw new IllegalArgumentException("one instruction cannot copy " + size);
    }
    return copyStating(from, size == 0x10000 ? 0 : size);
  }

  /** Like {@link #copy}, and a size of 0 is written as 0. */
  public DeltaBuilder copyStating(long from, int size) {
    ByteArrayOutputStream arguments = new ByteArrayOutputStream();
    int op = 0x80;
    for (int i = 0; i < 4; i++) {
      op |= argument(arguments, (int) (from >>> (8 * i)), 1 << i);
    }
    for (int i = 0; i < 3; i++) {
      op |= argument(arguments, size >>> (8 * i), 0x10 << i);
    }
    out.write(op);
    out.writeBytes(arguments.toByteArray());
    return this;
  }

  private static int argument(ByteArrayOutputStream arguments, int value, int bit) {
    if ((value & 0xff) == 0) {
      return 0;
    }
    arguments.write(value);
    return bit;
  }

  /** As many copy instructions as it takes. */
  public DeltaBuilder copyAll(long from, long size) {
    for (long done = 0; done < size; done += MOST_COPIED) {
      copy(from + done, (int) Math.min(size - done, MOST_COPIED));
    }
    return this;
  }

  /** As many insert instructions as it takes. */
  public DeltaBuilder insert(byte[] bytes) {
    for (int at = 0; at < bytes.length; at += MOST_INSERTED) {
      int end = Math.min(at + MOST_INSERTED, bytes.length);
      out.write(end - at);
      out.writeBytes(Arrays.copyOfRange(bytes, at, end));
    }
    return this;
  }

  public DeltaBuilder raw(int... bytes) {
    out.writeBytes(PackBytes.bytes(bytes));
    return this;
  }

  public byte[] build() {
    return out.toByteArray();
  }
}
