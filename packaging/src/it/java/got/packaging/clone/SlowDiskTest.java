package got.packaging.clone;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.proc.QuietClock;
import got.packaging.support.GotProcess;
import got.packaging.support.SmallRepositoryFixture;
import got.packaging.support.Strace;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A signal does not wait for a disk that takes long to have the pack. */
class SlowDiskTest extends SmallRepositoryFixture {
  private static final int DISK_SECONDS = 60;
  private static final long PROMPTLY_SECONDS = 8;

  @TempDir Path scratch;

  @Test
  void signalWhileThePackIsSynchronisedLeavesNothing() throws Exception {
    try (GotProcess got =
        new Strace(scratch, work)
            .slow("fsync", DISK_SECONDS, "clone", "-q", daemon.url("small.git"), "new/it.git")) {
      long java = got.handle().children().findFirst().orElseThrow().pid();
      Process kill = new ProcessBuilder("sh", "-c", "kill -s TERM " + java).inheritIO().start();
      assertThat(kill.waitFor()).isZero();
      // strace keeps the process until the call is over.
      QuietClock clock = QuietClock.start();
      while (!clock.isOver(PROMPTLY_SECONDS) && work.toFile().list().length > 0) {
        Thread.sleep(2);
      }
      assertThat(work).isEmptyDirectory();
    }
  }
}
