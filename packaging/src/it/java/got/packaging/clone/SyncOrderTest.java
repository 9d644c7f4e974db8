package got.packaging.clone;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.SmallRepositoryFixture;
import got.packaging.support.Strace;
import got.packaging.support.StraceLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A crash of the system at any moment leaves no repository or a complete one: fsync(2) in order.
 */
class SyncOrderTest extends SmallRepositoryFixture {
  @TempDir Path scratch;

  private List<StraceLog.Call> calls(String... options) throws Exception {
    Strace strace = new Strace(scratch, work);
    String[] words = new String[options.length + 3];
    words[0] = "clone";
    words[1] = "-q";
    System.arraycopy(options, 0, words, 2, options.length);
    words[words.length - 1] = daemon.url("small.git");
    return strace.record(words);
  }

  @Test
  void everythingIsOnTheDiskBeforeItGetsItsName() throws Exception {
    UnsyncedFiles files = new UnsyncedFiles(work);

    calls().forEach(files::see);

    assertThat(files.renamed())
        .extracting(path -> path.replaceAll("[0-9a-f]{40}", "ID"))
        .containsExactly(
            "objects/pack/pack-ID.pack", "objects/pack/pack-ID.idx", clone.path().toString());
    assertThat(files.left()).isEmpty();
  }

  @Test
  void headComesLastInADirectoryThatWasThere() throws Exception {
    Files.createDirectory(clone.path());
    UnsyncedFiles files = new UnsyncedFiles(work);

    calls("-a").forEach(files::see);

    assertThat(files.renamed().getLast()).isEqualTo(clone.path().resolve("HEAD").toString());
    assertThat(files.left()).isEmpty();
  }
}
