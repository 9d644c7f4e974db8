package got.index.pack;

import got.index.object.Inspection;
import got.ipc.HashAlgorithm;
import got.ipc.PackLimits;
import got.pack.PackException;
import got.pack.digest.Digests;
import got.pack.idx.IndexWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs both passes over packs in memory, as the helper does over its pipe. */
public final class Analyser {
  private final Path copy;
  private final PackLimits limits;
  private final HashAlgorithm algorithm;
  private final int threads;

  /**
   * @param directory gets the pack file, which each run overwrites
   */
  public Analyser(Path directory, HashAlgorithm algorithm) {
    this(directory, algorithm, 2);
  }

  /**
   * @param directory gets the pack file, which each run overwrites
   * @param threads for the deltas
   */
  public Analyser(Path directory, HashAlgorithm algorithm, int threads) {
    this(directory, algorithm, threads, PackLimits.NONE);
  }

  private Analyser(Path directory, HashAlgorithm algorithm, int threads, PackLimits limits) {
    this.limits = limits;
    this.copy = directory.resolve("copy.pack");
    this.algorithm = algorithm;
    this.threads = threads;
  }

  HashAlgorithm algorithm() {
    return algorithm;
  }

  /** Another one, that holds packs to limits. */
  public Analyser within(PackLimits others) {
    return new Analyser(copy.resolveSibling("."), algorithm, threads, others);
  }

  public PackAnalysis.Result analyse(byte[] pack)
      throws IOException, PackException, InterruptedException {
    return analyse(new ByteArrayInputStream(pack));
  }

  public PackAnalysis.Result analyse(InputStream pack)
      throws IOException, PackException, InterruptedException {
    return analyse(pack, Inspection.none(algorithm));
  }

  /** As the others, and looks into the objects. */
  public PackAnalysis.Result analyse(InputStream pack, Inspection inspection)
      throws IOException, PackException, InterruptedException {
    // A file of its own for each run: workers of a failed one may still be reading theirs.
    Files.deleteIfExists(copy);
    try (OutputStream out = new FileOutputStream(copy.toFile());
        FileChannel file = FileChannel.open(copy)) {
      return PackAnalysis.run(
          new PackSource(pack, out, file),
          new Terms(algorithm, limits, threads),
          inspection,
          (bytes, objects, indexed, deltas, resolved) -> {});
    }
  }

  /** The pack's index, without the check for objects that are there twice. */
  public byte[] index(byte[] pack) throws IOException, PackException, InterruptedException {
    return index(analyse(pack));
  }

  public byte[] index(PackAnalysis.Result result) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    EntryTable table = result.table();
    IndexWriter.write(
        table, IndexWriter.sortedById(table), result.checksum(), Digests.checksum(algorithm), out);
    return out.toByteArray();
  }

  /** Where the last run left the pack. */
  public Path copy() {
    return copy;
  }
}
