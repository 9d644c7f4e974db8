package got.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeltaTest {
  private static final long OFFSET = 77;
  private static final byte[] BASE = PackBytes.ascii("0123456789");

  @Test
  void insertsAndCopiesAreApplied() throws Exception {
    byte[] delta =
        new DeltaBuilder(10, 9)
            .copy(7, 3)
            .insert(PackBytes.ascii("ab"))
            .copy(0, 1)
            .copy(1, 3)
            .build();
    assertThat(apply(delta, BASE)).isEqualTo(PackBytes.ascii("789ab0123"));
  }

  @Test
  void longestInsertIsApplied() throws Exception {
    byte[] result = random(127);
    assertThat(apply(DeltaBuilder.insertOnly(10, result), BASE)).isEqualTo(result);
  }

  @Test
  void copyWithoutASizeCopies64Kibibytes() throws Exception {
    byte[] base = random(0x10000 + 5);
    byte[] delta = new DeltaBuilder(base.length, 0x10000).raw(0x81, 5).build();
    assertThat(apply(delta, base)).isEqualTo(Arrays.copyOfRange(base, 5, base.length));
  }

  @Test
  void copyWhoseSizeIsWrittenAsZeroCopies64Kibibytes() throws Exception {
    byte[] base = random(0x10000);
    byte[] delta = new DeltaBuilder(base.length, 0x10000).raw(0xf0, 0, 0, 0).build();
    assertThat(apply(delta, base)).isEqualTo(base);
  }

  @Test
  void everyCombinationOfArgumentsIsApplied() throws Exception {
    byte[] base = random((1 << 24) + (1 << 17));
    for (int op = 0x80; op <= 0xff; op++) {
      int from = 0;
      int size = 0;
      DeltaBuilder delta = new DeltaBuilder(base.length, size(op));
      delta.raw(op);
      for (int i = 0; i < 7; i++) {
        if ((op & (1 << i)) != 0) {
          int value = argument(i);
          delta.raw(value);
          from |= i < 4 ? value << (8 * i) : 0;
          size |= i < 4 ? 0 : value << (8 * (i - 4));
        }
      }
      int count = size == 0 ? 0x10000 : size;
      assertThat(apply(delta.build(), base))
          .as("instruction %x", op)
          .isEqualTo(Arrays.copyOfRange(base, from, from + count));
    }
  }

  /** A value for each argument of a copy such that all of them together stay within 16 MiB. */
  private static int argument(int i) {
    return new int[] {0x21, 0x43, 0x65, 0x00, 0x87, 0xa9, 0x01}[i];
  }

  private static int size(int op) {
    int size = 0;
    for (int i = 4; i < 7; i++) {
      size |= (op & (1 << i)) == 0 ? 0 : argument(i) << (8 * (i - 4));
    }
    return size == 0 ? 0x10000 : size;
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 127, 128, 16383, 16384, 1L << 31, 1L << 56, Long.MAX_VALUE})
  void baseSizesAreRead(long size) throws Exception {
    byte[] delta = new DeltaBuilder(size, 1).raw(1, 'x').build();
    assertThat(parse(delta).baseSize()).isEqualTo(size);
    assertThat(parse(delta).resultSize()).isEqualTo(1);
  }

  @Test
  void paddedSizesAreRead() throws Exception {
    byte[] delta = PackBytes.bytes(0x8a, 0x80, 0x00, 0x81, 0x00, 1, 'x');
    assertThat(parse(delta).baseSize()).isEqualTo(10);
    assertThat(parse(delta).resultSize()).isEqualTo(1);
  }

  @Test
  void whatIsStatedIsReadFromTheBeginning() {
    for (int length = 0; length < 4; length++) {
      byte[] cut = PackBytes.bytes(0x8a, 0x80, 0x00, 0x80);
      assertThat(Delta.statedResult(cut, length)).isEqualTo(-1);
    }
    assertThat(Delta.statedResult(PackBytes.bytes(0x8a, 0x00, 0x85, 0x01), 4)).isEqualTo(133);
    byte[] endless = new byte[40];
    Arrays.fill(endless, (byte) 0xff);
    endless[0] = 1;
    assertThat(Delta.statedResult(endless, endless.length)).isEqualTo(-1);
  }

  @Test
  void sizesOfMoreThanNineGroupsAreRefused() {
    int[] bytes = new int[12];
    Arrays.fill(bytes, 0xff);
    bytes[11] = 0;
    assertRefused("size in a delta does not fit 63 bits", PackBytes.bytes(bytes));
    Arrays.fill(bytes, 0, 11, 0x80);
    assertRefused("size in a delta does not fit 63 bits", PackBytes.bytes(bytes));
  }

  @Test
  void reservedInstructionIsRefused() {
    assertRefused("delta holds the reserved instruction 0", new DeltaBuilder(10, 1).raw(0).build());
    assertRefused(
        "delta holds the reserved instruction 0",
        new DeltaBuilder(10, 1).insert(new byte[1]).raw(0).build());
  }

  @Test
  void copyMayReachTheEndOfTheBaseAndNoFurther() throws Exception {
    assertThat(apply(new DeltaBuilder(10, 4).copy(6, 4).build(), BASE))
        .isEqualTo(PackBytes.ascii("6789"));
    String reason = "delta copies from beyond its base";
    assertRefused(reason, new DeltaBuilder(10, 4).copy(7, 4).build());
    assertRefused(reason, new DeltaBuilder(10, 1).copy(10, 1).build());
    assertRefused(reason, new DeltaBuilder(10, 0x10000).raw(0x80).build());
    assertRefused(reason, new DeltaBuilder(10, 1).copy(0xffff_ffffL, 1).build());
    assertRefused(reason, new DeltaBuilder(0x7fff_ffff, 1).copy(0x8000_0000L, 1).build());
  }

  @Test
  void resultOfAnotherSizeIsRefused() {
    assertRefused("delta produces less than stated", new DeltaBuilder(10, 5).copy(0, 4).build());
    assertRefused("delta produces more than stated", new DeltaBuilder(10, 3).copy(0, 4).build());
    assertRefused("delta produces less than stated", new DeltaBuilder(10, 1).build());
    assertRefused(
        "delta produces less than stated",
        new DeltaBuilder(10, Long.MAX_VALUE).insert(BASE).build());
    assertRefused(
        "delta produces more than stated",
        new DeltaBuilder(10, 4).copy(0, 4).insert(new byte[1]).build());
  }

  @Test
  void everyCutOfEveryInstructionIsRefused() {
    for (int op = 1; op <= 0xff; op++) {
      int arguments = op < 0x80 ? op : Integer.bitCount(op & 0x7f);
      for (int given = 0; given < arguments; given++) {
        DeltaBuilder delta = new DeltaBuilder(1L << 40, 1L << 40).raw(op);
        assertRefused("delta is cut off", delta.raw(new int[given]).build());
      }
    }
  }

  @Test
  void everyCutOfTheSizesIsRefused() {
    byte[] delta = new DeltaBuilder(1L << 40, 1L << 40).build();
    for (int length = 0; length < delta.length; length++) {
      assertRefused("delta is cut off", Arrays.copyOf(delta, length));
    }
  }

  /** Nothing is missing from them, but git could not read the object. */
  @Test
  void deltasOfLessThanFourBytesAreRefused() throws Exception {
    assertRefused("delta of less than 4 bytes", PackBytes.bytes(10, 0));
    assertRefused("delta of less than 4 bytes", PackBytes.bytes(0x8a, 0, 0));
    assertThat(apply(PackBytes.bytes(0x8a, 0, 0x80, 0), BASE)).isEmpty();
  }

  @Test
  void bytesBehindTheLengthAreNoPartOfTheDelta() throws Exception {
    byte[] delta = new DeltaBuilder(10, 1).insert(new byte[] {'x'}).build();
    byte[] longer = PackBytes.concat(delta, new byte[] {0, 0, 0});
    Delta parsed = Delta.parse(longer, 0, delta.length, OFFSET);
    byte[] result = new byte[1];
    parsed.apply(BASE, 0, result);
    assertThat(result).isEqualTo(PackBytes.ascii("x"));
  }

  /** A gigabyte out of a few hundred bytes: refused or not, nothing is allocated for it here. */
  @Test
  void deltaBombIsParsedWithoutItsResult() throws Exception {
    long copies = 1L << 16;
    DeltaBuilder bomb = new DeltaBuilder(0xffffff, copies * 0xffffff);
    for (long i = 0; i < copies; i++) {
      bomb.copy(0, 0xffffff);
    }
    assertThat(parse(bomb.build()).resultSize()).isEqualTo(copies * 0xffffff);
  }

  @Test
  void randomBytesGiveAResultOrTheExceptionOfThisLayer() throws Exception {
    long seed = 20_261_121;
    Random random = new Random(seed);
    byte[] base = random(300);
    int applied = 0;
    for (int i = 0; i < 200_000; i++) {
      byte[] delta = new byte[random.nextInt(2, 30)];
      random.nextBytes(delta);
      delta[0] = (byte) 0xac;
      delta[1] = 2;
      try {
        Delta parsed = parse(delta);
        assertThat(parsed.baseSize()).isEqualTo(300);
        parsed.apply(base, 0, new byte[(int) parsed.resultSize()]);
        applied++;
      } catch (PackException.Format e) {
        assertThat(e.offset()).as("seed %d", seed).isEqualTo(OFFSET);
      }
    }
    assertThat(applied).as("seed %d", seed).isPositive();
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private static Delta parse(byte[] delta) throws PackException.Format {
    return Delta.parse(delta, 0, delta.length, OFFSET);
  }

  private static byte[] apply(byte[] delta, byte[] base) throws PackException.Format {
    Delta parsed = parse(delta);
    assertThat(parsed.baseSize()).isEqualTo(base.length);
    byte[] result = new byte[(int) parsed.resultSize()];
    parsed.apply(base, 0, result);
    return result;
  }

  private static void assertRefused(String reason, byte[] delta) {
    assertThatExceptionOfType(PackException.Format.class)
        .isThrownBy(() -> parse(delta))
        .withMessage(reason + " at offset 77");
  }
}
