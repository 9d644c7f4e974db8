package got.pack.idx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import got.ipc.HashAlgorithm;
import got.ipc.Limits;
import got.ipc.ObjectId;
import got.pack.ObjectType;
import got.pack.PackBuilder;
import got.pack.PackBytes;
import got.pack.PackException;
import got.pack.SystemGit;
import got.pack.digest.Digests;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IndexReaderTest {
  private static final int FANOUT_AT = 8;
  private static final int IDS_AT = FANOUT_AT + 4 * 256;

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(HashAlgorithm.class)
  void everyObjectIsFoundInAnIndexOfGit(HashAlgorithm algorithm) throws Exception {
    PackBuilder pack = new PackBuilder(algorithm);
    List<ObjectId> ids = new ArrayList<>();
    List<Long> offsets = new ArrayList<>();
    // Hundreds of ids begin alike, so that lookups search before they scan.
    for (int i = 0; i < 40_000; i++) {
      byte[] blob = PackBytes.ascii("blob " + i);
      ids.add(PackBytes.id(algorithm, ObjectType.BLOB, blob));
      offsets.add(pack.base(ObjectType.BLOB, blob));
    }
    byte[] bytes = pack.build();
    byte[] index = SystemGit.index(directory, algorithm, List.of(bytes)).getFirst();
    assertThat(index).isNotNull();
    try (FileChannel file = file(index)) {
      IndexReader reader = IndexReader.open(file, algorithm);
      reader.verify();
      assertThat(reader.size()).isEqualTo(ids.size());
      assertThat(PackBytes.binary(reader.packChecksum()))
          .isEqualTo(Arrays.copyOfRange(bytes, bytes.length - algorithm.idBytes(), bytes.length));
      for (int i = 0; i < ids.size(); i++) {
        assertThat(reader.offsetOf(ids.get(i))).isEqualTo(offsets.get(i));
        byte[] other = PackBytes.binary(ids.get(i));
        other[other.length - 1] ^= 1;
        assertThat(reader.offsetOf(ObjectId.copyOf(algorithm, other, 0))).isNegative();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(HashAlgorithm.class)
  void emptyIndexHoldsNothing(HashAlgorithm algorithm) throws Exception {
    byte[] index =
        SystemGit.index(directory, algorithm, List.of(new PackBuilder(algorithm).build()))
            .getFirst();
    assertThat(index).isNotNull();
    try (FileChannel file = file(index)) {
      IndexReader reader = IndexReader.open(file, algorithm);
      reader.verify();
      assertThat(reader.size()).isZero();
      assertThat(reader.offsetOf(id(algorithm, 0, 0))).isNegative();
      assertThat(reader.offsetOf(id(algorithm, -1, -1))).isNegative();
    }
  }

  @Test
  void offsetsBeyond2GibibytesAreFound() throws Exception {
    long[] offsets = {12, (1L << 31) - 1, 1L << 31, 1L << 32, (1L << 40) + 7, Long.MAX_VALUE};
    IdList rows = new IdList(HashAlgorithm.SHA1);
    for (int i = 0; i < offsets.length; i++) {
      rows.add(offsets[i], 0, id(i, i));
    }
    try (FileChannel file = file(write(rows))) {
      IndexReader reader = IndexReader.open(file, HashAlgorithm.SHA1);
      for (int i = 0; i < offsets.length; i++) {
        assertThat(reader.offsetOf(id(i, i))).isEqualTo(offsets[i]);
      }
    }
  }

  /**
   * Whoever makes the objects can choose how ids begin: at either end of where they are guessed.
   */
  @Test
  void idsThatAreNotSpreadEvenlyAreFound() throws Exception {
    List<Integer> heads = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      heads.add(0x07000000 + i);
      heads.add(0x08ffffff - i);
      heads.add(0x09000000 + (i % 3 == 0 ? i : 0xffffff - i));
      heads.add(0x0a000000 + i * (i / 2));
    }
    IdList rows = new IdList(HashAlgorithm.SHA1);
    for (int head : heads) {
      rows.add(100 + (head & 0xffffff), 0, id(head, 1));
    }
    try (FileChannel file = file(write(rows))) {
      IndexReader reader = IndexReader.open(file, HashAlgorithm.SHA1);
      for (int head : heads) {
        assertThat(reader.offsetOf(id(head, 1))).isEqualTo(100 + (head & 0xffffff));
        assertThat(reader.offsetOf(id(head, 0))).isNegative();
        assertThat(reader.offsetOf(id(head, 2))).isNegative();
      }
    }
  }

  @Test
  void idOfAnotherAlgorithmIsOurMistake() throws Exception {
    try (FileChannel file = file(sample())) {
      IndexReader reader = IndexReader.open(file, HashAlgorithm.SHA1);
      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(() -> reader.offsetOf(id(HashAlgorithm.SHA256, 1, 1)));
    }
  }

  @Test
  void everyCutIsRefused() throws Exception {
    byte[] index = sample();
    for (int length = 0; length < index.length; length++) {
      try (FileChannel file = file(Arrays.copyOf(index, length))) {
        assertThatExceptionOfType(PackException.Format.class)
            .as("%d bytes", length)
            .isThrownBy(() -> IndexReader.open(file, HashAlgorithm.SHA1).verify());
      }
    }
  }

  /** So long could be an index of as many objects, all within 2 GiB. */
  @Test
  void missing64BitOffsetIsToldWhenItIsWanted() throws Exception {
    byte[] index = sample();
    try (FileChannel file = file(Arrays.copyOf(index, index.length - 8))) {
      IndexReader reader = IndexReader.open(file, HashAlgorithm.SHA1);
      assertThat(reader.offsetOf(id(3 << 28, 3))).isEqualTo(15);
      assertThatExceptionOfType(PackException.Format.class)
          .isThrownBy(() -> reader.offsetOf(id(4 << 28, 4)))
          .withMessage("64-bit offset is not in the index at offset 1168");
    }
  }

  @Test
  void indexOfTheOtherAlgorithmIsRefused() throws Exception {
    refused(sample(), HashAlgorithm.SHA256, "index of 5 objects cannot be");
  }

  @Test
  void magicAndVersionAreChecked() throws Exception {
    refused(with(0, 0), HashAlgorithm.SHA1, "not an index of a pack, or one of version 1");
    refused(with(4, 3), HashAlgorithm.SHA1, "index version 3 is not 2");
    refused(with(4, -1), HashAlgorithm.SHA1, "index version 4294967295 is not 2");
  }

  @Test
  void countsThatDecreaseAreRefused() throws Exception {
    refused(with(FANOUT_AT + 4 * 7, 6), HashAlgorithm.SHA1, "counts of the index decrease");
    refused(with(FANOUT_AT + 4 * 7, -1), HashAlgorithm.SHA1, "counts of the index decrease");
  }

  @Test
  void sizeHasToFitTheCount() throws Exception {
    refused(with(FANOUT_AT + 4 * 255, 6), HashAlgorithm.SHA1, "index of 6 objects cannot be");
    byte[] index = sample();
    refused(Arrays.copyOf(index, index.length + 1), HashAlgorithm.SHA1, "index of 5 objects");
    // Room for more 64-bit offsets than there are objects.
    refused(Arrays.copyOf(index, index.length + 6 * 8), HashAlgorithm.SHA1, "index of 5 objects");
  }

  @Test
  void moreObjectsThanAPackMayHaveAreRefused() throws Exception {
    for (int count : new int[] {Limits.OBJECTS + 1, Integer.MAX_VALUE, Integer.MIN_VALUE, -1}) {
      try (FileChannel file = file(with(FANOUT_AT + 4 * 255, count))) {
        assertThatExceptionOfType(PackException.Limit.class)
            .isThrownBy(() -> IndexReader.open(file, HashAlgorithm.SHA1));
      }
    }
  }

  @Test
  void offsetsThatNoEntryHasAreRefused() throws Exception {
    int offsets = IDS_AT + 5 * 24;
    offsetRefused(with(offsets, 11), "offset in the index is none of an entry at offset 1152");
    offsetRefused(with(offsets, 0), "offset in the index is none of an entry at offset 1152");
    offsetRefused(with(offsets, 0x80000001), "64-bit offset is not in the index at offset 1152");
    offsetRefused(with(offsets, -1), "64-bit offset is not in the index at offset 1152");
    // The one object whose offset takes 64 bits.
    byte[] negative = with(offsets + 5 * 4, -1);
    ByteBuffer.wrap(negative).putInt(offsets, 0x80000000);
    offsetRefused(negative, "offset in the index is none of an entry at offset 1172");
  }

  private void offsetRefused(byte[] index, String reason) throws Exception {
    try (FileChannel file = file(index)) {
      IndexReader reader = IndexReader.open(file, HashAlgorithm.SHA1);
      assertThatExceptionOfType(PackException.Format.class)
          .isThrownBy(() -> reader.offsetOf(id(0, 0)))
          .withMessage(reason);
    }
  }

  @Test
  void checksumIsComparedWhenAsked() throws Exception {
    byte[] index = sample();
    index[IDS_AT + 5 * 20] ^= 1;
    try (FileChannel file = file(index)) {
      IndexReader reader = IndexReader.open(file, HashAlgorithm.SHA1);
      assertThatExceptionOfType(PackException.Format.class)
          .isThrownBy(reader::verify)
          .withMessageStartingWith("checksum of the index is wrong");
    }
  }

  @Test
  void fileThatShrinksIsToldWhenItIsRead() throws Exception {
    try (FileChannel file = file(sample())) {
      IndexReader reader = IndexReader.open(file, HashAlgorithm.SHA1);
      file.truncate(IDS_AT);
      assertThatExceptionOfType(PackException.Format.class)
          .isThrownBy(() -> reader.offsetOf(id(0, 0)))
          .withMessage("index ends early at offset 1032");
    }
  }

  /** Only the one exception may come out, and every answer is an offset that can be. */
  @Test
  void damageInAnyByteEndsInAnAnswerOrTheException() throws Exception {
    byte[] index = sample();
    Random random = new Random(11);
    for (int at = 0; at < index.length; at++) {
      byte[] damaged = index.clone();
      damaged[at] = (byte) random.nextInt();
      try (FileChannel file = file(damaged)) {
        IndexReader reader = IndexReader.open(file, HashAlgorithm.SHA1);
        for (int i = 0; i < 5; i++) {
          long offset = reader.offsetOf(id(i << 28, i));
          assertThat(offset == -1 || offset >= 12).isTrue();
        }
      } catch (PackException e) {
        assertThat(e.reason()).isNotEmpty();
      }
    }
  }

  /** Five objects, one of them beyond 2 GiB. */
  private static byte[] sample() throws IOException {
    IdList rows = new IdList(HashAlgorithm.SHA1);
    for (int i = 0; i < 5; i++) {
      rows.add(i == 4 ? 1L << 33 : 12 + i, i, id(i << 28, i));
    }
    return write(rows);
  }

  private static byte[] with(int at, int value) throws IOException {
    byte[] index = sample();
    ByteBuffer.wrap(index).putInt(at, value);
    return index;
  }

  private void refused(byte[] index, HashAlgorithm algorithm, String reason) throws Exception {
    try (FileChannel file = file(index)) {
      assertThatExceptionOfType(PackException.Format.class)
          .isThrownBy(() -> IndexReader.open(file, algorithm))
          .withMessageStartingWith(reason);
    }
  }

  private FileChannel file(byte[] content) throws IOException {
    Path path = directory.resolve("test.idx");
    Files.write(path, content);
    return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private static byte[] write(IdList rows) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    IndexWriter.write(
        rows,
        IndexWriter.sortedById(rows),
        id(0x0badcafe, 0),
        Digests.checksum(rows.algorithm()),
        out);
    return out.toByteArray();
  }

  private static ObjectId id(int prefix, int tail) {
    return id(HashAlgorithm.SHA1, prefix, tail);
  }

  private static ObjectId id(HashAlgorithm algorithm, int prefix, int tail) {
    byte[] bytes = new byte[algorithm.idBytes()];
    ByteBuffer.wrap(bytes).putInt(prefix).putInt(bytes.length - 4, tail);
    return ObjectId.copyOf(algorithm, bytes, 0);
  }
}
