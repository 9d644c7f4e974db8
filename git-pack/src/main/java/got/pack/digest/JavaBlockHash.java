package got.pack.digest;

import java.util.Objects;

/** SHA-1's compression function in Java. Source: FIPS 180-4, section 6.1.2. */
final class JavaBlockHash implements BlockHash {
  private final int[] chaining = new int[5];
  private final int[] working = new int[5];
  private final int[] words = new int[Sha1Steps.STEPS];

  JavaBlockHash() {
    start();
  }

  @Override
  public void start() {
    Sha1Steps.initial(chaining);
  }

  @Override
  public void compress(byte[] data, int off, int blocks) {
    Objects.checkFromIndexSize(off, blocks * BLOCK_BYTES, data.length);
    for (int block = 0; block < blocks; block++) {
      Sha1Steps.load(data, off + block * BLOCK_BYTES, words);
      Sha1Steps.expand(words, 16);
      System.arraycopy(chaining, 0, working, 0, 5);
      Sha1Steps.forward(working, words, 0);
      for (int i = 0; i < 5; i++) {
        chaining[i] += working[i];
      }
    }
  }

  @Override
  public int[] chainingValue() {
    return chaining;
  }
}
