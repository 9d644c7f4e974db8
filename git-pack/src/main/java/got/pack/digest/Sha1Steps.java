package got.pack.digest;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The eighty steps of SHA-1's compression function, forward and backward.
 *
 * <p>The working state before step {@code t} is five words a to e. Step t needs message word t
 * only, so the steps can start or end anywhere. Source: FIPS 180-4, section 6.1.2.
 */
final class Sha1Steps {
  static final int STEPS = 80;

  static final int K1 = 0x5a827999;
  static final int K2 = 0x6ed9eba1;
  static final int K3 = 0x8f1bbcdc;
  static final int K4 = 0xca62c1d6;

  private static final VarHandle INT_BE =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private Sha1Steps() {}

  /** Sets the chaining value with which every message starts. */
  static void initial(int[] chaining) {
    chaining[0] = 0x67452301;
    chaining[1] = 0xefcdab89;
    chaining[2] = 0x98badcfe;
    chaining[3] = 0x10325476;
    chaining[4] = 0xc3d2e1f0;
  }

  /** Reads the 64 bytes of a block into words 0 to 15. */
  static void load(byte[] data, int off, int[] words) {
    for (int t = 0; t < 16; t++) {
      words[t] = (int) INT_BE.get(data, off + 4 * t);
    }
  }

  /** Computes the words from {@code first} (at least 16) to 79 from those before it. */
  static void expand(int[] words, int first) {
    for (int t = first; t < STEPS; t++) {
      words[t] = Integer.rotateLeft(words[t - 3] ^ words[t - 8] ^ words[t - 14] ^ words[t - 16], 1);
    }
  }

  /**
   * Takes the working state before step {@code from}, a multiple of 5, to that after step 79.
   *
   * <p>The registers change names instead of places, so that each is where it started after five
   * steps.
   */
  static void forward(int[] state, int[] words, int from) {
    int a = state[0];
    int b = state[1];
    int c = state[2];
    int d = state[3];
    int e = state[4];
    int t = from;
    for (; t < 20; t += 5) {
      e = e + words[t] + K1 + choose(b, c, d) + Integer.rotateLeft(a, 5);
      b = Integer.rotateLeft(b, 30);
      d = d + words[t + 1] + K1 + choose(a, b, c) + Integer.rotateLeft(e, 5);
      a = Integer.rotateLeft(a, 30);
      c = c + words[t + 2] + K1 + choose(e, a, b) + Integer.rotateLeft(d, 5);
      e = Integer.rotateLeft(e, 30);
      b = b + words[t + 3] + K1 + choose(d, e, a) + Integer.rotateLeft(c, 5);
      d = Integer.rotateLeft(d, 30);
      a = a + words[t + 4] + K1 + choose(c, d, e) + Integer.rotateLeft(b, 5);
      c = Integer.rotateLeft(c, 30);
    }
    for (; t < 40; t += 5) {
      e = e + words[t] + K2 + (b ^ c ^ d) + Integer.rotateLeft(a, 5);
      b = Integer.rotateLeft(b, 30);
      d = d + words[t + 1] + K2 + (a ^ b ^ c) + Integer.rotateLeft(e, 5);
      a = Integer.rotateLeft(a, 30);
      c = c + words[t + 2] + K2 + (e ^ a ^ b) + Integer.rotateLeft(d, 5);
      e = Integer.rotateLeft(e, 30);
      b = b + words[t + 3] + K2 + (d ^ e ^ a) + Integer.rotateLeft(c, 5);
      d = Integer.rotateLeft(d, 30);
      a = a + words[t + 4] + K2 + (c ^ d ^ e) + Integer.rotateLeft(b, 5);
      c = Integer.rotateLeft(c, 30);
    }
    for (; t < 60; t += 5) {
      e = e + words[t] + K3 + majority(b, c, d) + Integer.rotateLeft(a, 5);
      b = Integer.rotateLeft(b, 30);
      d = d + words[t + 1] + K3 + majority(a, b, c) + Integer.rotateLeft(e, 5);
      a = Integer.rotateLeft(a, 30);
      c = c + words[t + 2] + K3 + majority(e, a, b) + Integer.rotateLeft(d, 5);
      e = Integer.rotateLeft(e, 30);
      b = b + words[t + 3] + K3 + majority(d, e, a) + Integer.rotateLeft(c, 5);
      d = Integer.rotateLeft(d, 30);
      a = a + words[t + 4] + K3 + majority(c, d, e) + Integer.rotateLeft(b, 5);
      c = Integer.rotateLeft(c, 30);
    }
    for (; t < STEPS; t += 5) {
      e = e + words[t] + K4 + (b ^ c ^ d) + Integer.rotateLeft(a, 5);
      b = Integer.rotateLeft(b, 30);
      d = d + words[t + 1] + K4 + (a ^ b ^ c) + Integer.rotateLeft(e, 5);
      a = Integer.rotateLeft(a, 30);
      c = c + words[t + 2] + K4 + (e ^ a ^ b) + Integer.rotateLeft(d, 5);
      e = Integer.rotateLeft(e, 30);
      b = b + words[t + 3] + K4 + (d ^ e ^ a) + Integer.rotateLeft(c, 5);
      d = Integer.rotateLeft(d, 30);
      a = a + words[t + 4] + K4 + (c ^ d ^ e) + Integer.rotateLeft(b, 5);
      c = Integer.rotateLeft(c, 30);
    }
    store(state, a, b, c, d, e);
  }

