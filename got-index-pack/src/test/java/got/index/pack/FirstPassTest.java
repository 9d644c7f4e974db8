package got.index.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.ipc.PackLimits;
import got.pack.DeltaBuilder;
import got.pack.ObjectType;
import got.pack.PackBuilder;
import got.pack.PackBytes;
import got.pack.PackException;
import java.io.ByteArrayInputStream;
import java.io.Flushable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Packs as they should be, through streams of every kind. */
class FirstPassTest {
  private static final byte[] TEXT = PackBytes.ascii("some content");

  @ParameterizedTest
  @EnumSource(HashAlgorithm.class)
  void everyKindOfEntryIsTold(HashAlgorithm algorithm) throws Exception {
    PackBuilder builder = new PackBuilder(algorithm);
    long commit = builder.base(ObjectType.COMMIT, TEXT);
    long tree = builder.base(ObjectType.TREE, new byte[0]);
    ObjectId elsewhere = PackBytes.id(algorithm, ObjectType.TAG, new byte[] {1});
    byte[] delta = DeltaBuilder.append(12, TEXT);
    long ofs = builder.ofsDelta(commit, delta);
    long ref = builder.refDelta(elsewhere, delta);
    long end = builder.offset();
    byte[] pack = builder.build();

    Seen seen = Seen.in(new ByteArrayInputStream(pack), algorithm);

    assertThat(seen.entries())
        .containsExactly(
            new Entry.Base(
                commit, ObjectType.COMMIT, 12, tree - commit, crc(pack, commit, tree), null),
            new Entry.Base(tree, ObjectType.TREE, 0, ofs - tree, crc(pack, tree, ofs), null),
            new Entry.OfsDelta(ofs, commit, delta.length, ref - ofs, crc(pack, ofs, ref)),
            new Entry.RefDelta(ref, elsewhere, delta.length, end - ref, crc(pack, ref, end)));
    assertThat(seen.contents()).containsExactly(TEXT, new byte[0], delta, delta);
    assertThat(seen.stated()).isEqualTo(4);
    assertThat(seen.copy()).isEqualTo(pack);
    assertThat(seen.summary())
        .isEqualTo(
            new FirstPass.Summary(
                4, pack.length, ObjectId.copyOf(algorithm, pack, Math.toIntExact(end))));
  }

  private static int crc(byte[] pack, long from, long to) {
    CRC32 crc = new CRC32();
    crc.update(pack, (int) from, (int) (to - from));
    return (int) crc.getValue();
  }

