package got.pack.digest;

import static org.assertj.core.api.Assertions.assertThat;

import got.ipc.HashAlgorithm;
import java.security.MessageDigest;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compared with the JDK's own. */
final class Sha1ChecksumTest {
  private static final long SEED = 20110318;

  private final Random random = new Random(SEED);

  private static MessageDigest over(boolean hardware) {
    return new Sha1Checksum(hardware ? new HardwareBlockHash() : new JavaBlockHash());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void allLengthsUpTo300(boolean hardware) throws Exception {
    MessageDigest digest = over(hardware);
    for (int length = 0; length <= 300; length++) {
      byte[] message = Messages.random(random, length);
      assertThat(digest.digest(message))
          .as("length %d, seed %d", length, SEED)
          .isEqualTo(Messages.jdkSha1(message));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void randomPieces(boolean hardware) throws Exception {
    MessageDigest digest = over(hardware);
    for (int i = 0; i < 2000; i++) {
      byte[] message = Messages.random(random, random.nextInt(1 << random.nextInt(3, 16)));
      int at = 0;
      while (at < message.length) {
        int piece = 1 + random.nextInt(Math.min(message.length - at, 1 << random.nextInt(1, 12)));
        if (piece == 1) {
          digest.update(message[at]);
        } else {
          digest.update(message, at, piece);
        }
        at += piece;
      }
      assertThat(digest.digest())
          .as("%d, length %d, seed %d", i, message.length, SEED)
          .isEqualTo(Messages.jdkSha1(message));
    }
  }

  @Test
  void resetForgets() throws Exception {
    MessageDigest digest = over(true);
    digest.update(Messages.random(random, 100));
    digest.reset();
    assertThat(digest.digest()).isEqualTo(Messages.jdkSha1(new byte[0]));
    assertThat(digest.getDigestLength()).isEqualTo(20);
  }

  /** The tests of this module run with the package open that got-index-pack has open. */
  @Test
  void isWhatPacksAreCheckedWith() {
    assertThat(Digests.checksum(HashAlgorithm.SHA1)).isInstanceOf(Sha1Checksum.class);
    assertThat(Digests.checksum(HashAlgorithm.SHA256)).isNotInstanceOf(Sha1Checksum.class);
  }
}
