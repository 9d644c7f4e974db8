package got.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntryHeaderTest {
  private static final long ENTRY = 1000;

  @ParameterizedTest
  @ValueSource(
      longs = {
        0,
        1,
        15,
        16,
        2047,
        2048,
        (1 << 18) - 1,
        1 << 18,
        1L << 31,
        (1L << 32) - 1,
        1L << 40,
        (1L << 60) - 1
      })
  void sizesAreRead(long size) throws Exception {
    for (ObjectType type : ObjectType.values()) {
      byte[] bytes = PackBytes.header(type.code(), size);
      Bytes in = new Bytes(ENTRY, bytes);
      EntryHeader header = EntryHeader.read(in, HashAlgorithm.SHA1);
      assertThat(header).isEqualTo(new EntryHeader.Base(type, size));
      assertThat(in.offset()).isEqualTo(ENTRY + bytes.length);
    }
  }

  @Test
  void sizesPaddedWithZeroGroupsAreRead() throws Exception {
    assertThat(read(0xb3, 0x00).size()).isEqualTo(3);
    assertThat(read(0xb3, 0x80, 0x80, 0x80, 0x00).size()).isEqualTo(3);
    assertThat(read(0xb3, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00).size()).isEqualTo(3);
  }

  @Test
  void headersThatGitReadsInOnePlaceOnlyAreRefused() {
    for (int last : new int[] {0x00, 0x01, 0x7f, 0x80, 0xff}) {
      assertRefused(
          "object size does not fit 60 bits at offset 1009",
          0xb3,
          0x80,
          0x80,
          0x80,
          0x80,
          0x80,
          0x80,
          0x80,
          0x80,
          last);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0x00, 0x50, 0x5f})
  void typesThatDoNotExistAreRefused(int first) {
    assertRefused("unknown object type " + (first >> 4) + " at offset 1000", first);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 127, 128, 129, 987, 988})
  void distancesWithinThePackAreRead(long distance) throws Exception {
    byte[] bytes = PackBytes.concat(PackBytes.bytes(0x65), PackBytes.distance(distance));
    Bytes in = new Bytes(ENTRY, bytes);
    EntryHeader header = EntryHeader.read(in, HashAlgorithm.SHA1);
    assertThat(header).isEqualTo(new EntryHeader.OfsDelta(5, ENTRY - distance));
    assertThat(in.offset()).isEqualTo(ENTRY + bytes.length);
  }

  @ParameterizedTest
  @ValueSource(
      longs = {16511, 16512, 2113663, 2113664, 1L << 32, (1L << 55) - 1, 1L << 55, 1L << 62})
  void longDistancesAreReadFarIntoAPack(long distance) throws Exception {
    byte[] bytes = PackBytes.concat(PackBytes.bytes(0x65), PackBytes.distance(distance));
    EntryHeader header = EntryHeader.read(new Bytes(distance + 12, bytes), HashAlgorithm.SHA1);
    assertThat(header).isEqualTo(new EntryHeader.OfsDelta(5, 12));
  }

  @ParameterizedTest
  @ValueSource(longs = {989, 999, 1000, 1001, 1L << 32, 1L << 62, Long.MAX_VALUE})
  void distancesIntoThePackHeaderAndBeyondAreRefused(long distance) {
    byte[] bytes = PackBytes.concat(PackBytes.bytes(0x65), PackBytes.distance(distance));
    assertThatExceptionOfType(PackException.Format.class)
        .isThrownBy(() -> EntryHeader.read(new Bytes(ENTRY, bytes), HashAlgorithm.SHA1))
        .withMessage("base of a delta lies before the pack at offset 1000");
  }

  @Test
  void distanceOfZeroIsRefused() {
    assertRefused("delta is its own base at offset 1000", 0x65, 0x00);
  }

  /** Without a guard before the shift, enough of them come out as any number one likes. */
  @Test
  void distanceOfManyGroupsDoesNotWrapAround() {
    for (int groups = 2; groups < 40; groups++) {
      int[] bytes = new int[groups + 2];
      bytes[0] = 0x65;
      for (int i = 1; i <= groups; i++) {
        bytes[i] = 0xff;
      }
      assertRefused("base of a delta lies before the pack at offset 1000", bytes);
      for (int i = 1; i <= groups; i++) {
        bytes[i] = 0x80;
      }
      assertRefused("base of a delta lies before the pack at offset 1000", bytes);
    }
  }

  @Test
  void firstEntryHasNoRoomForABase() {
    assertThatExceptionOfType(PackException.Format.class)
        .isThrownBy(
            () -> EntryHeader.read(new Bytes(12, PackBytes.bytes(0x65, 0x01)), HashAlgorithm.SHA1))
        .withMessage("base of a delta lies before the pack at offset 12");
  }

  @ParameterizedTest
  @EnumSource(HashAlgorithm.class)
  void baseIdIsRead(HashAlgorithm algorithm) throws Exception {
    int idBytes = algorithm.idBytes();
    byte[] id = new byte[idBytes];
    for (int i = 0; i < idBytes; i++) {
      id[i] = (byte) (0xff - i);
    }
    Bytes in = new Bytes(ENTRY, PackBytes.concat(PackBytes.header(7, 300), id, new byte[9]));
    EntryHeader header = EntryHeader.read(in, algorithm);
    assertThat(header).isEqualTo(new EntryHeader.RefDelta(300, ObjectId.copyOf(algorithm, id, 0)));
    assertThat(in.offset()).isEqualTo(ENTRY + 2 + idBytes);
  }

  @Test
  void everyCutIsTheEndOfThePack() {
    byte[] ofs = PackBytes.concat(PackBytes.header(6, 5000), PackBytes.distance(900));
    byte[] ref = PackBytes.concat(PackBytes.header(7, 5000), new byte[20]);
    for (byte[] whole : new byte[][] {ofs, ref}) {
      for (int length = 0; length < whole.length; length++) {
        Bytes in = new Bytes(ENTRY, Arrays.copyOf(whole, length));
        assertThatExceptionOfType(PackException.Format.class)
            .isThrownBy(() -> EntryHeader.read(in, HashAlgorithm.SHA1))
            .withMessage("pack ends early at offset " + (ENTRY + length));
      }
    }
  }

  private static EntryHeader read(int... bytes) throws Exception {
    return EntryHeader.read(new Bytes(ENTRY, PackBytes.bytes(bytes)), HashAlgorithm.SHA1);
  }

  private static void assertRefused(String reason, int... bytes) {
    assertThatExceptionOfType(PackException.Format.class)
        .isThrownBy(() -> read(bytes))
        .withMessage(reason);
  }

  /** Bytes that start at some offset of a pack and end with it. */
  private static final class Bytes extends PackInput {
    private long start;

    Bytes(long start, byte[] entry) {
      super(entry.length);
      this.start = start;
      System.arraycopy(entry, 0, bytes, 0, entry.length);
      end = entry.length;
    }

    @Override
    protected long bufferOffset() {
      return start;
    }

    @Override
    protected int fill() {
      start += at;
      return 0;
    }
  }
}
