package got.pack.inflate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZlibReaderTest {
  private static final int MOST_BYTES = 1 << 20;

  private static final int[] STRATEGIES = {
    Deflater.DEFAULT_STRATEGY, Deflater.FILTERED, Deflater.HUFFMAN_ONLY
  };

  /** What inflating came to: the bytes, or nothing; and where the stream ended. */
  private record Outcome(byte[] content, int end) {
    static final Outcome REFUSED = new Outcome(new byte[0], -1);

    boolean refused() {
      return end < 0;
    }

    boolean same(Outcome other) {
      return end == other.end && Arrays.equals(content, other.content);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 15, 16, 17, 100, 4096, 200_000})
  void whatZlibDeflatedComesBackAndNoByteBehindItIsTaken(int capacity) throws Exception {
    Random random = new Random(capacity);
    for (int round = 0; round < 60; round++) {
      byte[] content = content(random, round % 6, random.nextInt(round % 10 == 0 ? 200_000 : 3000));
      int level = random.nextInt(10);
      byte[] stream = deflate(content, level, STRATEGIES[round % STRATEGIES.length]);
      byte[] followed = Arrays.copyOf(stream, stream.length + random.nextInt(40));
      Outcome outcome = ours(followed, capacity);
      assertThat(outcome.end()).as("round %d of seed %d", round, capacity).isEqualTo(stream.length);
      assertThat(outcome.content()).isEqualTo(content);
    }
  }

  @Test
  void streamsFollowOneAnotherInOneBuffer() throws Exception {
    Random random = new Random(1);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[][] contents = new byte[500][];
    for (int i = 0; i < contents.length; i++) {
      contents[i] = content(random, i % 6, random.nextInt(400));
      all.write(deflate(contents[i], i % 10, Deflater.DEFAULT_STRATEGY));
    }
    ArrayInput in = new ArrayInput(all.toByteArray(), 300);
    ZlibReader reader = new ZlibReader(in);
    byte[] target = new byte[400 + ZlibReader.SLACK];
    for (byte[] content : contents) {
      reader.begin(0);
      int n = reader.inflate(target, 0);
      assertThat(reader.finished()).isTrue();
      assertThat(Arrays.copyOf(target, n)).isEqualTo(content);
    }
    assertThat(in.position()).isEqualTo(all.size());
  }

  @Test
  void aLongStreamFitsASmallTargetThatKeepsItsHistory() throws Exception {
    Random random = new Random(2);
    byte[] content = content(random, 3, 3_000_000);
    byte[] stream = deflate(content, 9, Deflater.DEFAULT_STRATEGY);
    ZlibReader reader = new ZlibReader(new ArrayInput(stream, 1000));
    byte[] target = new byte[ZlibReader.HISTORY + 1000 + ZlibReader.SLACK];
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    reader.begin(0);
    int end = 0;
    while (!reader.finished()) {
      int start = end;
      end = reader.inflate(target, start);
      out.write(target, start, end - start);
      int past = Math.max(0, end - ZlibReader.HISTORY);
      System.arraycopy(target, past, target, 0, end - past);
      reader.moved(past);
      end -= past;
    }
    assertThat(out.toByteArray()).isEqualTo(content);
  }

  /** After each piece the reader is told of 3 GiB that were never there, in two parts. */
  @Test
  void aMatchIsFoundHoweverLongTheStreamWas() throws Exception {
    byte[] content = content(new Random(8), 3, 300_000);
    byte[] stream = deflate(content, 9, Deflater.DEFAULT_STRATEGY);
    ZlibReader reader = new ZlibReader(new ArrayInput(stream, 1000));
    byte[] target = new byte[content.length + 2 * ZlibReader.SLACK];
    reader.begin(0);
    int end = 0;
    while (!reader.finished()) {
      byte[] window = Arrays.copyOf(target, end + 10_000 + ZlibReader.SLACK);
      end = reader.inflate(window, end);
      System.arraycopy(window, 0, target, 0, end);
      reader.moved(3 << 29);
      reader.moved(3 << 29);
    }
    assertThat(Arrays.copyOf(target, end)).isEqualTo(content);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void damagedStreamsGetTheAnswerOfZlib(long seed) throws Exception {
    Random random = new Random(seed);
    int refused = 0;
    int rounds = 30_000;
    for (int round = 0; round < rounds; round++) {
      byte[] content = content(random, random.nextInt(6), random.nextInt(600));
      byte[] stream =
          deflate(content, random.nextInt(10), STRATEGIES[random.nextInt(STRATEGIES.length)]);
      byte[] damaged = damage(stream, random);
      Outcome expected = zlib(damaged);
      Outcome outcome = ours(damaged, 1 + random.nextInt(80));
      assertThat(outcome.same(expected))
          .as("seed %d, round %d: %s", seed, round, Arrays.toString(damaged))
          .isTrue();
      refused += expected.refused() ? 1 : 0;
    }
    assertThat(refused).isBetween(rounds / 2, rounds - 50);
  }

  /** Reaches what damage does not: codes that are incomplete, too many, or of a single symbol. */
  @ParameterizedTest
  @ValueSource(longs = {5, 6})
  void blocksWithCodesAtRandomGetTheAnswerOfZlib(long seed) throws Exception {
    Random random = new Random(seed);
    int accepted = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] stream = new DynamicBlock(random).stream();
      Outcome expected = zlib(stream);
      Outcome outcome = ours(stream, 1 + random.nextInt(60));
      assertThat(outcome.same(expected))
          .as("seed %d, round %d: %s", seed, round, Arrays.toString(stream))
          .isTrue();
      accepted += expected.refused() ? 0 : 1;
    }
    assertThat(accepted).isBetween(5_000, 19_000);
  }

  @Test
  void everyCutIsAStreamThatEndsEarly() throws Exception {
    byte[] stream = deflate(content(new Random(7), 3, 5000), 6, Deflater.DEFAULT_STRATEGY);
    for (int length = 0; length < stream.length; length++) {
      byte[] cut = Arrays.copyOf(stream, length);
      assertThatThrownBy(() -> inflate(new ArrayInput(cut, 64)))
          .isInstanceOf(ZlibFormatException.class)
          .hasMessage("zlib stream ends early");
    }
  }

  @Test
  void oneCodeOfEachLengthIsLookedUp() throws Exception {
    // Fibonacci counts make the longest codes that deflate allows.
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    int a = 1;
    int b = 1;
    for (int symbol = 0; symbol < 22; symbol++) {
      for (int i = 0; i < a; i++) {
        content.write(symbol);
      }
      int next = a + b;
      a = b;
      b = next;
    }
    byte[] bytes = content.toByteArray();
    byte[] stream = deflate(bytes, 9, Deflater.HUFFMAN_ONLY);
    assertThat(ours(stream, 50).content()).isEqualTo(bytes);
  }

  @Test
  void theReasonIsSaid() {
    assertRefused("incorrect header check", 0x78, 0x9d);
    assertRefused("unknown compression method", 0x77, 0x09);
    assertRefused("invalid window size", 0x88, 0x1c);
    assertRefused("dictionary wanted", 0x78, 0xbb, 0, 0, 0, 1);
    assertRefused("invalid block type", 0x78, 0x9c, 0x07);
    assertRefused("invalid stored block lengths", 0x78, 0x9c, 0x01, 1, 0, 0, 0);
    assertRefused("too many length or distance symbols", 0x78, 0x9c, 0xfd, 0x1f, 0, 0);
    assertRefused("invalid distance too far back", 0x78, 0x9c, 0x03, 0x02, 0, 0);
    assertRefused("incorrect data check", 0x78, 0x9c, 0x03, 0x00, 0, 0, 0, 2);
  }

  private static void assertRefused(String reason, int... stream) {
    byte[] bytes = new byte[stream.length];
    for (int i = 0; i < stream.length; i++) {
      bytes[i] = (byte) stream[i];
    }
    assertThatThrownBy(() -> inflate(new ArrayInput(bytes, 64)))
        .isInstanceOf(ZlibFormatException.class)
        .hasMessage(reason);
  }

  private static byte[] damage(byte[] stream, Random random) {
    byte[] damaged = stream.clone();
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(damaged.length);
      switch (random.nextInt(4)) {
        case 0 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> damaged[at] = (byte) random.nextInt();
        case 2 -> damaged = Arrays.copyOf(damaged, Math.max(1, at));
        default -> damaged[damaged.length / 4] ^= (byte) (1 << random.nextInt(8));
      }
    }
    return damaged;
  }

  private static Outcome ours(byte[] stream, int capacity) throws IOException {
    ArrayInput in = new ArrayInput(stream, capacity);
    try {
      byte[] content = inflate(in);
      return new Outcome(content, in.position());
    } catch (ZlibFormatException e) {
      return Outcome.REFUSED;
    }
  }

  private static byte[] inflate(ArrayInput in) throws IOException, ZlibFormatException {
    ZlibReader reader = new ZlibReader(in);
    byte[] target = new byte[ZlibReader.SLACK];
    reader.begin(0);
    int n = 0;
    while (true) {
      n = reader.inflate(target, n);
      if (reader.finished()) {
        return Arrays.copyOf(target, n);
      }
      if (n > MOST_BYTES) {
        throw new IllegalStateException("too much");
      }
      target = Arrays.copyOf(target, 2 * target.length);
    }
  }

  private static Outcome zlib(byte[] stream) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] piece = new byte[8192];
    try (Inflater inflater = new Inflater()) {
      inflater.setInput(stream);
      while (!inflater.finished()) {
        int n = inflater.inflate(piece);
        out.write(piece, 0, n);
        if (n == 0
            && !inflater.finished()
            && (inflater.needsInput() || inflater.needsDictionary())) {
          return Outcome.REFUSED;
        }
      }
      return new Outcome(out.toByteArray(), stream.length - inflater.getRemaining());
    } catch (DataFormatException e) {
      return Outcome.REFUSED;
    }
  }

  private static byte[] deflate(byte[] content, int level, int strategy) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] piece = new byte[8192];
    try (Deflater deflater = new Deflater(level)) {
      deflater.setStrategy(strategy);
      deflater.setInput(content);
      deflater.finish();
      while (!deflater.finished()) {
        out.write(piece, 0, deflater.deflate(piece));
      }
    }
    return out.toByteArray();
  }

  /** Of six kinds: random, one byte, few bytes, words, far repetitions, runs of any distance. */
  private static byte[] content(Random random, int kind, int size) {
    byte[] bytes = new byte[size];
    switch (kind) {
      case 0 -> random.nextBytes(bytes);
      case 1 -> Arrays.fill(bytes, (byte) random.nextInt());
      case 2 -> {
        for (int i = 0; i < size; i++) {
          bytes[i] = (byte) ('a' + random.nextInt(4));
        }
      }
      case 3 -> {
        for (int i = 0; i < size; i++) {
          bytes[i] =
              (byte) (random.nextInt(6) == 0 ? ' ' : 'a' + (int) (random.nextGaussian() * 5));
        }
      }
      case 4 -> {
        random.nextBytes(bytes);
        for (int i = Math.min(size, 300); i < size; i++) {
          bytes[i] = bytes[Math.max(0, i - 1 - (i / 777 * 131) % 32_000)];
        }
      }
      default -> {
        int distance = 1;
        for (int i = 0; i < size; i++) {
          if (random.nextInt(40) == 0) {
            distance = 1 + random.nextInt(Math.min(i + 1, 20));
          }
          bytes[i] = i < distance ? (byte) random.nextInt() : bytes[i - distance];
        }
      }
    }
    return bytes;
  }
}
