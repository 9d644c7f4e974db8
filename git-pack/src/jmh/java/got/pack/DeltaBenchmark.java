package got.pack;

import got.pack.bench.Texts;
import java.util.Arrays;
import java.util.Random;
import org.eclipse.jgit.internal.storage.pack.BinaryDelta;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A delta on a base in memory, with the check of its instructions: copies of 20 to 500 bytes from
 * anywhere, and between them inserts of 1 to 40.
 */
@State(Scope.Thread)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseSerialGC")
@Warmup(iterations = 6, time = 1)
@Measurement(iterations = 5, time = 1)
public class DeltaBenchmark {
  private static final long SEED = 5;
  private static final int LONGEST = 540;

  /** Of base and result. */
  @Param({"1024", "16384", "262144"})
  public int bytes;

  private byte[] base = {};
  private byte[] delta = {};
  private byte[] result = {};

  @Setup
  public void makeDelta() throws PackException.Format {
    base = Texts.text(bytes);
    result = new byte[bytes];
    Random random = new Random(SEED);
    DeltaBuilder builder = new DeltaBuilder(bytes, bytes);
    int made = 0;
    while (bytes - made > LONGEST) {
      int copied = random.nextInt(20, 500);
      int inserted = random.nextInt(1, 40);
      builder.copy(random.nextInt(bytes - copied), copied);
      builder.insert(Arrays.copyOf(base, inserted));
      made += copied + inserted;
    }
    delta = builder.copy(0, bytes - made).build();
    byte[] expected = jgit().clone();
    if (!Arrays.equals(expected, ours())) {
      throw new IllegalStateException("not what JGit makes of it");
    }
  }

  @Benchmark
  public byte[] ours() throws PackException.Format {
    Delta.parse(delta, 0, delta.length, 0).apply(base, 0, result);
    return result;
  }

  @Benchmark
  public byte[] jgit() {
    return BinaryDelta.apply(base, delta, result);
  }
}
