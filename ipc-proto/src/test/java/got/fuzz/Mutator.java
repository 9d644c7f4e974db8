package got.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Spoils inputs as fuzzers do, and always in the same way for the same seed. */
final class Mutator {
  private static final int[] SPECIAL = {0, 1, 0x0a, 0x20, 0x2d, 0x2f, 0x7f, 0x80, 0xff};

  private final List<byte[]> inputs;
  private final Random random;

  /**
   * @param inputs at least one; pieces of each may get into any other
   */
  Mutator(List<byte[]> inputs, long seed) {
    this.inputs = inputs;
    this.random = new Random(seed);
  }

  /** One of the inputs with one to four changes. */
  byte[] next() {
    byte[] input = any();
    for (int changes = random.nextInt(1, 5); changes > 0; changes--) {
      input = changed(input);
    }
    return input;
  }

  private byte[] any() {
    return inputs.get(random.nextInt(inputs.size()));
  }

  private byte[] changed(byte[] input) {
    int at = random.nextInt(input.length + 1);
    int to = Math.min(input.length, at + 1 + random.nextInt(8));
    return switch (random.nextInt(8)) {
      case 0 -> Arrays.copyOf(input, at);
      case 1 -> splice(input, at, at, bytes(1 + random.nextInt(4)));
      case 2 -> splice(input, at, to, new byte[0]);
      case 3 -> splice(input, at, to, bytes(to - at));
      case 4 -> splice(input, at, to, piece(any()));
      case 5 -> splice(input, at, at, piece(input));
      default -> flipped(input, at);
    };
  }

  private byte[] flipped(byte[] input, int at) {
    byte[] flipped = input.clone();
    if (at < input.length) {
      flipped[at] ^= (byte) (1 << random.nextInt(8));
    }
    return flipped;
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      int any = random.nextInt(256);
      bytes[i] = (byte) (random.nextBoolean() ? any : SPECIAL[any % SPECIAL.length]);
    }
    return bytes;
  }

  private byte[] piece(byte[] of) {
    int from = random.nextInt(of.length + 1);
    return Arrays.copyOfRange(of, from, Math.min(of.length, from + random.nextInt(64)));
  }

  private static byte[] splice(byte[] input, int from, int to, byte[] with) {
    byte[] out = Arrays.copyOf(input, from + with.length + input.length - to);
    System.arraycopy(with, 0, out, from, with.length);
    System.arraycopy(input, to, out, from + with.length, input.length - to);
    return out;
  }
}
