package got.fuzz;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The inputs kept for a target, in {@code src/test/resources/fuzz/NAME} of its module: where
 * fuzzing starts, and what it has found.
 */
public final class Corpus {
  private static final long SEED = Long.getLong("got.test.seed", 20261121);
  private static final int MUTATIONS = Integer.getInteger("got.fuzz.mutations", 10_000);

  /**
   * Fewer inputs accepted, or refused, would mean that they have all become the same to a target.
   */
  private static final int ENOUGH = 21;

  private Corpus() {}

  /**
   * Tries every input that is kept, and mutations of them.
   *
   * @param target in whose module the inputs are
   * @throws AssertionError that tells the input, if the target fails; or if too few inputs are
   *     accepted, or refused, to say anything
   */
  public static void holds(String name, FuzzTarget target) throws IOException {
    holds(name, target, 1);
  }

  /**
   * As the other.
   *
   * @param cost how much longer one input takes than others do; so many times fewer are made
   */
  public static void holds(String name, FuzzTarget target, int cost) throws IOException {
    int mutations = MUTATIONS / cost;
    Map<String, byte[]> kept = kept(name, target);
    int accepted = 0;
    for (Map.Entry<String, byte[]> input : kept.entrySet()) {
      accepted += accepts(target, input.getValue(), input.getKey()) ? 1 : 0;
    }
    Mutator mutator = new Mutator(new ArrayList<>(kept.values()), SEED);
    for (int i = 0; i < mutations; i++) {
      accepted += accepts(target, mutator.next(), "seed " + SEED + ", mutation " + i) ? 1 : 0;
    }
    int refused = kept.size() + mutations - accepted;
    if (accepted < ENOUGH || refused < ENOUGH) {
      throw new AssertionError(name + ": " + accepted + " accepted, " + refused + " refused");
    }
  }

  private static boolean accepts(FuzzTarget target, byte[] input, String what) {
    try {
      return target.accepts(input);
    } catch (Exception | Error e) {
      String hex = HexFormat.of().formatHex(input);
      throw new AssertionError(what + ": " + e + " at " + hex, e);
    }
  }

  private static Map<String, byte[]> kept(String name, FuzzTarget target) throws IOException {
    URL directory = target.getClass().getResource("/fuzz/" + name);
    if (directory == null) {
      throw new AssertionError("no inputs for " + name);
    }
    Map<String, byte[]> inputs = new TreeMap<>();
    try (Stream<Path> files = Files.list(Path.of(directory.toURI()))) {
      for (Path file : files.toList()) {
        inputs.put(file.toString(), Files.readAllBytes(file));
      }
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
    if (inputs.isEmpty()) {
      throw new AssertionError("no inputs for " + name);
    }
    return inputs;
  }

  /**
   * Writes inputs to the working directory's {@code src/test/resources/fuzz/NAME}, for the classes
   * that make the first ones.
   */
  public static void write(String name, List<byte[]> inputs) throws IOException {
    Path directory = Files.createDirectories(Path.of("src/test/resources/fuzz", name));
    for (int i = 0; i < inputs.size(); i++) {
      Files.write(directory.resolve(String.format("seed-%02d", i)), inputs.get(i));
    }
  }
}