  /**
   * Takes the working state before step {@code from} back to that before step {@code to}, undoing
   * steps {@code from - 1} down to {@code to}; both are multiples of 5.
   */
  static void backward(int[] state, int[] words, int from, int to) {
    int a = state[0];
    int b = state[1];
    int c = state[2];
    int d = state[3];
    int e = state[4];
    int t = from;
    for (int end = Math.max(to, 60); t > end; t -= 5) {
      c = Integer.rotateLeft(c, 2);
      a = a - words[t - 1] - K4 - Integer.rotateLeft(b, 5) - (c ^ d ^ e);
      d = Integer.rotateLeft(d, 2);
      b = b - words[t - 2] - K4 - Integer.rotateLeft(c, 5) - (d ^ e ^ a);
      e = Integer.rotateLeft(e, 2);
      c = c - words[t - 3] - K4 - Integer.rotateLeft(d, 5) - (e ^ a ^ b);
      a = Integer.rotateLeft(a, 2);
      d = d - words[t - 4] - K4 - Integer.rotateLeft(e, 5) - (a ^ b ^ c);
      b = Integer.rotateLeft(b, 2);
      e = e - words[t - 5] - K4 - Integer.rotateLeft(a, 5) - (b ^ c ^ d);
    }
    for (int end = Math.max(to, 40); t > end; t -= 5) {
      c = Integer.rotateLeft(c, 2);
      a = a - words[t - 1] - K3 - Integer.rotateLeft(b, 5) - majority(c, d, e);
      d = Integer.rotateLeft(d, 2);
      b = b - words[t - 2] - K3 - Integer.rotateLeft(c, 5) - majority(d, e, a);
      e = Integer.rotateLeft(e, 2);
      c = c - words[t - 3] - K3 - Integer.rotateLeft(d, 5) - majority(e, a, b);
      a = Integer.rotateLeft(a, 2);
      d = d - words[t - 4] - K3 - Integer.rotateLeft(e, 5) - majority(a, b, c);
      b = Integer.rotateLeft(b, 2);
      e = e - words[t - 5] - K3 - Integer.rotateLeft(a, 5) - majority(b, c, d);
    }
    for (int end = Math.max(to, 20); t > end; t -= 5) {
      c = Integer.rotateLeft(c, 2);
      a = a - words[t - 1] - K2 - Integer.rotateLeft(b, 5) - (c ^ d ^ e);
      d = Integer.rotateLeft(d, 2);
      b = b - words[t - 2] - K2 - Integer.rotateLeft(c, 5) - (d ^ e ^ a);
      e = Integer.rotateLeft(e, 2);
      c = c - words[t - 3] - K2 - Integer.rotateLeft(d, 5) - (e ^ a ^ b);
      a = Integer.rotateLeft(a, 2);
      d = d - words[t - 4] - K2 - Integer.rotateLeft(e, 5) - (a ^ b ^ c);
      b = Integer.rotateLeft(b, 2);
      e = e - words[t - 5] - K2 - Integer.rotateLeft(a, 5) - (b ^ c ^ d);
    }
    for (; t > to; t -= 5) {
      c = Integer.rotateLeft(c, 2);
      a = a - words[t - 1] - K1 - Integer.rotateLeft(b, 5) - choose(c, d, e);
      d = Integer.rotateLeft(d, 2);
      b = b - words[t - 2] - K1 - Integer.rotateLeft(c, 5) - choose(d, e, a);
      e = Integer.rotateLeft(e, 2);
      c = c - words[t - 3] - K1 - Integer.rotateLeft(d, 5) - choose(e, a, b);
      a = Integer.rotateLeft(a, 2);
      d = d - words[t - 4] - K1 - Integer.rotateLeft(e, 5) - choose(a, b, c);
      b = Integer.rotateLeft(b, 2);
      e = e - words[t - 5] - K1 - Integer.rotateLeft(a, 5) - choose(b, c, d);
    }
    store(state, a, b, c, d, e);
  }

  private static int choose(int b, int c, int d) {
    return (b & c) + (~b & d);
  }

  private static int majority(int b, int c, int d) {
    return (b & c) + (d & (b ^ c));
  }

  private static void store(int[] state, int a, int b, int c, int d, int e) {
    state[0] = a;
    state[1] = b;
    state[2] = c;
    state[3] = d;
    state[4] = e;
  }
}
