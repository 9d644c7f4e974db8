package got.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import got.ipc.HashAlgorithm;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BarePackTest {
  private static final long SEED = 20261128;

  private final ByteArrayOutputStream passed = new ByteArrayOutputStream();

  private BarePack pack(HashAlgorithm algorithm) {
    return new BarePack(algorithm, passed::write);
  }

  /** So many bytes, and their hash. */
  private static byte[] whole(HashAlgorithm algorithm, int size) throws Exception {
    byte[] content = new byte[size];
    new Random(SEED).nextBytes(content);
    String name = algorithm == HashAlgorithm.SHA1 ? "SHA-1" : "SHA-256";
    byte[] hash = MessageDigest.getInstance(name).digest(content);
    byte[] whole = Arrays.copyOf(content, size + hash.length);
    System.arraycopy(hash, 0, whole, size, hash.length);
    return whole;
  }

  @ParameterizedTest
  @EnumSource
  void isCompleteAtItsLastByteAndAtNoOther(HashAlgorithm algorithm) throws Exception {
    byte[] whole = whole(algorithm, 100);
    BarePack pack = pack(algorithm);
    for (int i = 0; i < whole.length; i++) {
      assertThat(pack.isComplete()).as("after %d bytes", i).isFalse();
      pack.write(whole, i, 1);
    }
    assertThat(pack.isComplete()).isTrue();
    assertThat(pack.isComplete()).as("asked again").isTrue();
    pack.write(whole, 0, 1);
    assertThat(pack.isComplete()).as("with a byte behind it").isFalse();
  }

  @Test
  void piecesMayBeOfAnySize() throws Exception {
    Random random = new Random(SEED);
    for (int run = 0; run < 500; run++) {
      HashAlgorithm algorithm = run % 2 == 0 ? HashAlgorithm.SHA1 : HashAlgorithm.SHA256;
      byte[] whole = whole(algorithm, 1 + random.nextInt(200));
      BarePack pack = pack(algorithm);
      passed.reset();
      for (int at = 0; at < whole.length; ) {
        int length = Math.min(whole.length - at, random.nextInt(run % 100 + 2));
        pack.write(whole, at, length);
        at += length;
        assertThat(pack.isComplete())
            .as("seed %d, run %d", SEED, run)
            .isEqualTo(at == whole.length);
      }
      assertThat(passed.toByteArray()).isEqualTo(whole);
    }
  }

  @Test
  void oneBitMoreOrLessIsNotTheEnd() throws Exception {
    byte[] whole = whole(HashAlgorithm.SHA1, 50);
    for (int i = 0; i < whole.length; i++) {
      byte[] changed = whole.clone();
      changed[i] ^= 1;
      BarePack pack = pack(HashAlgorithm.SHA1);
      pack.write(changed, 0, changed.length);
      assertThat(pack.isComplete()).isFalse();
    }
  }
}
