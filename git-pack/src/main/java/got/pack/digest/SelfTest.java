package got.pack.digest;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Finds out whether the JDK's SHA-1 can be used: whether its internals are open to us, hold the
 * chaining value where we look, and lead to a detected collision and to the right ids.
 */
final class SelfTest {
  /**
   * The first five blocks of shattered-1.pdf: a prefix, then the two near-collision blocks.
   *
   * <p>Source: Stevens, Bursztein, Karpman, Albertini and Markov, "The first collision for full
   * SHA-1", CRYPTO 2017.
   */
  private static final byte[] SHATTERED =
      HexFormat.of()
          .parseHex(
              """
              255044462d312e330a25e2e3cfd30a0a0a312030206f626a0a3c3c2f57696474682032203020522f\
              4865696768742033203020522f547970652034203020522f537562747970652035203020522f4669\
              6c7465722036203020522f436f6c6f7253706163652037203020522f4c656e677468203820302052\
              2f42697473506572436f6d706f6e656e7420383e3e0a73747265616d0affd8fffe00245348412d31\
              20697320646561642121212121852fec092339759c39b1a1c63c4c97e1fffe017346dc9166b67e11\
              8f029ab621b2560ff9ca67cca8c7f85ba84c79030c2b3de218f86db3a90901d5df45c14f26fedfb3\
              dc38e96ac22fe7bd728f0e45bce046d23c570feb141398bb552ef5a0a82be331fea48037b8b5d71f\
              0e332edf93ac3500eb4ddc0decc1a864790c782c76215660dd309791d06bd0af3f98cda4bc4629b1\
              """);

  private static final String SHATTERED_SHA1 = "f92d74e3874587aaf443d1db961d4e26dde13e9c";
  private static final String ABC_SHA1 = "a9993e364706816aba3e25717850c26c9cd0d89d";

  private SelfTest() {}

  /** Whether {@link HardwareBlockHash} works in this JDK, with the options it was started with. */
  static boolean hardwareIsAsExpected() {
    try {
      return chainsLikeJava(new HardwareBlockHash()) && detects(new HardwareBlockHash());
    } catch (LinkageError | RuntimeException unexpected) {
      // Closed packages, other fields or methods, or whatever else a foreign JDK does.
      return false;
    }
  }

  /** Same chaining value after one block, after several at once, and after a new start. */
  private static boolean chainsLikeJava(BlockHash hash) {
    BlockHash java = new JavaBlockHash();
    for (int round = 0; round < 2; round++) {
      hash.start();
      java.start();
      int block = 0;
      for (int blocks = 1; blocks <= 2; blocks++) {
        hash.compress(SHATTERED, block * BlockHash.BLOCK_BYTES, blocks);
        java.compress(SHATTERED, block * BlockHash.BLOCK_BYTES, blocks);
        if (!Arrays.equals(hash.chainingValue(), java.chainingValue())) {
          return false;
        }
        block += blocks;
      }
    }
    return true;
  }

  /** Whether an attack is found, and nothing else is, with ids known from elsewhere. */
  static boolean detects(BlockHash hash) {
    ObjectDigest digest = new Sha1Digest(hash);
    byte[] id = new byte[digest.length()];
    try {
      byte[] abc = "abc".getBytes(StandardCharsets.US_ASCII);
      digest.update(abc, 0, abc.length);
      digest.digest(id, 0);
    } catch (CollisionException e) {
      return false;
    }
    if (!HexFormat.of().formatHex(id).equals(ABC_SHA1)) {
      return false;
    }
    try {
      digest.update(SHATTERED, 0, SHATTERED.length);
      digest.digest(id, 0);
      return false;
    } catch (CollisionException e) {
      return e.sha1().equals(SHATTERED_SHA1);
    }
  }
}
