package got.pack.inflate;

import got.pack.bench.Texts;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A zlib stream into an array: ours in Java, the JDK's by way of zlib in C. */
@State(Scope.Thread)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseSerialGC")
@Warmup(iterations = 6, time = 1)
@Measurement(iterations = 5, time = 1)
public class InflateBenchmark {
  /** Of what comes out. */
  @Param({"300", "16384", "1048576"})
  public int bytes;

  private final Inflater jdk = new Inflater();
  private byte[] packed = {};
  private byte[] target = {};
  private Whole input = new Whole(packed);
  private ZlibReader ours = new ZlibReader(input);

  /** All of the input is in the buffer. */
  private static final class Whole extends ByteInput {
    Whole(byte[] all) {
      super(all.length);
      System.arraycopy(all, 0, bytes, 0, all.length);
      end = all.length;
    }

    void rewind() {
      at = 0;
    }

    @Override
    protected boolean refill() {
      return false;
    }
  }

  @Setup
  public void deflate() throws Exception {
    byte[] text = Texts.text(bytes);
    byte[] room = new byte[bytes + 1024];
    Deflater deflater = new Deflater();
    deflater.setInput(text);
    deflater.finish();
    int length = deflater.deflate(room);
    packed = Arrays.copyOf(room, length);
    deflater.end();
    target = new byte[bytes + ZlibReader.SLACK];
    input = new Whole(packed);
    ours = new ZlibReader(input);
    if (!Arrays.equals(text, Arrays.copyOf(ours(), bytes))
        || !Arrays.equals(text, Arrays.copyOf(jdk(), bytes))) {
      throw new IllegalStateException("not what was deflated");
    }
  }

  @Benchmark
  public byte[] ours() throws IOException, ZlibFormatException {
    input.rewind();
    ours.begin(0);
    int end = 0;
    while (!ours.finished()) {
      end = ours.inflate(target, end);
    }
    return target;
  }

  @Benchmark
  public byte[] jdk() throws DataFormatException {
    jdk.reset();
    jdk.setInput(packed);
    int end = 0;
    while (!jdk.finished()) {
      end += jdk.inflate(target, end, target.length - end);
    }
    return target;
  }
}
