package got.pack.inflate;

import got.fuzz.Allocation;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates, and compares what comes out, and where the stream ends, with zlib.
 *
 * <p>The first byte of an input says how long the buffer is that the stream is read through, the
 * second how long the target is beyond the least, and where in it the stream begins. Of a stream
 * that makes more than {@link #MOST_BYTES} the rest is left. Only a {@link ZlibFormatException} may
 * come out. Memory: {@link #MOST_MEMORY}, whatever the stream is and makes.
 */
public final class InflateFuzz {
  private static final int MOST_BYTES = 1 << 17;

  /** Tables, buffer and target. */
  private static final long MOST_MEMORY = 128 << 10;

  private static final int REFUSED = -1;
  private static final int UNFINISHED = -2;

  private InflateFuzz() {}

  /**
   * @param content its first {@code length} bytes came out
   * @param end of the stream, or one of the two above
   */
  private record Outcome(byte[] content, int length, int end) {}

  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    accepts(input);
  }

  static boolean accepts(byte[] input) throws Exception {
    if (input.length < 2) {
      return false;
    }
    int capacity = 1 + (input[0] & 0xff);
    int start = input[1] & 15;
    int room = ZlibReader.HISTORY + ZlibReader.SLACK + start + 16 * (input[1] & 0xff);
    byte[] stream = Arrays.copyOfRange(input, 2, input.length);
    byte[] content = new byte[MOST_BYTES + room];
    Outcome ours =
        Allocation.within(
            MOST_MEMORY,
            () -> ours(new ArrayInput(stream, capacity), new byte[room], start, content));
    Outcome zlib = zlib(stream);
    boolean isWhole = ours.end != UNFINISHED && zlib.end != UNFINISHED;
    boolean isSame = ours.end == zlib.end && ours.length == zlib.length;
    int common = ours.end == REFUSED ? 0 : Math.min(ours.length, zlib.length);
    if ((isWhole && !isSame) || !Arrays.equals(content, 0, common, zlib.content, 0, common)) {
      throw new AssertionError(
          ours.length + " bytes, ends at " + ours.end + "; zlib: " + zlib.length + ", " + zlib.end);
    }
    return ours.end != REFUSED;
  }

  private static Outcome ours(ArrayInput in, byte[] target, int first, byte[] content)
      throws IOException {
    ZlibReader reader = new ZlibReader(in);
    int n = 0;
    int end = first;
    try {
      reader.begin(first);
      while (!reader.finished()) {
        int start = end;
        end = reader.inflate(target, start);
        System.arraycopy(target, start, content, n, end - start);
        n += end - start;
        if (n > MOST_BYTES) {
          return new Outcome(content, n, UNFINISHED);
        }
        int past = Math.max(0, end - ZlibReader.HISTORY);
        System.arraycopy(target, past, target, 0, end - past);
        reader.moved(past);
        end -= past;
      }
      return new Outcome(content, n, in.position());
    } catch (ZlibFormatException e) {
      return new Outcome(content, 0, REFUSED);
    }
  }

  private static Outcome zlib(byte[] stream) {
    byte[] content = new byte[2 * MOST_BYTES];
    int n = 0;
    try (Inflater inflater = new Inflater()) {
      inflater.setInput(stream);
      while (!inflater.finished()) {
        int more = inflater.inflate(content, n, content.length - n);
        n += more;
        if (n > MOST_BYTES) {
          return new Outcome(content, n, UNFINISHED);
        }
        if (more == 0
            && !inflater.finished()
            && (inflater.needsInput() || inflater.needsDictionary())) {
          return new Outcome(content, 0, REFUSED);
        }
      }
      return new Outcome(content, n, stream.length - inflater.getRemaining());
    } catch (DataFormatException e) {
      return new Outcome(content, 0, REFUSED);
    }
  }
}