  @Test
  void packWithoutObjectsIsRead() throws Exception {
    Seen seen = Seen.in(PackBuilder.sha1().build());
    assertThat(seen.entries()).isEmpty();
    assertThat(seen.summary().bytes()).isEqualTo(32);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 6, 9})
  void everyZlibLevelIsRead(int level) throws Exception {
    PackBuilder builder = PackBuilder.sha1().level(level);
    builder.base(ObjectType.BLOB, random(70_000));
    builder.base(ObjectType.BLOB, new byte[70_000]);
    builder.base(ObjectType.BLOB, new byte[0]);
    Seen seen = Seen.in(builder.build());
    assertThat(seen.contents()).containsExactly(random(70_000), new byte[70_000], new byte[0]);
  }

  /** Every boundary of a read can fall between any two bytes, and inside the buffer's edge. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 4096, 128 * 1024 - 1, 128 * 1024 + 1})
  void sizeOfReadsMakesNoDifference(int piece) throws Exception {
    byte[] pack = largePack();
    Seen expected = Seen.in(pack);
    Seen seen = Seen.in(inPieces(pack, piece), HashAlgorithm.SHA1);
    assertThat(seen.entries()).isEqualTo(expected.entries());
    assertThat(seen.summary()).isEqualTo(expected.summary());
    assertThat(seen.copy()).isEqualTo(pack);
    for (int i = 0; i < seen.contents().size(); i++) {
      assertThat(seen.contents().get(i)).isEqualTo(expected.contents().get(i));
    }
  }

  private static byte[] largePack() {
    PackBuilder builder = PackBuilder.sha1();
    long base = builder.base(ObjectType.BLOB, random(300_000));
    builder.ofsDelta(base, DeltaBuilder.append(300_000, TEXT));
    builder.refDelta(PackBytes.id(HashAlgorithm.SHA1, ObjectType.BLOB, TEXT), TEXT);
    builder.level(0);
    for (int i = 0; i < 20; i++) {
      builder.base(ObjectType.TREE, random(i * i * i));
    }
    return builder.build();
  }

  private static InputStream inPieces(byte[] pack, int piece) {
    return new ByteArrayInputStream(pack) {
      @Override
      public synchronized int read(byte[] target, int offset, int length) {
        return super.read(target, offset, Math.min(length, piece));
      }
    };
  }

  @Test
  void objectsOverTheThresholdAreDigestedButNotHandedOver() throws Exception {
    byte[] whole = new byte[FirstPass.WHOLE_BYTES];
    byte[] over = new byte[FirstPass.WHOLE_BYTES + 1];
    PackBuilder builder = PackBuilder.sha1().level(1);
    builder.base(ObjectType.BLOB, whole);
    builder.base(ObjectType.BLOB, over);
    Seen seen = Seen.in(builder.build());
    assertThat(seen.contents().get(0)).isEqualTo(whole);
    assertThat(seen.contents().get(1)).isEmpty();
    assertThat(seen.entries())
        .extracting(entry -> ((Entry.Base) entry).id())
        .isEqualTo(List.of(blobId(whole), blobId(over)));
  }

  @Test
  void idIsLeftToTheSinkUpToAThreshold() throws Exception {
    byte[] left = new byte[FirstPass.LEFT_BYTES];
    byte[] over = new byte[FirstPass.LEFT_BYTES + 1];
    PackBuilder builder = PackBuilder.sha1().level(1);
    builder.base(ObjectType.BLOB, left);
    builder.base(ObjectType.BLOB, over);
    Seen seen = Seen.in(builder.build());
    assertThat(seen.contents()).containsExactly(left, over);
    assertThat(seen.entries())
        .extracting(entry -> ((Entry.Base) entry).id())
        .containsExactly(null, blobId(over));
  }

  private static ObjectId blobId(byte[] content) {
    return PackBytes.id(HashAlgorithm.SHA1, ObjectType.BLOB, content);
  }

  @Test
  void sizeInMoreBytesThanNeededCountsForCrcAndOffsets() throws Exception {
    PackBuilder builder = PackBuilder.sha1();
    builder.raw(PackBytes.bytes(0xb3, 0x80, 0x80, 0x00), PackBytes.zlib(random(3), 6));
    builder.blob("next");
    long next = builder.offset();
    byte[] pack = builder.build();
    Seen seen = Seen.in(pack);
    long second = seen.entries().get(1).offset();
    assertThat(seen.entries().getFirst().crc()).isEqualTo(crc(pack, 12, second));
    assertThat(second + seen.entries().get(1).packedSize()).isEqualTo(next);
  }

  @Test
  void zlibStreamOfSeveralEmptyBlocksIsRead() throws Exception {
    PackBuilder builder = PackBuilder.sha1();
    byte[] stored = {0, 0, 0, (byte) 0xff, (byte) 0xff};
    byte[] last = {1, 0, 0, (byte) 0xff, (byte) 0xff};
    byte[] adler = {0, 0, 0, 1};
    byte[] many = PackBytes.concat(stored, stored, stored, stored, last, adler);
    builder.raw(PackBytes.header(3, 0), PackBytes.concat(PackBytes.bytes(0x78, 0x01), many));
    builder.blob("next");
    assertThat(Seen.in(builder.build()).contents())
        .containsExactly(new byte[0], PackBytes.ascii("next"));
  }

  @Test
  void streamThatFailsIsNoPackError() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("gone");
          }

          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            return read();
          }
        };
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> Seen.in(broken, HashAlgorithm.SHA1))
        .isExactlyInstanceOf(IOException.class)
        .withMessage("gone");
  }

  @Test
  void copyThatFailsIsToldFromAStreamThatFails() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("disk full");
          }
        };
    assertThatExceptionOfType(PackException.Output.class)
        .isThrownBy(
            () ->
                FirstPass.run(
                    new ByteArrayInputStream(largePack()),
                    full,
                    HashAlgorithm.SHA1,
                    new LimitGuard(PackLimits.NONE),
                    new FirstPass.Sink() {
                      @Override
                      public void begin(int objects, Flushable copied) {}

                      @Override
                      public void entry(Entry entry, byte[] inflated) {}
                    }))
        .withMessage("writing failed")
        .satisfies(e -> assertThat(e.failure()).hasMessage("disk full"));
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
