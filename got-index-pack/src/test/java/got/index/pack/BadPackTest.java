package got.index.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import got.ipc.HashAlgorithm;
import got.ipc.Limits;
import got.pack.DeltaBuilder;
import got.pack.ObjectType;
import got.pack.PackBuilder;
import got.pack.PackBytes;
import got.pack.PackException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packs with one thing wrong that the first pass sees. */
@Timeout(60)
class BadPackTest {
  private static final byte[] TEXT = PackBytes.ascii("some content");

  private final PackBuilder pack = PackBuilder.sha1();

  @ParameterizedTest
  @ValueSource(strings = {"pACK", "PACk", "IDX ", "\0\0\0\0"})
  void otherMagicIsRefused(String magic) {
    pack.blob("a");
    assertRefused("not a pack at offset 0", pack.magic(magic).build());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 3, 4, 0x02000000, 0x80000002L, 0xffffffffL})
  void versionsOtherThan2AreRefused(long version) {
    pack.blob("a");
    assertRefused(
        "pack version " + version + " is not 2 at offset 4", pack.version(version).build());
  }

  @Test
  void oneObjectTooFewIsRefused() {
    pack.blob("a");
    long second = pack.blob("b");
    assertRefused("checksum of the pack is wrong at offset " + second, pack.countOff(-1).build());
  }

  @Test
  void oneObjectTooManyIsRefused() {
    pack.blob("a");
    byte[] bytes = pack.countOff(1).build();
    assertThatExceptionOfType(PackException.Format.class).isThrownBy(() -> Seen.in(bytes));
  }

  @Test
  void countUpToTheLimitIsNotBelieved() {
    pack.blob("a");
    byte[] body = pack.countOff(Limits.OBJECTS - 1L).buildUnsigned();
    assertRefused("pack ends early at offset " + body.length, body);
  }

  @ParameterizedTest
  @ValueSource(longs = {Limits.OBJECTS + 1L, 0x7fffffff, 0x80000000L, 0xffffffffL})
  void countOverTheLimitIsRefused(long count) {
    pack.blob("a");
    assertThatExceptionOfType(PackException.Limit.class)
        .isThrownBy(() -> Seen.in(pack.countOff(count - 1).build()))
        .withMessage("more than " + got.ipc.Limits.OBJECTS + " objects")
        .satisfies(e -> assertThat(e.limit()).isEqualTo(Limits.OBJECTS));
  }

  @Test
  void everyBitOfTheTrailerCounts() {
    pack.blob("a");
    long trailer = pack.offset();
    byte[] good = pack.build();
    for (int bit = 0; bit < 160; bit++) {
      byte[] bad = good.clone();
      bad[(int) trailer + bit / 8] ^= (byte) (1 << (bit % 8));
      assertRefused("checksum of the pack is wrong at offset " + trailer, bad);
    }
  }

  @Test
  void bytesBehindTheTrailerAreRefused() {
    pack.blob("a");
    byte[] good = pack.build();
    assertRefused(
        "bytes behind the end of the pack at offset " + good.length,
        PackBytes.concat(good, new byte[1]));
    assertRefused(
        "bytes behind the end of the pack at offset " + good.length, PackBytes.concat(good, good));
  }

  @Test
  void bytesBehindABufferThatTheTrailerEndsAreRefused() {
    int room = 128 * 1024 - 12 - 20;
    byte[] content = new byte[room - 5 * 2 - 4 - 4 - 3 + 2];
    pack.level(0);
    pack.base(ObjectType.BLOB, content);
    byte[] good = pack.build();
    for (int less = 0; less < 64; less++) {
      PackBuilder other = PackBuilder.sha1().level(0);
      other.base(ObjectType.BLOB, Arrays.copyOf(content, content.length - 32 + less));
      byte[] bytes = other.build();
      assertRefused(
          "bytes behind the end of the pack at offset " + bytes.length,
          PackBytes.concat(bytes, new byte[] {'x'}));
    }
    assertThat(good).hasSizeBetween(128 * 1024 - 16, 128 * 1024 + 16);
  }

  @Test
  void junkBeforeThePackIsRefused() {
    pack.blob("a");
    assertRefused("not a pack at offset 0", PackBytes.concat(PackBytes.ascii("\n"), pack.build()));
  }

  @Test
  void everyCutIsRefused() {
    long base = pack.base(ObjectType.BLOB, TEXT);
    pack.ofsDelta(base, DeltaBuilder.append(TEXT.length, TEXT));
    pack.refDelta(
        PackBytes.id(HashAlgorithm.SHA1, ObjectType.BLOB, TEXT),
        DeltaBuilder.append(TEXT.length, new byte[200]));
    byte[] good = pack.build();
    for (int length = 0; length < good.length; length++) {
      assertRefused("pack ends early at offset " + length, Arrays.copyOf(good, length));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5})
  void entriesOfNoTypeAreRefused(int type) {
    pack.blob("a");
    long bad = pack.raw(PackBytes.header(type, 12), PackBytes.zlib(TEXT, 6));
    assertRefused("unknown object type " + type + " at offset " + bad, pack.build());
  }

  @ParameterizedTest
  @ValueSource(
      longs = {13, 16, 1L << 20, 1L << 23, (1L << 23) + 1, 1L << 40, 1L << 50, (1L << 60) - 1})
  void objectsShorterThanStatedAreRefused(long size) {
    pack.base(ObjectType.BLOB, TEXT, size);
    assertRefused("object is shorter than stated at offset " + pack.offset(), pack.build());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 11})
  void objectsLongerThanStatedAreRefused(long size) {
    pack.base(ObjectType.BLOB, TEXT, size);
    assertThatExceptionOfType(PackException.Format.class)
        .isThrownBy(() -> Seen.in(pack.build()))
        .withMessageStartingWith("object is longer than stated");
  }

  @Test
  void zlibBombBehindASmallSizeIsNotInflated() {
    pack.base(ObjectType.BLOB, new byte[100 << 20], 5);
    assertThatExceptionOfType(PackException.Format.class)
        .isThrownBy(() -> Seen.in(pack.build()))
        .withMessageStartingWith("object is longer than stated");
  }

  @Test
  void wrongAdlerIsRefused() {
    byte[] zlib = PackBytes.zlib(TEXT, 6);
    for (int i = 1; i <= 4; i++) {
      byte[] bad = zlib.clone();
      bad[bad.length - i] ^= 1;
      assertRefusedStream("corrupt zlib stream (incorrect data check)", bad);
    }
  }

  @Test
  void garbageInPlaceOfAZlibStreamIsRefused() {
    assertRefusedStream(
        "corrupt zlib stream (incorrect header check)", PackBytes.ascii("this is not deflated"));
    assertRefusedStream(
        "corrupt zlib stream (invalid block type)", PackBytes.bytes(0x78, 0x9c, 0xff, 0xff, 0xff));
    assertRefusedStream("corrupt zlib stream (unknown compression method)", new byte[100]);
  }

  @Test
  void zlibStreamWithADictionaryIsRefused() {
    assertRefusedStream(
        "corrupt zlib stream (dictionary wanted)",
        PackBytes.bytes(0x78, 0xbb, 0, 0, 0, 1, 3, 0, 0, 0, 0, 1));
  }

  @Test
  void bytesBehindAZlibStreamAreTakenForTheNextEntry() {
    pack.base(ObjectType.BLOB, TEXT);
    long behind = pack.offset();
    pack.junk(new byte[] {0});
    pack.blob("next");
    assertRefused("unknown object type 0 at offset " + behind, pack.build());
  }

  private static void assertRefusedStream(String reason, byte[] zlib) {
    PackBuilder builder = PackBuilder.sha1();
    builder.raw(PackBytes.header(3, TEXT.length), zlib);
    assertThatExceptionOfType(PackException.Format.class)
        .isThrownBy(() -> Seen.in(builder.build()))
        .withMessageStartingWith(reason + " at offset ");
  }

  private static void assertRefused(String message, byte[] bytes) {
    assertThatExceptionOfType(PackException.Format.class)
        .isThrownBy(() -> Seen.in(bytes))
        .withMessage(message);
  }
}
