package got.pack.idx;

import static org.assertj.core.api.Assertions.assertThat;

import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.pack.digest.Digests;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.eclipse.jgit.internal.storage.file.PackIndex;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IndexWriterTest {
  private static final int FANOUT_AT = 8;
  private static final int IDS_AT = FANOUT_AT + 4 * 256;
  private static final ObjectId CHECKSUM = id(HashAlgorithm.SHA1, 0x0badcafe, 0);

  private final IdList table = new IdList(HashAlgorithm.SHA1);

  @ParameterizedTest
  @EnumSource(HashAlgorithm.class)
  void emptyPackHasAnIndexOfHeaderFanoutAndTrailers(HashAlgorithm algorithm) throws Exception {
    byte[] index = write(new IdList(algorithm), id(algorithm, 1, 1));
    assertThat(index).hasSize(IDS_AT + 2 * algorithm.idBytes());
    assertThat(Arrays.copyOf(index, 8)).containsExactly(0xff, 't', 'O', 'c', 0, 0, 0, 2);
    assertThat(Arrays.copyOfRange(index, FANOUT_AT, IDS_AT)).containsOnly(0);
    int own = index.length - algorithm.idBytes();
    assertThat(Arrays.copyOfRange(index, own, index.length))
        .isEqualTo(Digests.checksum(algorithm).digest(Arrays.copyOf(index, own)));
  }

  @Test
  void fanoutCountsIdsUpToEachFirstByte() throws Exception {
    table.add(12, 0, id(0xff000000, 0));
    table.add(30, 0, id(0x00000000, 0));
    table.add(40, 0, id(0x00ffffff, 0));
    table.add(50, 0, id(0x7f000000, 0));
    table.add(60, 0, id(0x80000000, 0));
    ByteBuffer index = ByteBuffer.wrap(write());
    assertThat(fanout(index, 0x00)).isEqualTo(2);
    assertThat(fanout(index, 0x01)).isEqualTo(2);
    assertThat(fanout(index, 0x7e)).isEqualTo(2);
    assertThat(fanout(index, 0x7f)).isEqualTo(3);
    assertThat(fanout(index, 0x80)).isEqualTo(4);
    assertThat(fanout(index, 0xfe)).isEqualTo(4);
    assertThat(fanout(index, 0xff)).isEqualTo(5);
  }

  private static int fanout(ByteBuffer index, int first) {
    return index.getInt(FANOUT_AT + 4 * first);
  }

  @Test
  void offsetsFrom2GibibytesOnAreInTheSecondTable() throws Exception {
    long[] offsets = {
      12, (1L << 31) - 1, 1L << 31, (1L << 31) + 1, 1L << 32, (1L << 32) - 1, 1L << 40
    };
    for (int i = 0; i < offsets.length; i++) {
      table.add(offsets[i], i, id(i, 0));
    }
    byte[] bytes = write();
    ByteBuffer index = ByteBuffer.wrap(bytes);
    int at = IDS_AT + offsets.length * 24;
    assertThat(index.getInt(at)).isEqualTo(12);
    assertThat(index.getInt(at + 4)).isEqualTo(0x7fffffff);
    assertThat(index.getInt(at + 8)).isEqualTo(0x80000000);
    assertThat(index.getInt(at + 12)).isEqualTo(0x80000001);
    assertThat(index.getInt(at + 24)).isEqualTo(0x80000004);
    PackIndex read = PackIndex.read(new ByteArrayInputStream(bytes));
    for (int i = 0; i < offsets.length; i++) {
      assertThat(read.getOffset(i)).isEqualTo(offsets[i]);
    }
    assertThat(read.getOffset64Count()).isEqualTo(5);
  }

  @Test
  void idsWithEqualPrefixesAreSortedByTheRest() throws Exception {
    Random random = new Random(7);
    int[] tails = random.ints(500, 0, 100_000).distinct().toArray();
    long offset = 12;
    for (int tail : tails) {
      table.add(offset++, tail, id(0x80000000 | (tail & 1), tail));
    }
    int[] rows = IndexWriter.sortedById(table);
    assertThat(rows).doesNotHaveDuplicates().hasSize(tails.length);
    for (int i = 1; i < rows.length; i++) {
      assertThat(table.compareIds(rows[i - 1], rows[i])).isNegative();
    }
  }

  @Test
  void idsAreSortedAsUnsignedBytes() {
    int[] prefixes = {0x80000000, 0x7fffffff, 0xffffffff, 0, 1, 0x80000001};
    for (int prefix : prefixes) {
      table.add(12, 0, id(prefix, 0));
    }
    assertThat(IndexWriter.sortedById(table)).containsExactly(3, 4, 1, 0, 5, 2);
  }

  /** Two ids that begin alike are found in seconds; a server can then send each of them at will. */
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void manyCopiesOfTwoIdsWithOnePrefixAreSortedInTime() {
    int copies = 500_000;
    for (int i = 0; i < copies; i++) {
      table.add(12 + i, 0, id(0x12345678, 2));
    }
    for (int i = 0; i < copies; i++) {
      table.add(12 + copies + i, 0, id(0x12345678, 1));
    }
    int[] rows = IndexWriter.sortedById(table);
    assertThat(rows).startsWith(copies).endsWith(copies - 1);
    assertThat(IntStream.of(rows).sum()).isEqualTo(IntStream.range(0, 2 * copies).sum());
  }

  @Test
  void indexLargerThanTheBufferIsWrittenWhole() throws Exception {
    Random random = new Random(3);
    for (int i = 0; i < 10_000; i++) {
      table.add(12 + 20L * i, i, id(random.nextInt(), i));
    }
    byte[] bytes = write();
    PackIndex read = PackIndex.read(new ByteArrayInputStream(bytes));
    assertThat(read.getObjectCount()).isEqualTo(10_000);
    assertThat(read.getChecksum()).hasSize(20);
    for (PackIndex.MutableEntry entry : read) {
      assertThat((entry.getOffset() - 12) % 20).isZero();
      assertThat(read.findCRC32(entry.toObjectId())).isEqualTo((entry.getOffset() - 12) / 20);
    }
  }

  private byte[] write() throws Exception {
    return write(table, CHECKSUM);
  }

  private static byte[] write(IdList table, ObjectId checksum) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long written =
        IndexWriter.write(
            table,
            IndexWriter.sortedById(table),
            checksum,
            Digests.checksum(table.algorithm()),
            out);
    assertThat(written).isEqualTo(out.size());
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
