package got.pack.digest;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Random;

/** Messages that tests hash: random ones, and the published collisions. */
final class Messages {
  static final List<String> COLLISIONS =
      List.of(
          "shattered-1-first-320-bytes.bin",
          "shattered-2-first-320-bytes.bin",
          "sha-mbles-1.bin",
          "sha-mbles-2.bin");

  private Messages() {}

  static byte[] published(String name) {
    try (InputStream in = requireNonNull(Messages.class.getResourceAsStream(name), name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] random(Random random, int length) {
    byte[] message = new byte[length];
    random.nextBytes(message);
    return message;
  }

  /** The 80 words of the block at {@code off}. */
  static int[] expanded(byte[] data, int off) {
    int[] words = new int[80];
    for (int t = 0; t < 16; t++) {
      for (int i = 0; i < 4; i++) {
        words[t] = (words[t] << 8) | (data[off + 4 * t + i] & 0xff);
      }
    }
    for (int t = 16; t < 80; t++) {
      int mixed = words[t - 3] ^ words[t - 8] ^ words[t - 14] ^ words[t - 16];
      words[t] = (mixed << 1) | (mixed >>> 31);
    }
    return words;
  }

  static byte[] jdkSha1(byte[] message) {
    try {
      return MessageDigest.getInstance("SHA-1").digest(message);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
