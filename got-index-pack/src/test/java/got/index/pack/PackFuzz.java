package got.index.pack;

import got.fuzz.Allocation;
import got.index.object.Inspection;
import got.index.object.SkipList;
import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.ipc.PackLimits;
import got.pack.PackBytes;
import got.pack.PackException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Analyses a whole pack, in both passes, and compares the ids with those of a {@link SlowPack}.
 *
 * <p>The first byte of an input says which ids there are, whether the objects are looked into, and
 * with how many threads. The rest is the pack without its trailer, which is added, as an attacker
 * would; or else {@link PackRecipe what to make one of}, because no fuzzer guesses the checksums of
 * zlib streams. A pack may hold objects of {@link #MOST_OBJECT} bytes. Only a {@link
 * PackException.Format} or a {@link PackException.Limit} may come out. Memory, of all threads:
 * {@link #MOST_MEMORY}, and {@link #MEMORY_PER_BYTE} for each byte of the pack and of its objects.
 */
public final class PackFuzz {
  private static final int MOST_OBJECT = 1 << 17;

  /** Buffers, tables and digests of the first pass and of a worker for each thread. */
  private static final long MOST_MEMORY = 8 << 20;

  private static final long MEMORY_PER_BYTE = 1024;

  private static final Path DIRECTORY = directory();

  private PackFuzz() {}

  private static Path directory() {
    try {
      Path directory = Files.createTempDirectory("pack-fuzz");
      // Deleted in reverse order.
      directory.toFile().deleteOnExit();
      directory.resolve("copy.pack").toFile().deleteOnExit();
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    accepts(input);
  }

  static boolean accepts(byte[] input) throws Exception {
    if (input.length == 0) {
      return false;
    }
    HashAlgorithm algorithm = (input[0] & 1) == 0 ? HashAlgorithm.SHA1 : HashAlgorithm.SHA256;
    boolean isInspected = (input[0] & 2) != 0;
    Analyser analyser =
        new Analyser(DIRECTORY, algorithm, (input[0] & 4) == 0 ? 1 : 2)
            .within(new PackLimits(0, MOST_OBJECT, 0));
    byte[] rest = Arrays.copyOfRange(input, 1, input.length);
    byte[] unsigned = (input[0] & 8) == 0 ? rest : PackRecipe.unsigned(algorithm, rest);
    byte[] pack = PackBytes.sign(algorithm, unsigned);
    Map<Long, ObjectId> ids;
    try {
      ids =
          Allocation.withinProcess(
              MOST_MEMORY + MEMORY_PER_BYTE * pack.length, () -> ids(analyser, pack, isInspected));
    } catch (PackException.Limit e) {
      return false;
    }
    Map<Long, ObjectId> expected = SlowPack.ids(algorithm, unsigned);
    boolean isStricter = isInspected && ids == null;
    if (!isStricter && (ids == null ? expected != null : !ids.equals(expected))) {
      throw new AssertionError(ids + " is not " + expected);
    }
    return ids != null;
  }

  private static @Nullable Map<Long, ObjectId> ids(
      Analyser analyser, byte[] pack, boolean isInspected)
      throws IOException, PackException, InterruptedException {
    ByteArrayInputStream in = new ByteArrayInputStream(pack);
    try {
      Inspection inspection =
          isInspected
              ? Inspection.full(analyser.algorithm(), SkipList.EMPTY, 1, 2)
              : Inspection.none(analyser.algorithm());
      EntryTable table = analyser.analyse(in, inspection).table();
      Map<Long, ObjectId> ids = new TreeMap<>();
      for (int row = 0; row < table.size(); row++) {
        ids.put(table.offset(row), table.id(row));
      }
      return ids;
    } catch (PackException.Format | PackException.Structure | PackException.Collision e) {
      return null;
    }
  }
}
