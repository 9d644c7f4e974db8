package got.pack.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import got.ipc.HashAlgorithm;
import got.ipc.Limits;
import got.ipc.ObjectId;
import got.pack.Garbage;
import got.pack.ObjectType;
import got.pack.PackBytes;
import got.pack.PackException;
import got.pack.digest.Digests;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class LooseReaderTest {
  private static final byte[] A = PackBytes.ascii("an object");
  private static final ObjectId ID = PackBytes.id(HashAlgorithm.SHA1, ObjectType.BLOB, A);

  private int pieces;
  private final LooseReader reader = reader(HashAlgorithm.SHA1);

  private LooseReader reader(HashAlgorithm algorithm) {
    return new LooseReader(algorithm, new Garbage(Garbage.FREE_BYTES), () -> pieces++);
  }

  private LooseObject read(byte[] file, ObjectId id, boolean whole) throws Exception {
    return reader.read(new ByteArrayInputStream(file), id, whole);
  }

  private static byte[] file(String header, byte[] content) {
    return PackBytes.zlib(PackBytes.concat(PackBytes.ascii(header + "\0"), content), 6);
  }

  private static byte[] content(LooseObject object) {
    StoredObject stored = object.content();
    assertThat(stored).isNotNull();
    return stored == null ? new byte[0] : Arrays.copyOf(stored.bytes(), stored.size());
  }

  @ParameterizedTest
  @EnumSource(HashAlgorithm.class)
  void objectsOfAnySizeAreRead(HashAlgorithm algorithm) throws Exception {
    Random random = new Random(3);
    LooseReader any = reader(algorithm);
    for (int size : new int[] {0, 9, 32_000, 65_530, 65_536, 70_000, 200_000, 3_000_000}) {
      byte[] content = new byte[size];
      for (boolean compressible : new boolean[] {true, false}) {
        if (!compressible) {
          random.nextBytes(content);
        }
        byte[] file = file("blob " + size, content);
        ObjectId id = PackBytes.id(algorithm, ObjectType.BLOB, content);
        for (boolean whole : new boolean[] {true, false}) {
          LooseObject object = any.read(new ByteArrayInputStream(file), id, whole);
          assertThat(object.type()).isEqualTo(ObjectType.BLOB);
          assertThat(object.size()).isEqualTo(size);
          assertThat(object.fileBytes()).isEqualTo(file.length);
          if (whole) {
            assertThat(content(object)).isEqualTo(content);
          } else {
            assertThat(object.content()).isNull();
          }
        }
      }
    }
    assertThat(pieces).isPositive();
  }

  /** They are likely to be wanted next. */
  @Test
  void whatLeadsOnIsKeptUnlessItIsLarge() throws Exception {
    byte[] small = new byte[100_000];
    byte[] large = new byte[Limits.STRUCTURE_BYTES + 1];
    for (byte[] content : new byte[][] {small, large}) {
      ObjectId id = PackBytes.id(HashAlgorithm.SHA1, ObjectType.TREE, content);
      byte[] file = file("tree " + content.length, content);
      assertThat(read(file, id, false).content() == null).isEqualTo(content.length == large.length);
      assertThat(content(read(file, id, true))).isEqualTo(content);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFileThatLiesIsRefused(boolean whole) throws Exception {
    for (String bad :
        new String[] {
          "blob 5\0four",
          "blob 3\0four",
          "blub 4\0four",
          "blob 04\0four",
          "blob four\0four",
          "blob 4 \0four",
          "blob 4",
          "",
          "\0",
          " 4\0four"
        }) {
      assertThatExceptionOfType(PackException.Format.class)
          .as(bad)
          .isThrownBy(() -> read(PackBytes.zlib(PackBytes.ascii(bad), 6), ID, whole))
          .withMessageContaining("loose object " + ID);
    }
    assertThatExceptionOfType(PackException.Format.class)
        .isThrownBy(() -> read(PackBytes.ascii("no zlib"), ID, whole))
        .withMessageContaining("corrupt loose object " + ID + " (");
    assertThatExceptionOfType(PackException.Format.class)
        .isThrownBy(() -> read(new byte[0], ID, whole));
    byte[] good = file("blob " + A.length, A);
    for (int length = 0; length < good.length; length++) {
      byte[] cut = Arrays.copyOf(good, length);
      assertThatExceptionOfType(PackException.Format.class).isThrownBy(() -> read(cut, ID, whole));
    }
    // What came before does not count.
    assertThat(read(good, ID, whole).size()).isEqualTo(A.length);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anotherObjectsContentIsRefused(boolean whole) throws Exception {
    for (byte[] content : new byte[][] {PackBytes.ascii("an oBject"), new byte[1 << 20]}) {
      assertThatExceptionOfType(PackException.Format.class)
          .isThrownBy(() -> read(file("blob " + content.length, content), ID, whole))
          .withMessage("loose object " + ID + " has another object's content");
    }
    assertThatExceptionOfType(PackException.Format.class)
        .isThrownBy(() -> read(file("tree " + A.length, A), ID, whole))
        .withMessage("loose object " + ID + " has another object's content");
  }

  @Test
  void moreThanAnArrayHoldsIsReadIfItNeedNotBeKept() throws Exception {
    long size = (1L << 31) + (1 << 20);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    byte[] piece = new byte[1 << 20];
    try (OutputStream out = new DeflaterOutputStream(file, new Deflater(1))) {
      out.write(PackBytes.ascii("blob " + size + "\0"));
      for (long n = 0; n < size; n += piece.length) {
        out.write(piece);
      }
    }
    ObjectId id = idOfZeros(size);
    assertThat(read(file.toByteArray(), id, false).size()).isEqualTo(size);
    assertThatExceptionOfType(PackException.Limit.class)
        .isThrownBy(() -> read(file.toByteArray(), id, true));
  }

  private static ObjectId idOfZeros(long size) throws Exception {
    MessageDigest digest = Digests.checksum(HashAlgorithm.SHA1);
    digest.update(PackBytes.ascii("blob " + size + "\0"));
    byte[] piece = new byte[1 << 20];
    for (long n = 0; n < size; n += piece.length) {
      digest.update(piece);
    }
    return ObjectId.copyOf(HashAlgorithm.SHA1, digest.digest(), 0);
  }
}
