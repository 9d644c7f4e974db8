package got.packaging.specimens;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.bench.LargePack;
import got.packaging.proc.Descriptor;
import got.packaging.support.Git;
import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.PackFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Packs that are too large for every build: minutes, and up to 5 GB of disk below {@code
 * got.large}. Run by {@code mvn -Plarge verify}.
 */
@Tag("large")
class LargePackTest {
  private static final Path DISK = Path.of(System.getProperty("got.large"));
  private static final long BEYOND_4_GIB = (1L << 32) + (100 << 20);
  private static final long TWO_GIB = 1L << 31;
  private static final long MEMORY_BYTES = 128 << 20;
  private static final long TIMEOUT_MINUTES = 20;
  private static final long INTERVAL_MILLIS = 20;

  private Path work;

  @BeforeEach
  void begin() throws IOException {
    work = Files.createTempDirectory(Files.createDirectories(DISK), "pack");
  }

  @AfterEach
  void removePacks() throws IOException {
    for (Path file : files()) {
      Files.delete(file);
    }
    Files.delete(work);
  }

  @Test
  void offsetsOf64BitsAreThoseOfGit() throws Exception {
    Path pack = work.resolve("large.pack");
    LargePack.main(new String[] {"wide", Long.toString(BEYOND_4_GIB), pack.toString()});
    assertThat(Files.size(pack)).isGreaterThan(1L << 32);

    assertThat(index(pack).result()).isEqualTo(new Result(0, "", ""));

    Git.run(work, "index-pack", "-o", "git.idx", "large.pack");
    assertThat(Files.mismatch(PackFiles.indexOf(pack), work.resolve("git.idx"))).isEqualTo(-1);
  }

  @Test
  void blobOf2GiBIsNeverHeldNorWrittenElsewhere() throws Exception {
    Path pack = work.resolve("large.pack");
    LargePack.main(new String[] {"blob", Long.toString(TWO_GIB), pack.toString()});

    Seen seen = index(pack);

    assertThat(seen.result()).isEqualTo(new Result(0, "", ""));
    assertThat(seen.peakBytes()).isBetween(1L, MEMORY_BYTES);
    assertThat(seen.files()).hasSize(1).first().asString().startsWith("tmp_idx_");
    Git.run(work, "index-pack", "-o", "git.idx", "large.pack");
    assertThat(Files.mismatch(PackFiles.indexOf(pack), work.resolve("git.idx"))).isEqualTo(-1);
  }

  /**
   * What came of gotadmin, and what was seen of its helper.
   *
   * @param peakBytes the largest resident size, mapped files included
   * @param files names of those in the directory, and of those elsewhere open for writing
   */
  private record Seen(Result result, long peakBytes, Set<String> files) {}

  private Seen index(Path pack) throws Exception {
    try (GotProcess got = PackFiles.launch(work).start("indexpack", "-q", pack.toString())) {
      ProcessHandle helper = got.helper(GotProcess.INDEX_PACK);
      long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(TIMEOUT_MINUTES);
      long peak = 0;
      Set<String> files = new TreeSet<>();
      while (helper.isAlive() && System.nanoTime() < deadline) {
        for (Path file : files()) {
          files.add(file.getFileName().toString());
        }
        Descriptor.of(helper.pid()).stream()
            .filter(LargePackTest::isFileToWrite)
            .map(d -> Path.of(d.target()))
            .filter(p -> !p.toString().equals("/dev/null"))
            .forEach(p -> files.add(p.startsWith(work) ? name(p) : p.toString()));
        peak = Math.max(peak, peakBytes(helper.pid()));
        Thread.sleep(INTERVAL_MILLIS);
      }
      files.remove(name(pack));
      files.remove(name(PackFiles.indexOf(pack)));
      return new Seen(got.await(), peak, files);
    }
  }

  private static boolean isFileToWrite(Descriptor descriptor) {
    return descriptor.kind() == Descriptor.Kind.FILE_WRITE
        || descriptor.kind() == Descriptor.Kind.FILE_BOTH;
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(work)) {
      return files.toList();
    }
  }

  /** VmHWM, or 0 if the process is gone. Source: proc(5). */
  private static long peakBytes(long pid) {
    Path status = Path.of("/proc", Long.toString(pid), "status");
    for (String line : lines(status)) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
      }
    }
    return 0;
  }

  private static List<String> lines(Path status) {
    try {
      return Files.readAllLines(status);
    } catch (IOException e) {
      return List.of(); // It ended meanwhile.
    }
  }
}
