package got.pack.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.eclipse.jgit.util.sha1.SHA1;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole messages, through both engines. */
final class ObjectDigestTest {
  private static final long SEED = 20050407;
  private static final String SHATTERED = "shattered-1-first-320-bytes.bin";

  private final Random random = new Random(SEED);

  @ParameterizedTest
  @EnumSource
  void allLengthsUpTo300AreHashedAsTheJdkDoes(Sha1Engine engine) throws Exception {
    ObjectDigest digest = ObjectDigest.sha1(engine);
    for (int length = 0; length <= 300; length++) {
      byte[] message = Messages.random(random, length);
      assertThat(id(digest, message))
          .as("length %d, seed %d", length, SEED)
          .isEqualTo(Messages.jdkSha1(message));
    }
  }

  @ParameterizedTest
  @EnumSource
  void lengthsAroundWholeBatchesAreHashedAsTheJdkDoes(Sha1Engine engine) throws Exception {
    ObjectDigest digest = ObjectDigest.sha1(engine);
    for (int batches = 1; batches <= 3; batches++) {
      for (int around = -140; around <= 140; around++) {
        byte[] message = Messages.random(random, batches * 4096 + around);
        digest.update(message, 0, 11);
        digest.update(message, 11, message.length - 11);
        byte[] id = new byte[20];
        digest.digest(id, 0);
        assertThat(id)
            .as("length %d, seed %d", message.length, SEED)
            .isEqualTo(Messages.jdkSha1(message));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void randomLengthsInRandomPiecesAreHashedAsTheJdkDoes(Sha1Engine engine) throws Exception {
    ObjectDigest digest = ObjectDigest.sha1(engine);
    for (int i = 0; i < 3000; i++) {
      byte[] message = Messages.random(random, random.nextInt(1 << random.nextInt(3, 17)));
      int piece = 1 + random.nextInt(1 << random.nextInt(17));
      for (int at = 0; at < message.length; ) {
        int len = Math.min(message.length - at, random.nextInt(piece + 1));
        digest.update(message, at, len);
        at += len;
      }
      byte[] id = new byte[30];
      digest.digest(id, 7);
      assertThat(Arrays.copyOfRange(id, 7, 27))
          .as("message %d of %d bytes, pieces up to %d, seed %d", i, message.length, piece, SEED)
          .isEqualTo(Messages.jdkSha1(message));
      assertThat(id).startsWith(new byte[7]).endsWith(new byte[3]);
    }
  }

  @ParameterizedTest
  @EnumSource
  void thePublishedCollisionsAreDetectedAsRawBytes(Sha1Engine engine) {
    ObjectDigest digest = ObjectDigest.sha1(engine);
    for (String name : Messages.COLLISIONS) {
      byte[] message = Messages.published(name);
      byte[] out = new byte[20];
      CollisionException found =
          catchThrowableOfType(CollisionException.class, () -> id(digest, message, out));
      assertThat(found).as(name).isNotNull();
      assertThat(found.sha1())
          .as(name)
          .isEqualTo(HexFormat.of().formatHex(Messages.jdkSha1(message)));
      assertThat(out).as("nothing is written").isEqualTo(new byte[20]);
    }
  }

  /** The attack blocks keep their place, whatever the batch they fall into. */
  @ParameterizedTest
  @EnumSource
  void aCollisionIsDetectedWhateverFollowsAndHoweverItIsSplit(Sha1Engine engine) {
    ObjectDigest digest = ObjectDigest.sha1(engine);
    byte[] attack = Messages.published(SHATTERED);
    for (int i = 0; i < 300; i++) {
      byte[] message =
          Arrays.copyOf(attack, attack.length + random.nextInt(1 << random.nextInt(15)));
      for (int at = attack.length; at < message.length; at++) {
        message[at] = (byte) random.nextInt();
      }
      int split = random.nextInt(message.length + 1);
      digest.update(message, 0, split);
      digest.update(message, split, message.length - split);
      assertThatThrownBy(() -> digest.digest(new byte[20], 0))
          .as("%d bytes, split at %d, seed %d", message.length, split, SEED)
          .isInstanceOf(CollisionException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void insideABlobTheSameBytesAreNoCollision(Sha1Engine engine) throws Exception {
    ObjectDigest digest = ObjectDigest.sha1(engine);
    for (String name : Messages.COLLISIONS) {
      byte[] body = Messages.published(name);
      byte[] header = ("blob " + body.length + "\0").getBytes(StandardCharsets.US_ASCII);
      digest.update(header, 0, header.length);
      byte[] id = id(digest, body);
      MessageDigest jdk = MessageDigest.getInstance("SHA-1");
      jdk.update(header);
      assertThat(id).as(name).isEqualTo(jdk.digest(body));
    }
  }

  @ParameterizedTest
  @EnumSource
  void anyBitFlippedInTheSecondAttackBlockEndsTheCollision(Sha1Engine engine) throws Exception {
    ObjectDigest digest = ObjectDigest.sha1(engine);
    for (int bit = 256 * 8; bit < 320 * 8; bit++) {
      byte[] message = Messages.published(SHATTERED);
      message[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(id(digest, message)).as("bit %d", bit).isEqualTo(Messages.jdkSha1(message));
    }
  }

  @ParameterizedTest
  @EnumSource
  void afterACollisionAndAfterResetTheDigestStartsAnew(Sha1Engine engine) throws Exception {
    ObjectDigest digest = ObjectDigest.sha1(engine);
    byte[] attack = Messages.published(SHATTERED);
    byte[] message = Messages.random(random, 5000);
    assertThatThrownBy(() -> id(digest, attack)).isInstanceOf(CollisionException.class);
    assertThat(id(digest, message)).isEqualTo(Messages.jdkSha1(message));
    digest.update(attack, 0, attack.length);
    digest.update(message, 0, message.length);
    digest.reset();
    assertThat(id(digest, message)).isEqualTo(Messages.jdkSha1(message));
  }

  @ParameterizedTest
  @EnumSource
  void rangesOutsideTheArrayAreRefusedAndChangeNothing(Sha1Engine engine) throws Exception {
    ObjectDigest digest = ObjectDigest.sha1(engine);
    byte[] message = Messages.random(random, 10_000);
    digest.update(message, 0, 5000);
    for (int[] range :
        List.of(
            new int[] {-1, 5},
            new int[] {9999, 2},
            new int[] {0, -1},
            new int[] {1, Integer.MAX_VALUE})) {
      assertThatThrownBy(() -> digest.update(message, range[0], range[1]))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
    assertThatThrownBy(() -> digest.digest(new byte[20], 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
    digest.update(message, 5000, 5000);
    assertThat(id(digest, new byte[0])).isEqualTo(Messages.jdkSha1(message));
  }

  @Test
  void bothEnginesAndJGitAgreeOnTheCollisionsAndTheirOneBitNeighbours() throws Exception {
    ObjectDigest hardware = ObjectDigest.sha1(Sha1Engine.HARDWARE);
    ObjectDigest java = ObjectDigest.sha1(Sha1Engine.JAVA);
    for (int i = 0; i < 2000; i++) {
      byte[] message = Messages.published(Messages.COLLISIONS.get(i % 4));
      if (i >= 4) {
        message[random.nextInt(message.length)] ^= (byte) (1 << random.nextInt(8));
      }
      SHA1 jgit = SHA1.newInstance().setDetectCollision(true);
      jgit.update(message);
      boolean theirs = false;
      try {
        jgit.digest();
      } catch (org.eclipse.jgit.util.sha1.Sha1CollisionException e) {
        theirs = true;
      }
      assertThat(collides(hardware, message)).as("message %d, seed %d", i, SEED).isEqualTo(theirs);
      assertThat(collides(java, message)).as("message %d, seed %d", i, SEED).isEqualTo(theirs);
    }
  }

  @Test
  void sha256IsThatOfTheJdk() throws Exception {
    ObjectDigest digest = ObjectDigest.sha256();
    byte[] message = Messages.random(random, 1000);
    byte[] id = new byte[digest.length()];
    digest.update(message, 0, 10);
    digest.reset();
    digest.update(message, 0, 1000);
    digest.digest(id, 0);
    assertThat(id).isEqualTo(MessageDigest.getInstance("SHA-256").digest(message));
    assertThatThrownBy(() -> digest.digest(new byte[32], 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static boolean collides(ObjectDigest digest, byte[] message) {
    try {
      id(digest, message);
      return false;
    } catch (CollisionException e) {
      return true;
    }
  }

  private static byte[] id(ObjectDigest digest, byte[] message) throws CollisionException {
    byte[] out = new byte[digest.length()];
    id(digest, message, out);
    return out;
  }

  private static void id(ObjectDigest digest, byte[] message, byte[] out)
      throws CollisionException {
    digest.update(message, 0, message.length);
    digest.digest(out, 0);
  }
}
